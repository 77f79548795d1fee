"""Releasing: what lets anyone but its author and the walk's own organisation see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, update

from walks import audit
from walks.database import db
from walks.observations.observation import Observation
from walks.problems import Problem

if TYPE_CHECKING:
    from walks.people import Person
    from walks.walks import Walk


def release(observation: Observation, *, by: Person) -> None:
    """Let planners read the observation as it stands; released again, nothing changes.

    Raises:
        Problem: "withdrawn" when its participant took it back.
    """
    if observation.withdrawn_at is not None:
        raise Problem("withdrawn")
    if observation.released_at is None:
        observation.released_at = func.now()
        observation.released_by = by.id
        audit.note("release", observation, by=by, revision=observation.revision)


def unrelease(observation: Observation, *, by: Person) -> None:
    """Let planners read the observation no longer."""
    if observation.released_at is not None:
        observation.released_at = None
        observation.released_by = None
        audit.note("unrelease", observation, by=by, revision=observation.revision)


def release_all(walk: Walk, *, by: Person) -> int:
    """Release what on the walk is not yet; say how many."""
    released = (
        update(Observation)
        .where(
            Observation.walk_id == walk.id,
            Observation.released_at.is_(None),
            Observation.withdrawn_at.is_(None),
        )
        .values(released_at=func.now(), released_by=by.id)
        .returning(Observation.id)
    )
    ids = list(db.session.scalars(released))
    if ids:
        audit.note("release_all", walk, by=by, observations=len(ids))
    return len(ids)
