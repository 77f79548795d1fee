"""What `walks run` tells once all is up: the address, the demo's accounts, a link to join."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import click
import segno

from walks.commands.serve import address

if TYPE_CHECKING:
    from walks.settings import Settings

KEPT = "demo.json"  # accounts and join code, kept under var by `walks demo`


def welcome(settings: Settings) -> None:
    """Tell where Walks is, and how to look around in the demo where there is one."""
    where = (settings.public_url or f"http://{address(settings)}").rstrip("/")
    kept = settings.var / KEPT
    if settings.is_private and kept.exists():
        _show_demo(json.loads(kept.read_text()), where)
    click.secho(f"\nWalks runs at {where}   (Ctrl-C stops it)", bold=True)
    if sys.stdout.isatty():
        click.echo(f"What it does is written to {settings.var / 'log' / 'walks.log'}")


def _show_demo(demo: dict[str, Any], where: str) -> None:
    """Show accounts and the join link.

    `demo` holds `accounts`, each with role, email and password, and `join`, the walk's code.
    """
    click.echo("\nThe demo's accounts; the passwords are this installation's own:")
    for account in demo["accounts"]:
        click.echo(f"  {account['role']:<14} {account['email']:<34} {account['password']}")
    link = f"{where}/join/{demo['join']}"
    click.echo(f"\nJoin the demo's walk as a resident: {link}")
    click.echo(code(link))
    click.echo(
        "The code is for this machine; phones need https, as docs/operator.md (HTTPS) describes."
    )


def code(link: str) -> str:
    """A QR code in half blocks, two modules a character high."""
    out = io.StringIO()
    segno.make(link, micro=False).terminal(out, compact=True)
    return out.getvalue()
