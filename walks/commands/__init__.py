"""The walks command line: `bin/walks --help`."""

from __future__ import annotations

import sys
from importlib import import_module

import click
from psycopg.errors import UndefinedTable
from sqlalchemy.exc import OperationalError, ProgrammingError

from walks.assets import AssetMissing
from walks.postgres import ClusterRefused
from walks.settings import SettingRefusedError

# Each lives in the file of its name, in the order in which an operator meets them.
COMMANDS = ("run", "serve", "worker", "database", "neighbourhoods", "people", "demo", "assets")


class Commands(click.Group):
    """The commands, each loaded when it is asked for; what goes wrong is said in a sentence."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Name them in their own order."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Load one from the file of its name."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"walks.commands.{name}"), name)
        return command

    def invoke(self, context: click.Context) -> object:
        """Do what is asked; known failures end with their sentence and without a traceback."""
        try:
            return super().invoke(context)
        except (ClusterRefused, SettingRefusedError, AssetMissing) as refused:
            raise click.ClickException(str(refused)) from refused
        except OperationalError as refused:
            raise click.ClickException(_database_said(refused)) from refused
        except ProgrammingError as refused:
            if not isinstance(refused.orig, UndefinedTable):
                raise
            raise click.ClickException(
                "The database has no tables of Walks yet. Make them: bin/walks database migrate"
            ) from refused


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Explore a neighbourhood with the people who live there.

    Settings are variables named WALKS_…; docs/operator.md lists them.
    """
    # A title in French or Arabic is printed even where the terminal names no character set.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def _database_said(refused: OperationalError) -> str:
    said = str(refused.orig).strip().splitlines()
    return (
        f"The database does not answer: {said[0] if said else refused}. "
        "Look whether the server of WALKS_DATABASE_URL runs and lets this account in."
    )
