"""Traces: where a participant walked, if they agreed, without times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields as f
from marshmallow import validate

from api.describing import Blueprint
from api.schemas import Schema
from api.values import Many, Number, Told, Yes, at_most, between
from walks import traces as traces_
from walks import walks as walks_
from walks.doors import participant, permits
from walks.permissions import Verb
from walks.problems import Problem
from walks.traces import CORRIDOR_M, MOST_POINTS

if TYPE_CHECKING:
    from walks.walks import Walk

traces = Blueprint(
    "traces",
    __name__,
    url_prefix="/api/walks/<uuid:walk>/trace",
    description="A participant's way along the itinerary, with their consent.",
)
REFUSALS = ("token-unknown", "wrong-walk", "not-found")
MOST_PIECES = 200


class Point(Told, f.Tuple):
    """Longitude and latitude in degrees."""

    wanted = _l("This must be a longitude and a latitude.")

    def __init__(self) -> None:
        degrees = (between(-180, 180), between(-90, 90))
        super().__init__([Number(required=True, validate=one) for one in degrees])
        self.validate_length = validate.Length(equal=len(degrees), error=self.wanted)


class TraceSchema(Schema):
    """The pieces of a way, cut and thinned on the phone, with the consent to keep them."""

    lines = Many(
        Many(Point(), validate=[validate.Length(min=2, error=_l("A piece needs two points."))]),
        required=True,
        validate=[validate.Length(min=1, error=_l("This is missing.")), at_most(MOST_PIECES)],
        metadata={
            "description": f"Pieces of [longitude, latitude], {MOST_POINTS} points at most, none"
            f" farther than {CORRIDOR_M} m from the itinerary."
        },
    )
    agreed = Yes(
        required=True,
        validate=validate.Equal(True, error=_l("Agree that it is kept, or do not send it.")),  # noqa: FBT003
    )


class KeptTraceSchema(Schema):
    """A trace as it is kept."""

    lines = f.List(f.List(f.List(f.Float())), required=True)
    length_m = f.Integer(required=True)
    received_at = f.String(required=True, metadata={"format": "date-time"})


@traces.get("")
@permits(Verb.DELIVER_TRACE, walk=walks_.find)
@traces.doc(security=[{"device": []}])
@traces.response(200, KeptTraceSchema)
@traces.refuses(*REFUSALS)
def own(walk: Walk) -> dict[str, Any]:  # noqa: ARG001 - the door looked at it
    """My way, as it is kept; "not-found" when I sent none."""
    found = traces_.of(participant())
    if found is None:
        raise Problem("not-found")
    return traces_.shown(found)


@traces.put("")
@permits(Verb.DELIVER_TRACE, walk=walks_.find)
@traces.doc(security=[{"device": []}])
@traces.arguments(TraceSchema)
@traces.response(200, KeptTraceSchema)
@traces.refuses(*REFUSALS, "malformed", "too-large", "invalid", "trace-refused", "walk-archived")
def keep(given: dict[str, Any], walk: Walk) -> dict[str, Any]:  # noqa: ARG001 - the door looked at it
    """Keep my way along the itinerary, in place of what I sent before."""
    return traces_.shown(traces_.keep(given["lines"], by=participant()))


@traces.delete("")
@permits(Verb.DELIVER_TRACE, walk=walks_.find)
@traces.doc(security=[{"device": []}])
@traces.response(204)
@traces.refuses(*REFUSALS)
def forget(walk: Walk) -> None:  # noqa: ARG001 - the door looked at it
    """Delete my way."""
    traces_.forget(participant())
