"""`walks worker`: do the work that requests left for later."""

from __future__ import annotations

import click

from walks.commands.account import drop_root
from walks.commands.installation import open_app
from walks.jobs import run_worker
from walks.settings import Settings


@click.command()
def worker() -> None:
    """Work off jobs, such as making photos ready, until stopped."""
    settings = Settings.from_environment()
    drop_root(settings)
    run_worker(open_app(settings))
