"""`walks database`: started, stopped, brought up to date, tried both ways."""

from __future__ import annotations

from pathlib import Path

import psycopg

from tests.commands.conftest import Walks, told
from walks.postgres import cluster_for


def test_it_runs_until_it_is_stopped(walks: Walks, var: Path) -> None:
    assert "The database runs in" in told(walks("database", "start"))
    assert cluster_for(var).is_running()
    assert "has stopped" in told(walks("database", "stop"))
    assert not cluster_for(var).is_running()


def test_its_address_is_one_that_psql_takes(walks: Walks) -> None:
    told(walks("database", "start"))
    told(walks("database", "migrate"))
    address = told(walks("database", "address")).strip()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT count(*) FROM walks").fetchone() == (0,)


def test_every_migration_goes_both_ways_and_ends_at_the_models(walks: Walks) -> None:
    check = walks("database", "check")
    said = told(check, seconds=120)
    assert check.returncode == 0, said
    assert "Migrations: compared with the models" in said


def test_a_server_of_somebody_else_is_neither_started_nor_stopped(walks: Walks) -> None:
    said = told(walks("database", "stop", database_url="postgresql://db.example/walks"))
    assert "neither starts nor stops" in said
