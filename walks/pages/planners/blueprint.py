"""The planners' pages and the words that all of them use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, url_for
from flask_babel import format_date, format_time

from walks.observations import KINDS

if TYPE_CHECKING:
    from datetime import datetime

pages = Blueprint("planners", __name__, url_prefix="/plan")


@pages.context_processor
def words() -> dict[str, Any]:
    """What every planners' template may say."""
    settings = current_app.config["WALKS"]
    return {
        "kinds": KINDS,
        "day_of": lambda local: format_date(local, "medium", rebase=False),
        "day_and_hour_of": day_and_hour_of,
        "tile_url": settings.pictured_tiles,
        "tile_host": urlsplit(settings.pictured_tiles or "").hostname,
        "tile_attribution": settings.tile_attribution,
        "basemap_url": url_for("basemap.whole") if settings.basemap else "",
    }


def day_and_hour_of(local: datetime) -> str:
    """A walk's date and hour, in its own time zone, as words."""
    day = format_date(local, "medium", rebase=False)
    return f"{day}, {format_time(local, 'short', rebase=False)}"
