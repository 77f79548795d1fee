"""`walks people`: staff accounts, for whoever runs this installation."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from flask_babel import force_locale

from walks import people as words
from walks.commands.account import drop_root
from walks.commands.installation import installation
from walks.commands.serve import address
from walks.database import db
from walks.languages import NAMES
from walks.people import lists, naming
from walks.permissions import STAFF, Role
from walks.problems import Problem
from walks.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from walks.people import Person


@click.group()
def people() -> None:
    """Add and list staff accounts, and let their owners in."""


@people.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([role.value for role in STAFF]),
    help="What they may do; again for a further role.",
)
@click.option("--organisation", required=True, help="Its name; it is made when it is not there.")
@click.option(
    "--kind",
    default="association",
    show_default=True,
    type=click.Choice(list(naming.ORGANISATIONS)),
    help="What kind a new organisation is.",
)
@click.option("--language", type=click.Choice(list(NAMES)), help="The language of their pages.")
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input.")
def add(
    email: str,
    *,
    name: str,
    roles: tuple[str, ...],
    organisation: str,
    kind: str,
    language: str | None,
    password_stdin: bool,
) -> None:
    """Make an account for EMAIL, and print a link with which its owner chooses a password."""
    settings = Settings.from_environment()
    with _opened(settings):
        person = words.add(
            email,
            name=name,
            roles=[Role(role) for role in roles],
            organisation=words.organisation_named(organisation, kind),
            language=language or settings.default_language,
        )
        if password_stdin:
            words.set_password(person, sys.stdin.readline().rstrip("\r\n"), by=None)
            click.echo(f"{person.email} can sign in.")
        else:
            _print_link(person, settings)


@people.command(name="list")
def show_all() -> None:
    """List the accounts: address, name, roles, organisation."""
    with _opened(Settings.from_environment()):
        for person in lists.everybody():
            roles = ", ".join(person.roles_here)
            state = "" if person.active else "\tclosed"
            click.echo(f"{person.email}\t{person.name}\t{roles}\t{person.organisation.name}{state}")


@people.command()
@click.argument("email")
def reset(email: str) -> None:
    """Print a link with which the owner of EMAIL chooses a new password."""
    settings = Settings.from_environment()
    with _opened(settings):
        person = words.with_email(email)
        if person is None:
            raise click.ClickException(f"No account has the address {email}: bin/walks people list")
        if not person.active:
            raise click.ClickException(f"{email} is closed. An administrator opens it again.")
        _print_link(person, settings)


@contextmanager
def _opened(settings: Settings) -> Iterator[None]:
    """The installation, in English; what was done is kept unless it was refused."""
    drop_root(settings)
    with installation(settings), force_locale("en"):
        try:
            yield
            db.session.commit()
        except Problem as refused:
            faults = refused.members.get("errors", {}).values()
            said = " ".join(fault for some in faults for fault in some)
            raise click.ClickException(said or refused.detail) from refused


def _print_link(person: Person, settings: Settings) -> None:
    base = settings.public_url or f"http://{address(settings)}"
    link = f"{base.rstrip('/')}/account/reset/{words.new_reset_token(person)}"
    click.echo(f"With this link {person.email} chooses a password, once, within one hour:\n{link}")
