"""Which neighbourhoods a walk was held in: the one it names, and those in which it halted.

That depends on the plan of the walk alone, never on where somebody recorded something: figures
about who took part must not tell where somebody was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from walks.database import db
from walks.neighbourhoods import Neighbourhood
from walks.walks import OVER, Stop, Walk

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement


def held_in(neighbourhood_id: int) -> ColumnElement[bool]:
    """Whether a walk was held in the neighbourhood, as a condition on a query of walks."""
    halted = (
        select(Stop.walk_id)
        .join(Neighbourhood, func.ST_Covers(Neighbourhood.outline, Stop.position))
        .where(Neighbourhood.id == neighbourhood_id)
    )
    return or_(Walk.neighbourhood_id == neighbourhood_id, Walk.id.in_(halted))


def neighbourhoods_of(walk: Walk) -> list[int]:
    """The neighbourhoods that the walk was held in; the same rule on one walk."""
    halted = (
        select(Stop.id)
        .where(Stop.walk_id == walk.id, func.ST_Covers(Neighbourhood.outline, Stop.position))
        .exists()
    )
    wanted = select(Neighbourhood.id).where(or_(Neighbourhood.id == walk.neighbourhood_id, halted))
    return list(db.session.scalars(wanted.order_by(Neighbourhood.id)))


def head_counts(neighbourhood_id: int) -> dict[UUID, int | None]:
    """The walks held in the neighbourhood that are over, with their head counts."""
    wanted = select(Walk.id, Walk.head_count).where(held_in(neighbourhood_id), Walk.state.in_(OVER))
    return {row.id: row.head_count for row in db.session.execute(wanted)}
