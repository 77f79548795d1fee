"""`walks demo`: something to look at, in an empty database."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from flask_babel import force_locale

from walks import demo as words
from walks.commands.account import drop_root
from walks.commands.installation import installation
from walks.commands.welcome import KEPT
from walks.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from walks.demo import Demo

REFUSED = (
    "The demo goes into an empty database, and this one holds neighbourhoods or organisations. "
    "Nothing was changed. To look at the demo beside it, name another folder and port: "
    "WALKS_VAR=~/walks-demo WALKS_PORT=8001 bin/walks run"
)


@click.command()
def demo() -> None:
    """Load the demo into an empty database: an Ixelles with three walks, for looking around.

    Its accounts get passwords of their own. With the private database on this machine alone they
    are kept in var/demo.json, and `walks run` shows them; else they are shown once, here.
    """
    settings = Settings.from_environment()
    drop_root(settings)
    with installation(settings), force_locale(settings.default_language):
        try:
            loaded = _load(settings)
        except words.NotEmptyError as refused:
            raise click.ClickException(REFUSED) from refused
    if settings.is_private:
        _keep(loaded, settings.var / KEPT)
        click.echo("The demo is loaded. bin/walks run shows its accounts and the code to join.")
    else:
        _show(loaded)


def _load(settings: Settings) -> Demo:
    if not words.is_empty():
        raise words.NotEmptyError
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells of every job
    with click.progressbar(length=words.photos_wanted(), label="  … the demo's photos") as bar:
        return words.load(settings.default_language, each_photo=lambda: bar.update(1))


def _keep(loaded: Demo, path: Path) -> None:
    """Write the passwords where only the account that serves can read them."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(loaded), file, indent=1)


def _show(loaded: Demo) -> None:
    click.echo("The demo is loaded. Write down its passwords; they are not shown again:")
    for account in loaded.accounts:
        click.echo(f"  {account['role']:<14} {account['email']:<34} {account['password']}")
    click.echo(f"The code to join its open walk: {loaded.join}")
