"""Pages: HTML for people, one file for each kind of reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walks.pages import boundaries, facilitators, health, media, public, residents

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Put every page at its address."""
    for part in (boundaries, facilitators, health, media, public, residents):
        app.register_blueprint(part.pages)
