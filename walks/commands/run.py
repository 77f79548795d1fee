"""`walks run`: everything at once, which is what `make run` ends in."""

from __future__ import annotations

import fcntl
import signal
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING

import click

from walks.commands import children
from walks.commands.account import drop_root
from walks.commands.installation import migrate, open_app, private_cluster
from walks.commands.serve import address, need_free_port
from walks.commands.welcome import welcome
from walks.database import db
from walks.demo import is_empty
from walks.settings import Settings

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask


STARTING_S = 60
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@click.command()
def run() -> None:
    """Start the database, the web server and the worker, until Ctrl-C.

    A new private database is made, and filled with the demo where only this machine can see it.
    """
    settings = Settings.from_environment()
    drop_root(settings)
    with _only_one(settings) as was_killed, _database(settings, was_killed=was_killed):
        need_free_port(settings)
        _prepare(settings)
        _serve_until_ended(settings)
    click.echo("Stopped.")


def _prepare(settings: Settings) -> None:
    click.echo("  … database and its tables")
    app = open_app(settings)
    migrate(app)
    if settings.is_private and _is_empty(app):
        demo = children.start("demo")
        if demo.wait() != 0:
            raise click.ClickException("The demo could not be loaded; the lines above say why.")
    with app.app_context():
        db.engine.dispose()


def _is_empty(app: Flask) -> bool:
    with app.app_context():
        return is_empty()


def _serve_until_ended(settings: Settings) -> None:
    """Keep web server and worker going until a signal, or until one of them ends by itself."""
    ended: list[int] = []
    for number in ENDINGS:
        signal.signal(number, lambda which, _frame: ended.append(which))
    log = _new_log(settings) if sys.stdout.isatty() else None
    with log.open("ab") if log else nullcontext() as file:
        started = {name: children.start(name, log=file) for name in ("serve", "worker")}
    try:
        _announce_when_up(settings, started, ended)
        while not ended and (gone := _gone(started)) is None:
            time.sleep(0.2)
    finally:
        click.echo("\nStopping …")
        children.stop(list(started.values()))
    if not ended:
        last = log.read_text(errors="replace").splitlines()[-15:] if log else []
        click.echo("\n".join(last), err=True)
        raise click.ClickException(f"walks {gone} ended by itself; the lines above say why.")


def _new_log(settings: Settings) -> Path:
    """A new log, which keeps the terminal for people; that of the run before stays beside it."""
    log = settings.var / "log" / "walks.log"
    log.parent.mkdir(exist_ok=True)
    if log.exists():
        log.replace(log.with_suffix(".log.before"))
    log.touch()
    return log


def _gone(started: dict[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, child in started.items() if child.poll() is not None), None)


def _announce_when_up(
    settings: Settings, started: dict[str, subprocess.Popen[bytes]], ended: list[int]
) -> None:
    deadline = time.monotonic() + STARTING_S
    while time.monotonic() < deadline and not ended and _gone(started) is None:
        if _answers(settings):
            welcome(settings)
            return
        time.sleep(0.2)
    if not ended and _gone(started) is None:
        raise click.ClickException(f"The pages do not answer; {settings.var}/log may say why.")


def _answers(settings: Settings) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"http://{address(settings)}/"):
        return True
    return False


@contextmanager
def _only_one(settings: Settings) -> Iterator[bool]:
    """Let one `walks run` at a time use this var; say whether the last one was killed."""
    settings.var.mkdir(parents=True, exist_ok=True)
    mark = settings.var / "running"
    was_killed = mark.exists()
    with mark.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(
                f"Walks runs from {settings.var} already. Stop that first (Ctrl-C there)."
            ) from None
        try:
            yield was_killed
        finally:
            mark.unlink()


@contextmanager
def _database(settings: Settings, *, was_killed: bool) -> Iterator[None]:
    """Stop the private cluster at the end, unless `walks database start` had started it."""
    cluster = private_cluster(settings)
    is_ours = cluster is not None and (was_killed or not cluster.is_running())
    try:
        yield
    finally:
        if cluster and is_ours:
            cluster.stop()
