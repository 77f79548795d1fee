"""Confirmations: “me too” to what others noticed and a facilitator released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, delete, exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.orm import Mapped, mapped_column

from walks import participants
from walks.database import Model, Now, db
from walks.methods import Category, Theme
from walks.observations import Observation
from walks.photos import Photo
from walks.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select

    from walks.participants import Participant

PAGE = 100


class Confirmation(Model):
    """One participant says of one observation that it is so for them too."""

    __tablename__ = "confirmations"
    __table_args__ = (Index(None, "observation_id"),)

    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    observation_id: Mapped[UUID] = mapped_column(
        ForeignKey("observations.id", ondelete="CASCADE"), primary_key=True
    )
    made_at: Mapped[Now]


def confirm(observation: Observation, *, by: Participant) -> None:
    """Say “me too”; said again, nothing changes.

    Raises:
        Problem: "not-found" for what is not released on their walk, "own-observation",
            "walk-archived".
    """
    participants.lock(by)
    if observation.walk_id != by.walk_id:
        raise Problem("not-found")
    if observation.participant_id == by.id:
        raise Problem("own-observation")
    if observation.released_at is None or observation.withdrawn_at is not None:
        raise Problem("not-found")
    if by.walk.state == "archived":
        raise Problem("walk-archived")
    said = insert(Confirmation).values(participant_id=by.id, observation_id=observation.id)
    db.session.execute(said.on_conflict_do_nothing())


def unconfirm(observation_id: UUID, *, by: Participant) -> None:
    """Take a “me too” back; where none was said, nothing changes.

    Raises:
        Problem: "walk-archived".
    """
    if by.walk.state == "archived":
        raise Problem("walk-archived")
    db.session.execute(
        delete(Confirmation).where(
            Confirmation.participant_id == by.id, Confirmation.observation_id == observation_id
        )
    )


def released_to(
    participant: Participant, *, after: UUID | None = None, size: int = PAGE
) -> tuple[list[dict[str, Any]], UUID | None]:
    """What others on their walk noticed and a facilitator released, and the id to read on after.

    Nothing leads to who recorded it, when, or how many said “me too”: only whether oneself did.
    """
    wanted = _released(participant)
    if after is not None:
        wanted = wanted.where(Observation.id > after)
    rows = list(db.session.execute(wanted.limit(size + 1)))
    following = rows[size - 1].id if len(rows) > size else None
    return [_told(row) for row in rows[:size]], following


def counted(observation_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many participants said “me too” to each of these, where any did."""
    if not observation_ids:
        return {}
    rows = (
        select(Confirmation.observation_id, func.count().label("people"))
        .where(Confirmation.observation_id.in_(observation_ids))
        .group_by(Confirmation.observation_id)
    )
    return {row.observation_id: row.people for row in db.session.execute(rows)}


def strike(participant: Participant) -> None:
    """Delete everything a participant confirmed, and what others confirmed of theirs."""
    own = select(Observation.id).where(Observation.participant_id == participant.id)
    db.session.execute(
        delete(Confirmation).where(
            (Confirmation.participant_id == participant.id) | Confirmation.observation_id.in_(own)
        )
    )


def strike_of(observation: Observation) -> None:
    """Delete every confirmation of an observation."""
    db.session.execute(delete(Confirmation).where(Confirmation.observation_id == observation.id))


def _released(participant: Participant) -> Select[Any]:
    c = Observation.__table__.c
    photos = (
        select(func.array_agg(aggregate_order_by(Photo.id, Photo.id)))
        .where(Photo.observation_id == c.id, Photo.state == "kept")
        .scalar_subquery()
    )
    confirmed = exists().where(
        Confirmation.observation_id == c.id, Confirmation.participant_id == participant.id
    )
    plain = (c.id, c.kind, c.severity, c.note, c.note_language, c.proposal)
    place = (c.position_source, c.stop_id, c.next_stop_id, c.side)
    return (
        select(
            *plain,
            *place,
            Theme.slug.label("theme"),
            Category.slug.label("category"),
            func.ST_X(c.position).label("longitude"),
            func.ST_Y(c.position).label("latitude"),
            photos.label("photos"),
            confirmed.label("confirmed"),
        )
        .outerjoin(Theme, Theme.id == c.theme_id)
        .outerjoin(Category, Category.id == c.category_id)
        .where(c.walk_id == participant.walk_id, c.participant_id != participant.id)
        .where(c.released_at.is_not(None), c.withdrawn_at.is_(None))
        .order_by(c.id)
    )


def _told(row: Any) -> dict[str, Any]:
    same = ("kind", "theme", "category", "severity", "note", "note_language", "proposal", "side")
    return {
        "id": str(row.id),
        **{name: getattr(row, name) for name in same},
        "position": None if row.longitude is None else [row.longitude, row.latitude],
        "place": row.position_source,
        "stop": str(row.stop_id) if row.stop_id else None,
        "next_stop": str(row.next_stop_id) if row.next_stop_id else None,
        "photos": [str(id_) for id_ in row.photos or ()],
        "confirmed": row.confirmed,
    }
