"""The facilitators' pages and the words that all of them use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, url_for
from flask_babel import format_date, format_time

from walks import walks
from walks.walks.life import NAMES

if TYPE_CHECKING:
    from datetime import datetime

    from walks.walks import Walk

pages = Blueprint("facilitators", __name__, url_prefix="/lead")


@pages.context_processor
def words() -> dict[str, Any]:
    """What every facilitators' template may say."""
    settings = current_app.config["WALKS"]
    return {
        "state_names": NAMES,
        "code_shown": walks.code_shown,
        "begins": begins,
        "hour_there": hour_there,
        "day_and_hour_there": day_and_hour_there,
        "tile_url": settings.pictured_tiles,
        "tile_attribution": settings.tile_attribution,
        "basemap_url": url_for("basemap.whole") if settings.basemap else "",
    }


def begins(walk: Walk) -> str:
    """The walk's date and hour, in its own time zone, as words."""
    day = format_date(walk.starts_at, "full", rebase=False)
    return f"{day}, {format_time(walk.starts_at, 'short', rebase=False)}"


def hour_there(instant: datetime, walk: Walk) -> str:
    """The hour that the clocks showed where the walk is."""
    return str(format_time(_there(instant, walk), "short", rebase=False))


def day_and_hour_there(instant: datetime, walk: Walk) -> str:
    """The date and hour where the walk is."""
    there = _there(instant, walk)
    return f"{format_date(there, 'medium', rebase=False)}, {hour_there(instant, walk)}"


def _there(instant: datetime, walk: Walk) -> datetime:
    return instant.astimezone(ZoneInfo(walk.time_zone)).replace(tzinfo=None)
