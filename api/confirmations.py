"""What others on the walk noticed and a facilitator released, and “me too” to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import jsonify, request
from marshmallow import fields as f

from api.describing import Blueprint
from api.schemas import Schema
from api.values import Id
from walks import confirmations as confirmations_
from walks import observations
from walks import walks as walks_
from walks.doors import participant, permits
from walks.observations.observation import KINDS, SOURCES
from walks.permissions import Verb

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from walks.walks import Walk

confirmations = Blueprint(
    "confirmations",
    __name__,
    url_prefix="/api/walks/<uuid:walk>",
    description="Released observations of others, and “me too”.",
)
REFUSALS = ("token-unknown", "wrong-walk", "not-found")


class PageOfReleasedSchema(Schema):
    """Which part of the released observations to read."""

    after = Id(load_default=None, metadata={"description": "`next` of the page before."})


class ReleasedObservationSchema(Schema):
    """An observation without anything of who made it."""

    id = f.UUID(required=True)
    kind = f.String(required=True, metadata={"enum": list(KINDS)})
    theme = f.String(required=True, allow_none=True)
    category = f.String(required=True, allow_none=True)
    severity = f.Integer(required=True, allow_none=True)
    note = f.String(required=True, allow_none=True)
    note_language = f.String(required=True, allow_none=True)
    proposal = f.String(required=True, allow_none=True)
    position = f.List(
        f.Float(),
        required=True,
        allow_none=True,
        metadata={"description": "Longitude and latitude in degrees, or null."},
    )
    place = f.String(required=True, allow_none=True, metadata={"enum": [*SOURCES, None]})
    stop = f.UUID(required=True, allow_none=True)
    next_stop = f.UUID(required=True, allow_none=True)
    side = f.String(required=True, allow_none=True)
    photos = f.List(
        f.UUID(), required=True, metadata={"description": "Pictures at /media/photos/{id}/…"}
    )
    confirmed = f.Boolean(required=True, metadata={"description": "Whether I said “me too”."})


class ReleasedSchema(Schema):
    """A page of what others noticed, by id."""

    observations = f.List(f.Nested(ReleasedObservationSchema), required=True)
    next = f.UUID(required=True, allow_none=True)


class ConfirmedSchema(Schema):
    """What I said of an observation."""

    confirmed = f.Boolean(required=True)


@confirmations.get("/released")
@permits(Verb.SEE_RELEASED_OBSERVATIONS, walk=walks_.find)
@confirmations.doc(security=[{"device": []}])
@confirmations.arguments(PageOfReleasedSchema, location="query")
@confirmations.response(200, ReleasedSchema, headers={"ETag": {"schema": {"type": "string"}}})
@confirmations.alt_response(304, success=True)
@confirmations.refuses(*REFUSALS, "invalid")
def released(page: dict[str, Any], walk: Walk) -> Response:  # noqa: ARG001 - the door looked at it
    """What others noticed on my walk, as far as it was released."""
    found, following = confirmations_.released_to(participant(), after=page["after"])
    answer = jsonify({"observations": found, "next": following})
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@confirmations.put("/observations/<uuid:observation>/confirmation")
@permits(Verb.CONFIRM_OBSERVATION, walk=walks_.find)
@confirmations.doc(security=[{"device": []}])
@confirmations.response(200, ConfirmedSchema)
@confirmations.refuses(*REFUSALS, "own-observation", "walk-archived")
def confirm(walk: Walk, observation: UUID) -> dict[str, bool]:  # noqa: ARG001 - the door looked at it
    """Say “me too” to what somebody else noticed."""
    confirmations_.confirm(observations.find(observation), by=participant())
    return {"confirmed": True}


@confirmations.delete("/observations/<uuid:observation>/confirmation")
@permits(Verb.CONFIRM_OBSERVATION, walk=walks_.find)
@confirmations.doc(security=[{"device": []}])
@confirmations.response(204)
@confirmations.refuses(*REFUSALS, "walk-archived")
def unconfirm(walk: Walk, observation: UUID) -> None:  # noqa: ARG001 - the door looked at it
    """Take my “me too” back."""
    confirmations_.unconfirm(observation, by=participant())
