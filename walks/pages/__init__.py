"""Pages: HTML for people, one file for each kind of reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walks.pages import (
    accounts,
    administrators,
    basemap,
    boundaries,
    facilitators,
    health,
    media,
    planners,
    public,
    residents,
    shell,
)

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Put every page at its address."""
    parts = (
        accounts,
        administrators,
        basemap,
        boundaries,
        facilitators,
        health,
        media,
        planners,
        public,
        residents,
        shell,
    )
    for part in parts:
        app.register_blueprint(part.pages)
