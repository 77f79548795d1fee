"""Stop cards: what a participant thought of a stop, rated alone and locked before the talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from walks import participants
from walks.database import Id, Instant, Model, Now, db
from walks.observations.flags import is_late
from walks.problems import Problem
from walks.walks import Stop

if TYPE_CHECKING:
    from walks.participants import Participant
    from walks.walks import Walk


class StopCard(Model):
    """One participant's answers at one stop; what is locked never changes.

    `digest` is the SHA-256 of the delivery in canonical JSON (RFC 8785); the offset in minutes
    east of UTC.
    """

    __tablename__ = "stop_cards"
    __table_args__ = (UniqueConstraint("participant_id", "stop_id"), Index(None, "stop_id"))

    id: Mapped[Id]  # made on the phone
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"))
    stop_id: Mapped[UUID] = mapped_column(ForeignKey("stops.id", ondelete="CASCADE"))
    recorded_at: Mapped[Instant]
    recorded_offset: Mapped[int] = mapped_column(SmallInteger)
    digest: Mapped[str]
    received_at: Mapped[Now]
    is_late: Mapped[bool] = mapped_column(server_default="false")

    ratings: Mapped[list[StopRating]] = relationship(passive_deletes=True)


class StopRating(Model):
    """One answer of a card on its scale; the value is null when they could not say."""

    __tablename__ = "stop_ratings"

    card_id: Mapped[UUID] = mapped_column(
        ForeignKey("stop_cards.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int | None] = mapped_column(SmallInteger)
    scale: Mapped[str]


@dataclass(frozen=True)
class Card:
    """A card as a phone delivers it: question slug → value, None where they could not say.

    `digest` is the SHA-256, in hexadecimal, of the delivery in canonical JSON.
    """

    id: UUID
    recorded_at: datetime
    ratings: dict[str, int | None]
    digest: str


def find_stop(walk: Walk, stop_id: UUID) -> Stop:
    """The stop of the walk.

    Raises:
        Problem: "not-found".
    """
    found = db.session.get(Stop, stop_id)
    if found is None or found.walk_id != walk.id:
        raise Problem("not-found")
    return found


def keep(card: Card, *, by: Participant, at: Stop) -> StopCard:
    """Keep a locked card; the same one sent again is told again as it was kept.

    Raises:
        Problem: "card-locked" when another one was locked at this stop, "id-taken",
            "invalid" for what the method does not ask, "walk-archived".
    """
    participants.lock(by)
    kept = _of(by, at)
    if kept is not None:
        if kept.digest != card.digest:
            raise Problem("card-locked")
        return kept
    if by.walk.state == "archived":
        raise Problem("walk-archived")
    if db.session.get(StopCard, card.id) is not None:
        raise Problem("id-taken")
    return _add(card, by, at)


def given_by(participant: Participant) -> list[StopCard]:
    """The cards that a participant locked, in the order in which they did."""
    wanted = select(StopCard).where(StopCard.participant_id == participant.id)
    return list(db.session.scalars(wanted.order_by(StopCard.recorded_at, StopCard.id)))


def shown(card: StopCard) -> dict[str, Any]:
    """A card as its participant reads it."""
    zone = timezone(timedelta(minutes=card.recorded_offset))
    return {
        "id": str(card.id),
        "stop": str(card.stop_id),
        "digest": card.digest,
        "recorded_at": card.recorded_at.astimezone(zone).isoformat(),
        "received_at": card.received_at.isoformat(),
        "is_late": card.is_late,
        "ratings": {one.question: one.value for one in card.ratings},
    }


def counted(walk: Walk) -> dict[UUID, int]:
    """How many participants locked a card at each stop of the walk, where any did."""
    rows = (
        select(StopCard.stop_id, func.count().label("people"))
        .join(Stop, Stop.id == StopCard.stop_id)
        .where(Stop.walk_id == walk.id)
        .group_by(StopCard.stop_id)
    )
    return {row.stop_id: row.people for row in db.session.execute(rows)}


def strike(participant: Participant) -> None:
    """Delete every card of a participant."""
    db.session.execute(delete(StopCard).where(StopCard.participant_id == participant.id))


def _of(participant: Participant, stop: Stop) -> StopCard | None:
    wanted = select(StopCard).where(
        StopCard.participant_id == participant.id, StopCard.stop_id == stop.id
    )
    return db.session.scalar(wanted)


def _add(card: Card, by: Participant, at: Stop) -> StopCard:
    scales = _scales(by.walk)
    _check(card.ratings, scales, by.walk)
    offset = card.recorded_at.utcoffset() or timedelta()
    kept = StopCard(
        id=card.id,
        participant_id=by.id,
        stop_id=at.id,
        recorded_at=card.recorded_at,
        recorded_offset=int(offset.total_seconds() // 60),
        digest=card.digest,
        is_late=is_late(card.recorded_at, datetime.now(UTC), by.walk),
        ratings=[
            StopRating(question=slug, value=value, scale=scales[slug])
            for slug, value in card.ratings.items()
        ],
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _scales(walk: Walk) -> dict[str, str]:
    """Each question of the walk's stop card with the scale that it is answered on."""
    return {
        one.slug: one.scale
        for one in walk.method.questions
        if one.part == "stop_card" and one.scale is not None
    }


def _check(ratings: dict[str, int | None], scales: dict[str, str], walk: Walk) -> None:
    levels = {
        scale["slug"]: {level["value"] for level in scale["levels"]}
        for scale in walk.method.vocabulary["scales"]
    }
    faults = {}
    for slug, value in ratings.items():
        if slug not in scales:
            faults[f"ratings.{slug}"] = [_("This walk's method does not ask this.")]
        elif value is not None and value not in levels[scales[slug]]:
            faults[f"ratings.{slug}"] = [_("This is not on the scale of this question.")]
    if faults:
        raise Problem("invalid", members={"errors": faults})
