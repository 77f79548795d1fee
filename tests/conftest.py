"""What every test may ask for: an app on a database of its own, empty but for the method."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings
from werkzeug.test import TestResponse

from walks import create_app, methods
from walks.database import Base, db
from walks.postgres import Cluster, cluster_for
from walks.settings import ROOT, Settings

pytest_plugins = ("tests.soak",)

settings.register_profile("walks", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("walks")

# Passwords are stored at a cost that a guesser feels, and a thousand tests would too.
CHEAP = {"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
TEMPLATE = "walks_template"
KEPT = {"methods", "themes", "categories", "questions"}


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that need it are skipped where it is not."""
    folder = Path(os.environ.get("WALKS_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data: WALKS_REAL_DATA names {folder}, which is not there")
    return folder


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Cluster]:
    """A private PostGIS cluster of this test worker's own, with the migrated template in it."""
    var = Path(tempfile.mkdtemp(prefix=f"walks-test-{worker_id}-"))
    own = cluster_for(var)
    own.start()
    try:
        own.create_database(TEMPLATE)
        app = create_app(
            settings_in(tmp_path_factory.mktemp("template")), database_url=own.url(TEMPLATE)
        )
        with app.app_context():
            upgrade()
            methods.load_shipped()
            db.session.commit()
            db.engine.dispose()
        yield own
    finally:
        own.remove()


@pytest.fixture(scope="session")
def shared_app(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app of this test worker."""
    cluster.create_database("tests", template=TEMPLATE)
    folder = tmp_path_factory.mktemp("installation")
    app = create_app(settings_in(folder), database_url=cluster.url("tests"))
    app.testing = True
    app.test_client_class = Browser
    app.config["WTF_CSRF_ENABLED"] = False  # tests/pages/test_forgery.py switches it on
    app.extensions["security"].pwd_context.update(**CHEAP)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(shared_app: Flask) -> Iterator[Flask]:
    """The app, inside its context, on a database that holds the shipped method and nothing else."""
    with shared_app.app_context():
        yield shared_app
        db.session.rollback()
        empty()


class Browser(FlaskClient):
    """A browser whose every request stands alone, as a real one's does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask within a context of its own; afterwards the test sees what the request committed."""
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.rollback()
        return answer


@pytest.fixture(name="settings")
def change_settings(app: Flask) -> Iterator[Any]:
    """Change settings for one test."""
    before = app.config["WALKS"]

    def change(**values: Any) -> None:
        app.config["WALKS"] = replace(before, **values)

    yield change
    app.config["WALKS"] = before


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of nobody in particular."""
    return app.test_client()


def settings_in(folder: Path) -> Settings:
    """The settings of an installation under the folder."""
    return Settings(var=folder, secret_key="only-for-tests-" * 3, default_language="en")


def empty() -> None:
    """Delete every row but the method's; constraints decide the order."""
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in KEPT:
            db.session.execute(table.delete())
    db.session.execute(db.text("DELETE FROM procrastinate_jobs"))
    db.session.commit()
