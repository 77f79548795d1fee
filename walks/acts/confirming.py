"""Confirming how many people walked, which lets the guard publish figures about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from walks import disclosure, walks
from walks.database import db
from walks.disclosure import Subject
from walks.statistics import groups
from walks.walks import OVER, Walk

if TYPE_CHECKING:
    from uuid import UUID

    from walks.people import Person


def confirm_head_count(walk: Walk, head_count: int, *, by: Person) -> None:
    """Say how many people walked, and publish the walk's and its neighbourhood's guarded tables.

    Raises:
        Problem: "walk-step-refused" while the walk is not over, "walk-archived".
    """
    walks.confirm_head_count(walk, head_count, by=by)
    db.session.flush()
    publish_walk(walk)
    if walk.neighbourhood_id is not None:
        publish_neighbourhood(walk.neighbourhood_id)


def publish_walk(walk: Walk) -> None:
    """Publish what may be read about the people on one walk."""
    counts = groups.of_walks([walk.id])[walk.id]
    disclosure.publish(
        counts.tables(), subject=Subject("walk", str(walk.id)), head_count=walk.head_count
    )


def publish_neighbourhood(neighbourhood_id: int) -> None:
    """Publish what may be read about the people on the walks held in one neighbourhood.

    Those are the walks that are over and name it, one and all: a walk whose head count nobody has
    confirmed withholds every figure.
    """
    head_counts = _walks_over(neighbourhood_id)
    counts = groups.of_walks(head_counts.keys())
    known = [n for n in head_counts.values() if n is not None]
    disclosure.publish(
        groups.together(counts.values()).tables(),
        subject=Subject("neighbourhood", str(neighbourhood_id)),
        head_count=sum(known) if len(known) == len(head_counts) else None,
        parts={Subject("walk", str(walk_id)): own.tables() for walk_id, own in counts.items()},
    )


def _walks_over(neighbourhood_id: int) -> dict[UUID, int | None]:
    """The walks over that name the neighbourhood, with their head counts."""
    wanted = select(Walk.id, Walk.head_count).where(
        Walk.neighbourhood_id == neighbourhood_id, Walk.state.in_(OVER)
    )
    return {row.id: row.head_count for row in db.session.execute(wanted)}
