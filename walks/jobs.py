"""Jobs: work for later, enqueued in the transaction of the row that needs it."""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, Any

import procrastinate
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text

from walks.database import db
from walks.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

HEARTBEAT_SECONDS = 60  # a worker that was silent so long counts as gone
TRIES = 6  # the waits between them are 4, 16, 64, 256, 1024 seconds
BACK_OFF = procrastinate.RetryStrategy(max_attempts=TRIES - 1, exponential_wait=4)

# Where jobs are made: the worker imports these, since it alone needs them all.
MADE_IN = ["walks.photos.keeping", "walks.voices.keeping", "walks.retention"]

jobs = procrastinate.App(connector=procrastinate.PsycopgConnector(), import_paths=MADE_IN)
_flask: list[Flask] = []  # the app whose context jobs run in


def attach(app: Flask) -> None:
    """Run jobs in this app's context from now on."""
    _flask[:] = [app]


def job(name: str, **options: Any) -> Callable[[Callable[..., None]], Any]:
    """Make a function a job: it runs in the app's context and commits once, when it returns.

    One that fails is undone, and tried again later and later. One whose worker was killed is
    tried again too, so a job must bear being done twice.
    """

    def make(work: Callable[..., None]) -> Any:
        return jobs.task(name=name, retry=BACK_OFF, **options)(_in_context(name, work))

    return make


def every(cron: str, name: str) -> Callable[[Callable[[], None]], Any]:
    """Make a function a job that is done again and again, at the times that cron names (UTC)."""

    def make(work: Callable[[], None]) -> Any:
        run = _in_context(name, lambda timestamp: work())  # noqa: ARG005 - when it was due
        # Two that wait would do the same work twice.
        task = jobs.task(name=name, queueing_lock=name)(run)
        return jobs.periodic(cron=cron)(task)

    return make


def _in_context(name: str, work: Callable[..., None]) -> Callable[..., None]:
    @wraps(work)
    def run(*args: Any, **kwargs: Any) -> None:
        with _flask[0].app_context():
            try:
                work(*args, **kwargs)
                db.session.commit()
            except Exception as reason:
                log.error("job", job=name, reason=type(reason).__name__, exc_info=reason)
                raise

    return run


def enqueue(task: Any, **arguments: Any) -> None:
    """Enqueue a job in the request's own transaction: undone with it, seen with it."""
    driver = db.session.connection().connection.driver_connection
    task.configure(connection=driver).defer(**arguments)


def worker_is_alive() -> bool:
    """Whether a worker gave a sign of life within the last minute."""
    found = db.session.scalar(
        text(
            "SELECT EXISTS (SELECT FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => :seconds))"
        ),
        {"seconds": HEARTBEAT_SECONDS},
    )
    return bool(found)


@jobs.periodic(cron="* * * * *")
@jobs.task(name="recover", queueing_lock="recover")
async def recover(timestamp: int) -> None:  # noqa: ARG001 - when it was due
    """Try again what killed workers left undone; give up on what was tried often enough."""
    manager = jobs.job_manager
    for left in await manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_SECONDS):
        if left.attempts < TRIES - 1:
            await manager.retry_job(left)
        else:  # it may be what kills them
            log.error("job", job=left.task_name, reason="its worker was killed again and again")
            status = procrastinate.jobs.Status.FAILED
            await manager.finish_job(left, status=status, delete_job=False)


def run_worker(app: Flask, *, concurrency: int = 1, wait: bool = True) -> None:
    """Work off jobs; with `wait` until stopped, without it until none is left.

    Raises:
        ConnectorException: the database does not answer.
    """
    attach(app)
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # `log` tells of failures
    with app.app_context():
        url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    connector = procrastinate.PsycopgConnector(conninfo=url)
    with jobs.replace_connector(connector):
        jobs.run_worker(
            concurrency=concurrency,
            wait=wait,
            install_signal_handlers=wait,
            delete_jobs="successful",
            stalled_worker_timeout=HEARTBEAT_SECONDS,
        )


__all__ = [
    "ConnectorException",
    "attach",
    "enqueue",
    "every",
    "job",
    "jobs",
    "run_worker",
    "worker_is_alive",
]
