"""`walks database`: the private cluster, and the tables of whichever database there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask_migrate import check as compare
from flask_migrate import downgrade, upgrade

from walks import create_app
from walks.commands import installation
from walks.commands.account import drop_root
from walks.commands.installation import DATABASE, open_app, private_cluster
from walks.settings import Settings

if TYPE_CHECKING:
    from walks.postgres import Cluster

TRIAL = "walks_migrations"


@click.group()
def database() -> None:
    """Start, stop and bring up to date the database."""


@database.command()
def start() -> None:
    """Start the private cluster; make it where there is none yet."""
    settings = _as_account()
    cluster = _private(settings)
    cluster.start()
    click.echo(f"The database runs in {cluster.data}.")


@database.command()
def stop() -> None:
    """Stop the private cluster."""
    _private(_as_account()).stop()
    click.echo("The database has stopped.")


@database.command()
def address() -> None:
    """Print the database's address, for psql, pg_dump and pg_restore."""
    settings = Settings.from_environment()
    cluster = private_cluster(settings)
    url = cluster.url(DATABASE) if cluster else str(settings.database_url)
    click.echo(url.replace("postgresql+psycopg:", "postgresql:"))


@database.command()
def migrate() -> None:
    """Make the tables, or bring them up to date."""
    installation.migrate(open_app(_as_account()))
    click.echo("The tables are up to date.")


@database.command()
def check() -> None:
    """Try every migration on a new database, both ways, and compare the result with the models.

    For developers. Uses a database of its own in the private cluster.
    """
    cluster = _private(_as_account())
    was_running = cluster.is_running()
    cluster.start()
    cluster.drop_database(TRIAL)
    cluster.create_database(TRIAL)
    try:
        _try_both_ways(cluster)
    finally:
        cluster.drop_database(TRIAL)
        if not was_running:
            cluster.stop()


def _try_both_ways(cluster: Cluster) -> None:
    app = create_app(Settings(secret_key="trial-only"), database_url=cluster.url(TRIAL))  # noqa: S106
    with app.app_context():
        for words, step in (
            ("up", upgrade),
            ("down", lambda: downgrade(revision="base")),
            ("up again", upgrade),
            ("compared with the models", compare),
        ):
            step()
            click.echo(f"Migrations: {words}")
        app.extensions["migrate"].db.engine.dispose()


def _as_account() -> Settings:
    settings = Settings.from_environment()
    drop_root(settings)
    return settings


def _private(settings: Settings) -> Cluster:
    cluster = private_cluster(settings)
    if cluster is None:
        raise click.ClickException(
            "WALKS_DATABASE_URL names a server, which Walks neither starts nor stops."
        )
    return cluster
