"""Whether the app is alive, and whether all it needs answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import settings_in
from walks import create_app
from walks.database import db


@pytest.fixture
def a_worker(app: Flask) -> None:
    """A worker that gave a sign of life just now; the transaction ends with the test's rows."""
    beat(seconds_ago=0)


def beat(*, seconds_ago: int) -> None:
    db.session.execute(db.text("DELETE FROM procrastinate_workers"))
    db.session.execute(
        db.text(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => :seconds))"
        ),
        {"seconds": seconds_ago},
    )
    db.session.commit()


@pytest.fixture(autouse=True)
def no_worker_stays(app: Flask) -> object:
    yield
    db.session.execute(db.text("DELETE FROM procrastinate_workers"))
    db.session.commit()


def test_alive_is_whoever_answers(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"state": "alive"})


@pytest.mark.usefixtures("a_worker")
def test_ready_is_an_app_whose_parts_all_answer(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json() == {"database": "ready", "storage": "ready", "worker": "ready"}


@pytest.mark.parametrize("seconds_ago", [None, 61, 3600])
def test_without_a_worker_it_is_not(client: FlaskClient, seconds_ago: int | None) -> None:
    if seconds_ago is not None:
        beat(seconds_ago=seconds_ago)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"database": "ready", "storage": "ready", "worker": "failing"}


@pytest.mark.usefixtures("a_worker")
def test_without_a_store_that_can_be_written_it_is_not(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    settings = replace(app.config["WALKS"], var=in_the_way)
    monkeypatch.setitem(app.config, "WALKS", settings)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"database": "ready", "storage": "failing", "worker": "ready"}


def test_without_a_database_it_is_alive_and_not_ready(tmp_path: Path) -> None:
    url = f"postgresql://walks@/gone?host={tmp_path}"
    client = create_app(settings_in(tmp_path), database_url=url).test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"database": "failing", "storage": "ready", "worker": "failing"}
    assert str(tmp_path) not in answer.text
