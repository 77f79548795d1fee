"""`walks serve`: the web server, gunicorn with threads."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication

from walks.commands.account import drop_root
from walks.commands.installation import open_app
from walks.database import db
from walks.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn unlinks its file there as it makes it


class Server(BaseApplication):
    """Gunicorn serving one app, told everything by Walks' settings and nothing by files."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn its options."""
        for name, value in options(self.settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app, made before the workers part, so that they share its memory."""
        return self.app


def options(settings: Settings) -> dict[str, Any]:
    """What gunicorn is told."""
    return {
        "bind": address(settings),
        "workers": settings.web_workers,
        "worker_class": "gthread",
        "threads": settings.web_threads,
        "preload_app": True,
        "post_fork": _part_from_parent,
        "timeout": 60,
        "graceful_timeout": 30,
        "keepalive": 75,  # longer than nginx keeps its side open
        # What a proxy says of scheme and address is believed by ProxyFix alone, as often as
        # WALKS_TRUSTED_PROXIES says; gunicorn itself would believe anyone on loopback.
        "forwarded_allow_ips": "",
        "secure_scheme_headers": {},
        "control_socket_disable": True,
        "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
        # Its own defaults are those of the moment of its import, which may have been root's.
        "user": os.geteuid(),
        "group": os.getegid(),
        "loglevel": "warning",
        "proc_name": "walks",
    }


def address(settings: Settings) -> str:
    """Host and port as gunicorn and addresses write them."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


def need_free_port(settings: Settings) -> None:
    """Refuse an address that cannot be listened on.

    Raises click.ClickException with a sentence that says what to do.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except (OSError, OverflowError) as refused:
            raise click.ClickException(
                f"Walks cannot listen on {address(settings)}: {refused}. Stop what listens there, "
                f"or choose another port: make run WALKS_PORT={settings.port + 1}"
            ) from refused


def _part_from_parent(_server: object, worker: Any) -> None:
    """Let go of connections that belong to the parent, without closing them."""
    app: Flask = worker.app.app
    with app.app_context():
        db.engine.dispose(close=False)


@click.command()
def serve() -> None:
    """Serve the pages until stopped."""
    settings = Settings.from_environment()
    drop_root(settings)
    need_free_port(settings)
    Server(open_app(settings), settings).run()
