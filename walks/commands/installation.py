"""What commands work on: the settings, the database started, the app made."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from flask_migrate import upgrade

from walks import create_app, methods
from walks.database import db
from walks.logs import configure
from walks.postgres import Cluster, cluster_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from walks.settings import Settings

DATABASE = "walks"


def private_cluster(settings: Settings) -> Cluster | None:
    """The private cluster, unless WALKS_DATABASE_URL names a server instead."""
    return None if settings.database_url else cluster_for(settings.var)


def open_app(settings: Settings) -> Flask:
    """Make the app on its database; the private cluster is started and stays running."""
    configure(settings.log_level)
    cluster = private_cluster(settings)
    if cluster is None:
        return create_app(settings)
    if cluster.data.parent != settings.var:
        click.echo(f"The database is in {cluster.data}: {cluster.owner.name} cannot enter var.")
    cluster.start()
    is_new = cluster.create_database(DATABASE)
    app = create_app(settings, database_url=cluster.url(DATABASE))
    if is_new:
        migrate(app)
    return app


@contextmanager
def installation(settings: Settings) -> Iterator[Flask]:
    """Make the app, within its context; a private cluster that was not running stops again."""
    cluster = private_cluster(settings)
    was_running = cluster is None or cluster.is_running()
    try:
        app = open_app(settings)
        with app.app_context():
            yield app
    finally:
        if cluster and not was_running:
            cluster.stop()


def migrate(app: Flask) -> None:
    """Bring the tables up to date, and load the methods that come with this version."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
        methods.load_shipped()
        db.session.commit()
