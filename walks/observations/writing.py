"""Writing deliveries: many rows in one statement, each with its neighbourhood and its flags.

This path uses SQLAlchemy's Core and not the ORM, which would cost more time than the disk when
backlogs of a whole walk arrive at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    DateTime,
    Double,
    SmallInteger,
    Text,
    Uuid,
    and_,
    bindparam,
    column,
    exists,
    func,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.types import NullType

from walks.database import WGS84, Model, db
from walks.neighbourhoods import Neighbourhood
from walks.neighbourhoods.holding import holding
from walks.observations.flags import is_late, is_time_odd
from walks.walks import Stop, Walk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from walks.observations.checking import Known
    from walks.observations.delivery import Delivery, Position
    from walks.participants import Participant

KINDS_OF_COLUMN: dict[str, Any] = {
    "id": Uuid(),
    "digest": Text(),
    "kind": Text(),
    "theme_id": BigInteger(),
    "category_id": BigInteger(),
    "severity": SmallInteger(),
    "affects": ARRAY(Text()),
    "note": Text(),
    "note_language": Text(),
    "proposal": Text(),
    "accuracy_m": Double(),
    "observer_accuracy_m": Double(),
    "position_source": Text(),
    "stop_id": Uuid(),
    "next_stop_id": Uuid(),
    "side": Text(),
    "recorded_at": DateTime(timezone=True),
    "recorded_offset": SmallInteger(),
    "clock_difference_ms": BigInteger(),
    "is_late": Boolean(),
    "is_time_odd": Boolean(),
}
DEGREES = ("longitude", "latitude", "observer_longitude", "observer_latitude")

delivered = (
    func.jsonb_to_recordset(bindparam("rows", type_=JSONB()))
    .table_valued(
        *(column(name, kind) for name, kind in KINDS_OF_COLUMN.items()),
        *(column(name, Double()) for name in DEGREES),
    )
    .render_derived(name="delivered", with_types=True)
)
on_walk = bindparam("on_walk", type_=Uuid())
stop_position = (
    select(type_coerce(Stop.position, NullType()))
    .where(Stop.id == delivered.c.stop_id)
    .correlate(delivered)
    .scalar_subquery()
)


def _point(longitude: ColumnElement[float], latitude: ColumnElement[float]) -> Any:
    return func.ST_SetSRID(func.ST_MakePoint(longitude, latitude), WGS84, type_=NullType())


def _part(geometry: Any) -> ColumnElement[Any]:
    return func.geography(type_coerce(geometry, NullType()), type_=NullType()).label("part")


# Every part of the ground that a walk covers; what is farther than a setting from all is far.
ground = union_all(
    select(_part(Walk.area)).where(Walk.id == on_walk, Walk.area.is_not(None)),
    select(_part(Walk.itinerary)).where(Walk.id == on_walk, Walk.itinerary.is_not(None)),
    select(_part(Stop.position)).where(Stop.walk_id == on_walk, Stop.position.is_not(None)),
    select(_part(Neighbourhood.outline))
    .join(Walk, Walk.neighbourhood_id == Neighbourhood.id)
    .where(Walk.id == on_walk),
).cte("ground")

position = _point(delivered.c.longitude, delivered.c.latitude)
is_near = func.ST_DWithin(
    ground.c.part,
    func.geography(position),
    bindparam("far_metres", type_=Double()),
    type_=Boolean(),
)
is_far = and_(
    delivered.c.longitude.is_not(None),
    exists().select_from(ground),
    ~exists().where(is_near),
)

written: dict[str, ColumnElement[Any]] = {
    **{name: delivered.c[name] for name in KINDS_OF_COLUMN},
    "position": position,
    "observer_position": _point(delivered.c.observer_longitude, delivered.c.observer_latitude),
    "neighbourhood_id": holding(func.coalesce(position, stop_position)),
    "is_far": is_far,
}
table = Model.metadata.tables["observations"]

INSERT = (
    insert(table)
    .from_select(
        ["walk_id", "participant_id", *written],
        select(
            on_walk,
            bindparam("by_participant", type_=Uuid()),
            *(value.label(f"new_{name}") for name, value in written.items()),
        ).order_by(delivered.c.id),
    )
    .on_conflict_do_nothing(index_elements=["id"])
    .returning(table.c.id)
)

# A new revision is not what the facilitator released, and what was late once stays late.
UPDATE = (
    update(table)
    .where(table.c.id == delivered.c.id)
    .values(
        {
            **{name: value for name, value in written.items() if name != "id"},
            "is_late": table.c.is_late | delivered.c.is_late,
            "revision": table.c.revision + 1,
            "changed_at": func.now(),
            "released_at": None,
            "released_by": None,
        }
    )
)


def insert_all(
    deliveries: Iterable[Delivery], *, by: Participant, on: Walk, known: Known, now: datetime
) -> set[UUID]:
    """Write new observations; give the ids that were free."""
    rows = [_row(one, on, known, now) for one in deliveries]
    values = {"by_participant": by.id, **_values(rows, on)}
    return set(db.session.connection().execute(INSERT, values).scalars())


def update_all(deliveries: Iterable[Delivery], *, on: Walk, known: Known, now: datetime) -> None:
    """Write the next revision of observations that are there."""
    rows = [_row(one, on, known, now) for one in deliveries]
    db.session.connection().execute(UPDATE, _values(rows, on))


def _values(rows: list[dict[str, Any]], walk: Walk) -> dict[str, Any]:
    far_metres = float(current_app.config["WALKS"].far_metres)
    return {"rows": rows, "on_walk": walk.id, "far_metres": far_metres}


def _row(delivery: Delivery, walk: Walk, known: Known, now: datetime) -> dict[str, Any]:
    """The delivery as the statements above read it from JSON."""
    category_id, theme = known.categories.get(delivery.category or "", (None, delivery.theme))
    offset = delivery.recorded_at.utcoffset()
    return {
        "id": str(delivery.id),
        "digest": delivery.digest,
        "kind": delivery.kind,
        "theme_id": known.themes[theme] if theme else None,
        "category_id": category_id,
        "severity": delivery.severity,
        "affects": list(dict.fromkeys(delivery.affects)),
        "note": delivery.note,
        "note_language": delivery.note_language,
        "proposal": delivery.proposal,
        "accuracy_m": _accuracy(delivery.position),
        "observer_accuracy_m": _accuracy(delivery.observer_position),
        "position_source": delivery.position.source if delivery.position else delivery.place,
        **_degrees("", delivery.position),
        **_degrees("observer_", delivery.observer_position),
        "stop_id": str(delivery.stop) if delivery.stop else None,
        "next_stop_id": str(delivery.next_stop) if delivery.next_stop else None,
        "side": delivery.side,
        "recorded_at": delivery.recorded_at.isoformat(),
        "recorded_offset": round(offset.total_seconds() / 60) if offset else 0,
        "clock_difference_ms": delivery.clock_difference_ms,
        "is_late": is_late(delivery.recorded_at, now, walk),
        "is_time_odd": is_time_odd(
            delivery.recorded_at, now, walk, clock_difference_ms=delivery.clock_difference_ms
        ),
    }


def _accuracy(position: Position | None) -> float | None:
    return position.accuracy_m if position else None


def _degrees(prefix: str, position: Position | None) -> dict[str, float | None]:
    return {
        f"{prefix}longitude": position.longitude if position else None,
        f"{prefix}latitude": position.latitude if position else None,
    }
