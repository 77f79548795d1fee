"""Photos that observations announced: which are owed, and by which observation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from walks.database import Model, db

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from walks.observations.delivery import Delivery

table = Model.metadata.tables["owed_photos"]


def owners_of(deliveries: Iterable[Delivery]) -> dict[UUID, UUID]:
    """Of the photos announced now, those announced before: photo → observation."""
    ids = [photo.id for one in deliveries for photo in one.photos]
    if not ids:
        return {}
    rows = select(table.c.id, table.c.observation_id).where(table.c.id.in_(ids))
    return {row.id: row.observation_id for row in db.session.execute(rows)}


def announce(deliveries: list[Delivery]) -> None:
    """Owe exactly the photos of these deliveries to their observations, in their order."""
    rows = [
        {"id": photo.id, "observation_id": one.id, "ordinal": ordinal, "digest": photo.digest}
        for one in deliveries
        for ordinal, photo in enumerate(one.photos, 1)
    ]
    connection = db.session.connection()
    connection.execute(delete(table).where(table.c.observation_id.in_([d.id for d in deliveries])))
    if rows:
        connection.execute(insert(table), rows)
