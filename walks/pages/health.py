"""Whether the app is alive, and whether all it needs answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from walks import database, jobs, storage
from walks.doors import permits
from walks.logs import log
from walks.permissions import Verb

if TYPE_CHECKING:
    from collections.abc import Callable

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@permits(Verb.SEE_PUBLIC_PAGES)
def alive() -> dict[str, str]:
    """Answer as long as the process does."""
    return {"state": "alive"}


@pages.get("/readyz")
@permits(Verb.SEE_PUBLIC_PAGES)
def ready() -> tuple[dict[str, str], int]:
    """Say of database, storage and worker whether each answers; 503 when one does not."""
    checks = {
        "database": _holds(database.answers),
        "storage": _holds(_storage_takes_files),
        "worker": _holds(jobs.worker_is_alive),
    }
    state = {name: "ready" if holds else "failing" for name, holds in checks.items()}
    return state, 200 if all(checks.values()) else 503


def _storage_takes_files() -> bool:
    storage.store().check()
    return True


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # noqa: BLE001 - whatever the reason, it does not answer
        log.warning("not ready", exc_info=True)
        return False
