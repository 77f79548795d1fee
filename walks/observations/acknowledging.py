"""Acknowledgements: what the server says it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from walks.database import db
from walks.observations.observation import Observation, OwedPhoto, OwedVoice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


@dataclass(frozen=True)
class Acknowledgement:
    """This revision with this digest is kept; with the media it announced, photos in order."""

    id: UUID
    revision: int
    digest: str
    is_new: bool
    is_late: bool
    is_far: bool
    is_time_odd: bool
    photos: tuple[UUID, ...]
    voice: UUID | None


def acknowledgements(
    ids: Iterable[UUID], *, new: frozenset[UUID] = frozenset()
) -> dict[UUID, Acknowledgement]:
    """An acknowledgement of each observation as it stands, by id."""
    wanted = list(ids)
    if not wanted:
        return {}
    announced = (
        select(func.array_agg(aggregate_order_by(OwedPhoto.id, OwedPhoto.ordinal)))
        .where(OwedPhoto.observation_id == Observation.id)
        .scalar_subquery()
    )
    rows = select(
        Observation.id,
        Observation.revision,
        Observation.digest,
        Observation.is_late,
        Observation.is_far,
        Observation.is_time_odd,
        announced.label("photos"),
        select(OwedVoice.id)
        .where(OwedVoice.observation_id == Observation.id)
        .scalar_subquery()
        .label("voice"),
    ).where(Observation.id.in_(wanted))
    return {
        row.id: Acknowledgement(
            **{**row._mapping, "photos": tuple(row.photos or ()), "is_new": row.id in new}  # noqa: SLF001 - a row's documented view
        )
        for row in db.session.execute(rows)
    }
