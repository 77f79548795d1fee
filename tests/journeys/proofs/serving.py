"""Walks as it runs in a town hall: PostgreSQL, gunicorn and a worker, each killed at will."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from tests.conftest import settings_in
from walks import create_app, methods
from walks.commands.serve import Server
from walks.database import db
from walks.postgres import Cluster, cluster_for
from walks.settings import ROOT, Settings

SERVE = "import sys; from tests.journeys.proofs.serving import serve; serve(*sys.argv[1:])"
WORK = "import sys; from tests.journeys.worker import work; work(*sys.argv[1:])"
DATABASE = "walks"
PATIENCE_S = 30


def serve(var: str, database_url: str, port: str) -> None:
    """Serve the installation under `var` with gunicorn until stopped."""
    settings = Settings(
        var=Path(var), secret_key="only-for-tests-" * 3, default_language="en", port=int(port)
    )
    Server(create_app(settings, database_url=database_url), settings).run()


@dataclass
class Served:
    """One installation and its processes."""

    var: Path
    cluster: Cluster
    app: Flask
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start what is not running, and wait until pages are served."""
        self.cluster.start()
        url = self.cluster.url(DATABASE)
        for program in ([SERVE, str(self.var), url, str(self.port)], [WORK, str(self.var), url]):
            self.processes.append(_begin(program))
        _wait_for(f"http://127.0.0.1:{self.port}/healthz")

    def kill(self) -> None:
        """Kill the server, the worker and PostgreSQL in the middle of whatever they do."""
        self._kill_processes()
        with suppress(FileNotFoundError, ProcessLookupError):
            lock = (self.cluster.data / "postmaster.pid").read_text()
            os.kill(int(lock.split()[0]), signal.SIGKILL)
        with self.app.app_context():
            db.engine.dispose()

    def restart_worker_if_it_ended(self) -> None:
        """What `walks run`, or a service manager, does for a worker whose database was away."""
        if self.processes[-1].poll() is not None:
            program = [WORK, str(self.var), self.cluster.url(DATABASE)]
            self.processes[-1] = _begin(program)

    def _kill_processes(self) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.processes.clear()

    def remove(self) -> None:
        """Stop everything and delete what was kept."""
        self._kill_processes()
        with self.app.app_context():
            db.engine.dispose()
        self.cluster.remove()


@contextmanager
def served() -> Iterator[Served]:
    """Walks with an empty database but for the method, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="walks-proof-") as folder:
        var = Path(folder)
        cluster = cluster_for(var / "database")
        cluster.start()
        cluster.create_database(DATABASE)
        app = create_app(settings_in(var), database_url=cluster.url(DATABASE))
        with app.app_context():
            upgrade()
            methods.load_shipped()
            db.session.commit()
        installation = Served(var, cluster, app, _free_port())
        try:
            installation.start()
            yield installation
        finally:
            installation.remove()


def _begin(program: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", *program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,  # a killed database is told of at length
        start_new_session=True,
    )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own server
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
