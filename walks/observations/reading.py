"""Reading observations: one, a participant's own, and those that staff may read."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import false, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from walks.database import db
from walks.methods import Category, Theme
from walks.observations.observation import Observation, OwedPhoto, OwedVoice
from walks.permissions import Role
from walks.problems import Problem
from walks.walks import OVER, Walk

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from walks.participants import Participant
    from walks.people import Person

PAGE = 100


def find(observation_id: UUID | str) -> Observation:
    """The observation of this id, withdrawn or not.

    Raises:
        Problem: "not-found" when there is none, or the text is no id.
    """
    try:
        wanted = observation_id if isinstance(observation_id, UUID) else UUID(observation_id)
    except ValueError as no_id:
        raise Problem("not-found") from no_id
    found = db.session.get(Observation, wanted)
    if found is None:
        raise Problem("not-found")
    return found


def readable_by(person: Person) -> ColumnElement[bool]:
    """Which observations a member of staff may read, as a condition on a query of observations.

    The same rule on one row is `permissions.may(person, Verb.SEE_OBSERVATION, observation)`.
    """
    rules: dict[Role, ColumnElement[bool]] = {
        Role.FACILITATOR: Observation.walk_id.in_(
            select(Walk.id).where(Walk.organisation_id == person.organisation_id)
        ),
        Role.PLANNER: Observation.released_at.is_not(None)
        & Observation.walk_id.in_(select(Walk.id).where(Walk.state.in_(OVER))),
    }
    held = [rules[role] for role in person.roles_here if role in rules]
    return or_(false(), *held) & Observation.withdrawn_at.is_(None)


def given_by(
    participant: Participant, *, after: UUID | None = None, size: int = PAGE
) -> tuple[list[dict[str, Any]], UUID | None]:
    """What a participant gave, by id, and the id to read on after; none on the last page."""
    ids = select(Observation.id).where(Observation.participant_id == participant.id)
    if after is not None:
        ids = ids.where(Observation.id > after)
    found = list(db.session.scalars(ids.order_by(Observation.id).limit(size + 1)))
    page = found[:size]
    return records(page), page[-1] if len(found) > size else None


def records(ids: list[UUID]) -> list[dict[str, Any]]:
    """These observations as their participant reads them, by id: a delivery and what came of it."""
    if not ids:
        return []
    c = Observation.__table__.c
    announced = (
        select(
            func.jsonb_agg(
                aggregate_order_by(
                    func.jsonb_build_object("id", OwedPhoto.id, "digest", OwedPhoto.digest),
                    OwedPhoto.ordinal,
                )
            )
        )
        .where(OwedPhoto.observation_id == c.id)
        .scalar_subquery()
    )
    spoken = (
        select(func.jsonb_build_object("id", OwedVoice.id, "digest", OwedVoice.digest))
        .where(OwedVoice.observation_id == c.id)
        .scalar_subquery()
    )
    rows = (
        select(
            *(column for column in c if column.name not in {"position", "observer_position"}),
            func.ST_X(c.position).label("longitude"),
            func.ST_Y(c.position).label("latitude"),
            func.ST_X(c.observer_position).label("observer_longitude"),
            func.ST_Y(c.observer_position).label("observer_latitude"),
            Theme.slug.label("theme"),
            Category.slug.label("category"),
            announced.label("photos"),
            spoken.label("voice"),
        )
        .outerjoin(Theme, Theme.id == c.theme_id)
        .outerjoin(Category, Category.id == c.category_id)
        .where(c.id.in_(ids))
        .order_by(c.id)
    )
    return [_record(row) for row in db.session.execute(rows)]


def _record(row: Any) -> dict[str, Any]:
    if row.withdrawn_at is not None:
        return {"id": str(row.id), "revision": row.revision, "state": "withdrawn"}
    zone = timezone(timedelta(minutes=row.recorded_offset))
    same = ("revision", "digest", "kind", "theme", "category", "severity", "affects", "note")
    also = ("note_language", "proposal", "side", "clock_difference_ms")
    flags = ("is_late", "is_far", "is_time_odd")
    is_measured = row.longitude is not None
    return {
        "id": str(row.id),
        "state": "received",
        **{name: getattr(row, name) for name in (*same, *also, *flags)},
        "position": _position(row) if is_measured else None,
        "observer_position": _observer_position(row),
        "stop": str(row.stop_id) if row.stop_id else None,
        "next_stop": str(row.next_stop_id) if row.next_stop_id else None,
        "place": None if is_measured else row.position_source,
        "recorded_at": row.recorded_at.astimezone(zone).isoformat(),
        "received_at": row.received_at.isoformat(),
        "photos": row.photos or [],
        "voice": row.voice,
    }


def _position(row: Any) -> dict[str, Any]:
    return {
        "longitude": row.longitude,
        "latitude": row.latitude,
        "accuracy_m": row.accuracy_m,
        "source": row.position_source,
    }


def _observer_position(row: Any) -> dict[str, Any] | None:
    if row.observer_longitude is None:
        return None
    return {
        "longitude": row.observer_longitude,
        "latitude": row.observer_latitude,
        "accuracy_m": row.observer_accuracy_m,
    }
