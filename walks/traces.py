"""Traces: where a participant really walked along the itinerary, if they agreed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import gettext as _
from geoalchemy2.shape import from_shape
from shapely.geometry import MultiLineString
from sqlalchemy import CheckConstraint, ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from walks import participants
from walks.database import WGS84, Model, Now, db, geometry
from walks.problems import Problem
from walks.walks import Walk

if TYPE_CHECKING:
    from walks.participants import Participant

CORRIDOR_M = 30  # to each side of the itinerary; the phone sends nothing beyond it
ROUNDING_M = 1  # by which two ways to measure 30 m may differ
STEP_M = 5  # between the points at which a line is looked at
MOST_POINTS = 3_000  # of one trace, thinned as it is

Line = list[tuple[float, float]]


class Trace(Model):
    """The pieces of one participant's way, in their order, without times; length in metres."""

    __tablename__ = "traces"
    __table_args__ = (CheckConstraint("length_m > 0", name="length_m"),)

    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[Any] = mapped_column(geometry("MULTILINESTRING"))
    length_m: Mapped[float]
    received_at: Mapped[Now]


def keep(lines: list[Line], *, by: Participant) -> Trace:
    """Keep this trace, pieces of [longitude, latitude], in place of any before.

    Raises:
        Problem: "trace-refused" when the walk has no itinerary, a piece leaves its corridor, or
            there is nothing to keep; "walk-archived".
    """
    participants.lock(by)
    if by.walk.state == "archived":
        raise Problem("walk-archived")
    drawn = MultiLineString(lines)
    line = func.geography(func.ST_GeomFromText(drawn.wkt, WGS84))
    _check(lines, line, by.walk)
    length = db.session.scalar(select(func.ST_Length(line)))
    if not length:
        raise Problem("trace-refused", reason=_("Nothing is left of it to keep."))
    forget(by)
    kept = Trace(participant_id=by.id, line=from_shape(drawn, srid=WGS84), length_m=length)
    db.session.add(kept)
    db.session.flush()
    return kept


def of(participant: Participant) -> Trace | None:
    """The participant's trace, if they sent one."""
    return db.session.get(Trace, participant.id)


def forget(participant: Participant) -> None:
    """Delete the participant's trace; without one, nothing changes."""
    db.session.execute(delete(Trace).where(Trace.participant_id == participant.id))


def shown(trace: Trace) -> dict[str, Any]:
    """A trace as its participant reads it; to six decimals of a degree, about 10 cm."""
    written = db.session.scalar(select(func.ST_AsGeoJSON(trace.line, 6))) or "{}"
    return {
        "lines": json.loads(written)["coordinates"],
        "length_m": round(trace.length_m),
        "received_at": trace.received_at.isoformat(),
    }


def _check(lines: list[Line], line: Any, walk: Walk) -> None:
    if walk.itinerary is None:
        reason = _("This walk has no itinerary, so no way along it can be kept.")
        raise Problem("trace-refused", reason=reason)
    if sum(map(len, lines)) > MOST_POINTS:
        raise Problem("trace-refused", reason=_("It has more points than a walk needs."))
    if not db.session.scalar(select(_is_in_corridor(line, walk))):
        reason = _("A part of it is farther from the itinerary than %(m)s m.", m=CORRIDOR_M)
        raise Problem("trace-refused", reason=reason)


def _is_in_corridor(line: Any, walk: Walk) -> Any:
    """Whether every point of the line, looked at each few metres, is near the itinerary."""
    dense = func.geometry(func.ST_Segmentize(line, STEP_M))
    looked_at = func.ST_DumpPoints(dense).table_valued("path", "geom").lateral()
    itinerary = select(Walk.itinerary).where(Walk.id == walk.id).scalar_subquery()
    near = func.ST_DWithin(
        func.geography(looked_at.c.geom), func.geography(itinerary), CORRIDOR_M + ROUNDING_M
    )
    return select(func.bool_and(near)).select_from(looked_at).scalar_subquery()
