"""Confirming how many people walked, which lets the guard publish figures about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walks import disclosure, walks
from walks.database import db
from walks.disclosure import Subject
from walks.statistics import groups, holding

if TYPE_CHECKING:
    from walks.people import Person
    from walks.walks import Walk


def confirm_head_count(walk: Walk, head_count: int, *, by: Person) -> None:
    """Say how many people walked; publish the guarded tables of the walk and its neighbourhoods.

    Raises:
        Problem: "walk-step-refused" while the walk is not over, "walk-archived".
    """
    walks.confirm_head_count(walk, head_count, by=by)
    db.session.flush()
    publish_walk(walk)
    for neighbourhood_id in holding.neighbourhoods_of(walk):
        publish_neighbourhood(neighbourhood_id)


def publish_walk(walk: Walk) -> None:
    """Publish what may be read about the people on one walk."""
    counts = groups.of_walks([walk.id])[walk.id]
    disclosure.publish(
        counts.tables(), subject=Subject("walk", str(walk.id)), head_count=walk.head_count
    )


def publish_neighbourhood(neighbourhood_id: int) -> None:
    """Publish what may be read about the people on all walks held in one neighbourhood.

    A walk that is over and whose head count nobody has confirmed withholds every figure.
    """
    head_counts = holding.head_counts(neighbourhood_id)
    counts = groups.of_walks(head_counts.keys())
    confirmed = [n for n in head_counts.values() if n is not None]
    disclosure.publish(
        groups.together(counts.values()).tables(),
        subject=Subject("neighbourhood", str(neighbourhood_id)),
        head_count=sum(confirmed) if len(confirmed) == len(head_counts) else None,
        parts={Subject("walk", str(walk_id)): own.tables() for walk_id, own in counts.items()},
    )
