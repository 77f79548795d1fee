"""Taking a walk through its life, with what that means for what was given to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import false, func, select, update

from walks import walks
from walks.database import db
from walks.observations import Observation
from walks.stop_cards import StopCard
from walks.walks import Stop

if TYPE_CHECKING:
    from walks.people import Person
    from walks.walks import Walk


def take_step(walk: Walk, *, to: str, by: Person | None) -> None:
    """Take the walk to another state; closing and reopening judge anew what is late.

    Raises:
        Problem: "walk-step-refused" when this step does not follow, or something is missing.
    """
    walks.move(walk, to=to, by=by)
    if to in {"live", "closed"}:
        judge_lateness(walk)


def judge_lateness(walk: Walk) -> None:
    """Flag as late what was recorded or arrived after the walk was closed, and nothing else."""
    last = func.greatest(Observation.recorded_at, Observation.received_at)
    is_late = false() if walk.closed_at is None else last > walk.closed_at
    _judge_cards(walk)
    db.session.execute(
        update(Observation)
        .where(Observation.walk_id == walk.id, Observation.is_late != is_late)
        .values(is_late=is_late)
    )


def _judge_cards(walk: Walk) -> None:
    last = func.greatest(StopCard.recorded_at, StopCard.received_at)
    is_late = false() if walk.closed_at is None else last > walk.closed_at
    here = select(Stop.id).where(Stop.walk_id == walk.id)
    db.session.execute(
        update(StopCard)
        .where(StopCard.stop_id.in_(here), StopCard.is_late != is_late)
        .values(is_late=is_late)
        .execution_options(synchronize_session=False)
    )
