"""How much an export would hold, before it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from walks.database import db
from walks.observations import Observation, readable_by

if TYPE_CHECKING:
    from walks.exports.filters import Filters
    from walks.people import Person


def how_many(filters: Filters, *, person: Person) -> int:
    """How many observations the person may read and the filters leave."""
    wanted = select(func.count(Observation.id))
    return db.session.scalar(wanted.where(readable_by(person), *filters.conditions())) or 0
