"""What has become of media, for many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from walks.database import db

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


def states(table: Any, ids: Collection[UUID]) -> dict[UUID, str]:
    """The state of each of these that has arrived: received, kept or refused."""
    if not ids:
        return {}
    rows = db.session.execute(select(table.id, table.state).where(table.id.in_(ids)))
    return {row.id: row.state for row in rows}
