"""Photos and voice notes that observations announced: which are owed, by which observation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, delete, insert, select

from walks.database import Model, db

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from walks.observations.delivery import Delivery

photos = Model.metadata.tables["owed_photos"]
voices = Model.metadata.tables["owed_voices"]


@dataclass(frozen=True)
class Owners:
    """Which observation announced what before: photo → observation, voice note → observation."""

    photos: dict[UUID, UUID]
    voices: dict[UUID, UUID]

    def let(self, delivery: Delivery) -> bool:
        """Whether what the delivery announces is new or its own observation's."""
        voice = [delivery.voice] if delivery.voice else []
        return all(
            owners.get(one.id, delivery.id) == delivery.id
            for owners, announced in ((self.photos, delivery.photos), (self.voices, voice))
            for one in announced
        )

    def add(self, delivery: Delivery) -> None:
        """Remember what the delivery announces."""
        self.photos.update({photo.id: delivery.id for photo in delivery.photos})
        if delivery.voice:
            self.voices[delivery.voice.id] = delivery.id


def owners_of(deliveries: Collection[Delivery]) -> Owners:
    """Whose is what these deliveries announce, as far as it was announced before."""
    return Owners(
        _owners(photos, [photo.id for one in deliveries for photo in one.photos]),
        _owners(voices, [one.voice.id for one in deliveries if one.voice]),
    )


def announce(deliveries: list[Delivery]) -> None:
    """Owe exactly the media of these deliveries to their observations, photos in their order."""
    ids = [one.id for one in deliveries]
    _owe(
        photos,
        ids,
        (
            {"id": photo.id, "observation_id": one.id, "ordinal": ordinal, "digest": photo.digest}
            for one in deliveries
            for ordinal, photo in enumerate(one.photos, 1)
        ),
    )
    _owe(
        voices,
        ids,
        (
            {"id": one.voice.id, "observation_id": one.id, "digest": one.voice.digest}
            for one in deliveries
            if one.voice
        ),
    )


def _owners(table: Table, ids: list[UUID]) -> dict[UUID, UUID]:
    if not ids:
        return {}
    rows = select(table.c.id, table.c.observation_id).where(table.c.id.in_(ids))
    return {row.id: row.observation_id for row in db.session.execute(rows)}


def _owe(table: Table, observations: list[UUID], rows: Iterable[dict[str, Any]]) -> None:
    connection = db.session.connection()
    connection.execute(delete(table).where(table.c.observation_id.in_(observations)))
    if written := list(rows):
        connection.execute(insert(table), written)
