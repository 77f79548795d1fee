"""Walks: exploratory-walk surveys, from the phone in the hand to the neighbourhood's report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import api
from walks import (
    assets,
    basemap,
    doors,
    headers,
    jobs,
    languages,
    logs,
    migrating,
    packing,
    pages,
    refusals,
    signing_in,
)
from walks.database import commit_each_request, db
from walks.settings import ROOT, Settings

if TYPE_CHECKING:
    from sqlalchemy import URL


def create_app(settings: Settings | None = None, *, database_url: URL | str | None = None) -> Flask:
    """Make the app: where its parts meet.

    `database_url` names the database when the settings leave it to the private cluster.

    Raises:
        SettingRefusedError: a WALKS_ variable cannot be used.
        RuntimeError: a view names no verb, or no database is named.
    """
    settings = settings or Settings.from_environment()
    if settings.basemap:
        basemap.opened(settings.basemap)
    app = Flask("walks", static_folder=ROOT / "static", template_folder=ROOT / "templates")
    _configure(app, settings, str(database_url or settings.database_url or ""))
    packing.register(app)  # first, so that it sees an answer last
    logs.register(app)
    for variable, closest in Settings.misspelt().items():
        logs.log.warning("no setting has this name", variable=variable, closest=closest)
    db.init_app(app)
    Migrate(app, db, directory=ROOT / "migrations", **migrating.OPTIONS)
    commit_each_request(app)
    CSRFProtect(app)
    languages.register(app)
    signing_in.register(app)
    assets.register_assets(app)
    headers.register(app)
    pages.register(app)
    api.register(app)
    refusals.register(app)
    jobs.attach(app)
    doors.require_verbs(app)
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n, x_port=n)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings, database_url: str) -> None:
    if not database_url:
        raise RuntimeError("No database is named: set WALKS_DATABASE_URL, or use `walks run`.")
    is_https = (settings.public_url or "").startswith("https:")
    app.config.update(
        WALKS=settings,
        SECRET_KEY=settings.secret(),
        SQLALCHEMY_DATABASE_URI=_with_driver(database_url),
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": settings.database_pool,
            "max_overflow": settings.database_pool,
            "pool_pre_ping": True,
            "connect_args": {"options": "-c timezone=UTC -c statement_timeout=60000"},
        },
        MAX_CONTENT_LENGTH=max(settings.photo_max_bytes, settings.voice_max_bytes) + 1024,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="__Host-walks" if is_https else "walks",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=True,
    )


def _with_driver(url: str) -> str:
    """Name the driver in addresses that operators write without one."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url
