"""Jobs: work for later, enqueued in the transaction of the row that needs it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import procrastinate
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text

from walks.database import db

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

HEARTBEAT_SECONDS = 60  # a worker that was silent so long counts as gone

_connector = procrastinate.PsycopgConnector()
jobs = procrastinate.App(connector=_connector)
_flask: list[Flask] = []  # the app whose context jobs run in


def attach(app: Flask) -> None:
    """Run jobs in this app's context from now on."""
    _flask[:] = [app]


def job(name: str, **options: Any) -> Callable[[Callable[..., None]], Any]:
    """Make a function a job: it runs in the app's context and commits once, when it returns."""

    def make(work: Callable[..., None]) -> Any:
        @wraps(work)
        def run(*args: Any, **kwargs: Any) -> None:
            with _flask[0].app_context():
                work(*args, **kwargs)
                db.session.commit()

        return jobs.task(name=name, **options)(run)

    return make


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


def run_worker(app: Flask, *, concurrency: int = 1, wait: bool = True) -> None:
    """Work off jobs; with `wait` until stopped, without it until none is left.

    Raises:
        ConnectorException: the database does not answer.
    """
    attach(app)
    with app.app_context():
        url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    connector = procrastinate.PsycopgConnector(conninfo=url)
    with jobs.replace_connector(connector):
        jobs.run_worker(concurrency=concurrency, wait=wait, install_signal_handlers=wait)


__all__ = [
    "ConnectorException",
    "attach",
    "enqueue",
    "job",
    "jobs",
    "run_worker",
    "worker_is_alive",
]
