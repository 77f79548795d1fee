"""What facilitators should look at twice. Flagged observations are kept like any other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from walks.walks import Walk

AHEAD = timedelta(minutes=10)  # how far in the future a corrected clock may still be
BEFORE = timedelta(hours=24)  # how long before the walk's start something may be recorded


def is_late(recorded_at: datetime, received_at: datetime, walk: Walk) -> bool:
    """Whether it was recorded or arrived after the walk was closed."""
    return walk.closed_at is not None and max(recorded_at, received_at) > walk.closed_at


def is_time_odd(
    recorded_at: datetime, received_at: datetime, walk: Walk, *, clock_difference_ms: int | None
) -> bool:
    """Whether it says it was recorded in the future, or more than a day before the walk.

    The phone's instant is corrected by how far its clock was found to be ahead of the server's.
    """
    corrected = recorded_at - timedelta(milliseconds=clock_difference_ms or 0)
    start = walk.starts_at.replace(tzinfo=ZoneInfo(walk.time_zone))
    return corrected > received_at + AHEAD or corrected < start - BEFORE
