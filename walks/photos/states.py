"""How photos stand, by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from walks.database import db
from walks.photos import Photo

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


def states(ids: Collection[UUID]) -> dict[UUID, str]:
    """The state of each of these photos that has arrived: received, kept or refused."""
    if not ids:
        return {}
    rows = db.session.execute(select(Photo.id, Photo.state).where(Photo.id.in_(ids)))
    return {row.id: row.state for row in rows}
