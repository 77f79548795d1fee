"""Jobs are enqueued with their row, tried again when they fail, and outlive a killed worker."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import procrastinate
import pytest
from flask import Flask, current_app

from tests.factories import an_organisation
from walks import jobs
from walks.database import db
from walks.people import Organisation

DONE: list[str] = []


def _note(word: str) -> None:
    assert current_app.config["WALKS"]
    DONE.append(word)


def _found(name: str) -> None:
    db.session.add(Organisation(name=name, kind="other"))


def _found_and_fail(name: str) -> None:
    _found(name)
    db.session.flush()
    raise ConnectionError


@pytest.fixture(scope="module")
def tasks() -> dict[str, Any]:
    work = {"note": _note, "found": _found, "found_and_fail": _found_and_fail}
    return {name: jobs.job(f"tests.{name}")(job) for name, job in work.items()}


@pytest.fixture(autouse=True)
def done(app: Flask) -> Iterator[None]:
    DONE.clear()
    yield
    db.session.rollback()
    db.session.execute(db.text("DELETE FROM procrastinate_workers"))
    db.session.commit()


def work_off(app: Flask) -> None:
    db.session.rollback()
    jobs.run_worker(app, wait=False)


def waiting(name: str) -> list[tuple[str, int, float]]:
    """State, attempts and seconds until it is due, of each job of this name."""
    rows = db.session.execute(
        db.text(
            "SELECT status::text, attempts,"
            " coalesce(extract(epoch FROM scheduled_at - now()), 0)::float"
            " FROM procrastinate_jobs WHERE task_name = :name ORDER BY id"
        ),
        {"name": f"tests.{name}"},
    ).all()
    db.session.rollback()
    return [tuple(row) for row in rows]


def test_a_job_is_done_in_the_apps_context_and_then_forgotten(
    app: Flask, tasks: dict[str, Any]
) -> None:
    jobs.enqueue(tasks["note"], word="hello")
    db.session.commit()
    work_off(app)
    assert DONE == ["hello"]
    assert waiting("note") == []


def test_a_job_is_undone_with_the_transaction_that_enqueued_it(
    app: Flask, tasks: dict[str, Any]
) -> None:
    jobs.enqueue(tasks["note"], word="never")
    db.session.rollback()
    work_off(app)
    assert DONE == []


def test_nobody_sees_a_job_before_its_row_is_committed(app: Flask, tasks: dict[str, Any]) -> None:
    jobs.enqueue(tasks["note"], word="early")
    jobs.run_worker(app, wait=False)
    assert DONE == []
    db.session.commit()
    work_off(app)
    assert DONE == ["early"]


def test_a_job_commits_what_it_did(app: Flask, tasks: dict[str, Any]) -> None:
    jobs.enqueue(tasks["found"], name="Founded by a job")
    db.session.commit()
    work_off(app)
    assert db.session.scalar(db.select(Organisation.name)) == "Founded by a job"


def test_a_job_that_fails_is_undone_and_tried_again_later(
    app: Flask, tasks: dict[str, Any]
) -> None:
    jobs.enqueue(tasks["found_and_fail"], name="Never founded")
    db.session.commit()
    work_off(app)
    assert db.session.scalar(db.select(Organisation.name)) is None
    ((state, attempts, seconds),) = waiting("found_and_fail")
    assert (state, attempts) == ("todo", 1)
    assert 0 < seconds <= 4


def test_the_waits_grow_and_end() -> None:
    waits = []
    for attempts in range(jobs.TRIES):
        job = procrastinate.jobs.Job(
            id=1, queue="q", lock=None, queueing_lock=None, task_name="x", attempts=attempts
        )
        decision = jobs.BACK_OFF.get_retry_decision(exception=ConnectionError(), job=job)
        waits.append(decision and decision.retry_at is not None)
    assert waits == [True] * (jobs.TRIES - 1) + [None]


@pytest.mark.parametrize(("attempts", "state"), [(0, "todo"), (jobs.TRIES - 1, "failed")])
def test_what_a_killed_worker_left_is_tried_again_but_not_for_ever(
    app: Flask, tasks: dict[str, Any], attempts: int, state: str
) -> None:
    jobs.enqueue(tasks["note"], word="left undone")
    _begin_and_be_killed(attempts, seconds_ago=jobs.HEARTBEAT_SECONDS + 5)
    _recover(app)
    assert [row[0] for row in waiting("note")] == [state]


def test_what_a_living_worker_does_is_left_to_it(app: Flask, tasks: dict[str, Any]) -> None:
    jobs.enqueue(tasks["note"], word="under way")
    _begin_and_be_killed(0, seconds_ago=5)
    _recover(app)
    assert [row[0] for row in waiting("note")] == ["doing"]


def test_a_worker_is_alive_as_long_as_it_gives_signs(app: Flask) -> None:
    assert not jobs.worker_is_alive()
    _begin_and_be_killed(0, seconds_ago=jobs.HEARTBEAT_SECONDS + 5)
    assert not jobs.worker_is_alive()
    _begin_and_be_killed(0, seconds_ago=5)
    assert jobs.worker_is_alive()


def test_the_worker_knows_every_job_and_its_times(app: Flask) -> None:
    work_off(app)
    assert {"keep_photo", "forget_files", "retention", "recover"} <= set(jobs.jobs.tasks)
    times = {name for name, _ in jobs.jobs.periodic_registry.periodic_tasks}
    assert {"retention", "recover"} <= times


def test_a_row_and_its_job_survive_together(app: Flask, tasks: dict[str, Any]) -> None:
    an_organisation("Kept with its job")
    jobs.enqueue(tasks["note"], word="beside a row")
    db.session.commit()
    work_off(app)
    assert DONE == ["beside a row"]


def _begin_and_be_killed(attempts: int, *, seconds_ago: int) -> None:
    """Leave every waiting job to a worker whose last sign of life was so long ago."""
    db.session.execute(
        db.text(
            "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => :seconds)) RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', attempts = :attempts,"
            " worker_id = (SELECT id FROM worker) WHERE task_name LIKE 'tests.%'"
        ),
        {"seconds": seconds_ago, "attempts": attempts},
    )
    db.session.commit()


def _recover(app: Flask) -> None:
    url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    async def run() -> None:
        connector = procrastinate.PsycopgConnector(conninfo=url)
        with jobs.jobs.replace_connector(connector):
            async with jobs.jobs.open_async():
                await jobs.recover(0)

    asyncio.run(run())
