"""Pages: HTML for people, one file for each kind of reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walks.pages import (
    accounts,
    administrators,
    boundaries,
    facilitators,
    health,
    media,
    planners,
    public,
    residents,
)

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Put every page at its address."""
    parts = (
        accounts,
        administrators,
        boundaries,
        facilitators,
        health,
        media,
        planners,
        public,
        residents,
    )
    for part in parts:
        app.register_blueprint(part.pages)
