"""Observations: delivered by phones one by one or as a backlog, read back, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rfc8785
from flask import current_app
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, post_load, validates_schema
from marshmallow import fields as f

from api.describing import Blueprint, ProblemSchema
from api.schemas import Schema
from api.values import (
    Id,
    Instant,
    Many,
    Number,
    Part,
    Text,
    Whole,
    Word,
    at_most,
    between,
    faults,
    like,
    one_of,
    refused,
)
from walks import observations as observations_
from walks import walks as walks_
from walks.acts import withdrawing
from walks.doors import participant, permits
from walks.observations import (
    KINDS,
    MEASURED,
    UNMEASURED,
    Acknowledgement,
    AnnouncedPhoto,
    Delivery,
    Observation,
    Position,
)
from walks.participants.sheet import SCHEMA, TEXT_LENGTH
from walks.permissions import Verb
from walks.photos.states import states
from walks.problems import Problem

if TYPE_CHECKING:
    from uuid import UUID

    from walks.walks import Walk

observations = Blueprint(
    "observations",
    __name__,
    url_prefix="/api/walks/<uuid:walk>/observations",
    description="What participants noticed, delivered under ids that their phones made.",
)

BACKLOG = 25  # deliveries in one request
FARTHEST_CLOCK_MS = 10_000_000_000_000  # some 300 years: a phone whose battery was empty
REFUSALS = ("token-unknown", "wrong-walk", "not-found")
DELIVERY_REFUSALS = (
    "malformed",
    "too-large",
    "invalid",
    "schema-unknown",
    "id-taken",
    "observation-differs",
    "withdrawn",
    "walk-archived",
    "quota",
)


class PointSchema(Schema):
    """A point in degrees of WGS 84, and how exact it is in metres."""

    longitude = Number(required=True, validate=between(-180, 180))
    latitude = Number(required=True, validate=between(-90, 90))
    accuracy_m = Number(allow_none=True, load_default=None, validate=between(0, 40_000_000))

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def look_for_a_swap(self, _data: Any, original: Any, **_: Any) -> None:
        """Tell somebody who wrote latitude and longitude in each other's place."""
        if not isinstance(original, dict):
            return
        longitude, latitude = original.get("longitude"), original.get("latitude")
        if not isinstance(longitude, int | float) or not isinstance(latitude, int | float):
            return
        if abs(longitude) <= 90 < abs(latitude) <= 180:  # noqa: PLR2004 - degrees
            raise refused("latitude", _l("Longitude and latitude look swapped."))

    @post_load
    def as_position(self, data: dict[str, Any], **_: Any) -> Position:
        """Hand on what the domain understands."""
        return Position(**data)


class PositionSchema(PointSchema):
    """A measured point and what measured it."""

    source = Word(required=True, validate=one_of(*MEASURED))


class AnnouncedPhotoSchema(Schema):
    """A photo that will follow."""

    id = Id(required=True)
    digest = Word(
        required=True,
        validate=like("[0-9a-f]{64}", _l("This must be a SHA-256 of 64 small hexadecimal digits.")),
    )

    @post_load
    def as_announced(self, data: dict[str, Any], **_: Any) -> AnnouncedPhoto:
        """Hand on what the domain understands."""
        return AnnouncedPhoto(**data)


def no_more_than_fit(photos: list[AnnouncedPhoto]) -> None:
    """Refuse more photos than the setting allows.

    Raises:
        ValidationError: there are more.
    """
    if len(photos) > current_app.config["WALKS"].photos_per_observation:
        raise ValidationError([_l("There are too many photos. Take some away.")])


def each_once(photos: list[AnnouncedPhoto]) -> None:
    """Refuse a photo that is announced twice.

    Raises:
        ValidationError: one is.
    """
    if len({photo.id for photo in photos}) < len(photos):
        raise ValidationError([_l("A photo is named twice.")])


class DeliverySchema(Schema):
    """One observation as a phone delivers it. Its digest covers exactly this object."""

    schema = Whole(required=True, metadata={"description": f"{SCHEMA}, as the walk sheet says."})
    based_on = Whole(
        allow_none=True,
        load_default=None,
        validate=between(1, 2**31 - 1),
        metadata={"description": "The revision that this changes; null for a new observation."},
    )
    kind = Word(required=True, validate=one_of(*KINDS))
    theme = Word(allow_none=True, load_default=None, validate=at_most(100))
    category = Word(allow_none=True, load_default=None, validate=at_most(100))
    severity = Whole(allow_none=True, load_default=None, validate=between(1, 3))
    affects = Many(Word(validate=at_most(100)), load_default=list, validate=at_most(50))
    note = Text(allow_none=True, load_default=None, validate=at_most(TEXT_LENGTH))
    note_language = Word(
        allow_none=True,
        load_default=None,
        validate=like(
            "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}",
            _l("This must be a language code, as fr or nl."),
        ),
    )
    proposal = Text(allow_none=True, load_default=None, validate=at_most(TEXT_LENGTH))
    position = Part(PositionSchema, allow_none=True, load_default=None)
    observer_position = Part(PointSchema, allow_none=True, load_default=None)
    stop = Id(allow_none=True, load_default=None)
    next_stop = Id(allow_none=True, load_default=None)
    side = Word(allow_none=True, load_default=None, validate=one_of("left", "right"))
    place = Word(
        allow_none=True,
        load_default=None,
        validate=one_of(*UNMEASURED),
        metadata={"description": "What is meant without a position; with one it does not count."},
    )
    recorded_at = Instant(required=True, metadata={"format": "date-time"})
    clock_difference_ms = Whole(
        allow_none=True,
        load_default=None,
        validate=between(-FARTHEST_CLOCK_MS, FARTHEST_CLOCK_MS),
        metadata={"description": "The phone's clock less the server's."},
    )
    photos = Many(
        Part(AnnouncedPhotoSchema), load_default=list, validate=[no_more_than_fit, each_once]
    )

    @post_load(pass_original=True)
    def with_digest(self, data: dict[str, Any], original: Any, **_: Any) -> dict[str, Any]:
        """Add the digest of the object as it was delivered."""
        try:
            data["digest"] = observations_.digest_of(original)
        except (rfc8785.CanonicalizationError, UnicodeError) as reason:
            raise ValidationError([_l("This holds what JSON cannot carry.")]) from reason
        data["affects"], data["photos"] = tuple(data["affects"]), tuple(data["photos"])
        data["note"], data["proposal"] = data["note"] or None, data["proposal"] or None
        return data


class IdSchema(Schema):
    """Which observation it is."""

    id = Id(required=True)


class BackloggedSchema(DeliverySchema, IdSchema):
    """A delivery in a backlog: the same object with its id, which the digest leaves out."""


class EachForItself(f.Nested):
    """Objects that are described here, and read later, each for itself."""

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> Any:
        return value


class BacklogSchema(Schema):
    """What a phone has kept for a while."""

    observations = BACKLOG  # so many times the bytes of one
    deliveries = Many(EachForItself(BackloggedSchema), required=True, validate=at_most(BACKLOG))


class AcknowledgementSchema(Schema):
    """This revision with this digest is kept."""

    id = f.UUID(required=True)
    revision = f.Integer(required=True)
    digest = f.String(required=True, metadata={"description": "SHA-256 over RFC 8785, in hex."})
    state = f.String(required=True, metadata={"enum": ["received"]})
    owed_photos = f.List(
        f.UUID(), required=True, metadata={"description": "Announced and not yet received."}
    )
    is_late = f.Boolean(required=True)
    is_far = f.Boolean(required=True)
    is_time_odd = f.Boolean(required=True)


class PhotoStateSchema(Schema):
    """A photo of an observation."""

    id = f.UUID(required=True)
    digest = f.String(required=True)
    state = f.String(required=True, metadata={"enum": ["owed", "received", "kept", "refused"]})


class RecordSchema(Schema):
    """An observation as it is kept; of a withdrawn one only id, revision and state remain."""

    id = f.UUID(required=True)
    revision = f.Integer(required=True)
    state = f.String(required=True, metadata={"enum": ["received", "withdrawn"]})
    digest = f.String()
    kind = f.String(metadata={"enum": list(KINDS)})
    theme = f.String(allow_none=True)
    category = f.String(allow_none=True)
    severity = f.Integer(allow_none=True)
    affects = f.List(f.String())
    note = f.String(allow_none=True)
    note_language = f.String(allow_none=True)
    proposal = f.String(allow_none=True)
    position = f.Nested(PositionSchema, allow_none=True)
    observer_position = f.Nested(PointSchema, allow_none=True)
    stop = f.UUID(allow_none=True)
    next_stop = f.UUID(allow_none=True)
    side = f.String(allow_none=True)
    place = f.String(allow_none=True)
    recorded_at = f.String(metadata={"format": "date-time"})
    clock_difference_ms = f.Integer(allow_none=True)
    received_at = f.String(metadata={"format": "date-time"})
    is_late = f.Boolean()
    is_far = f.Boolean()
    is_time_odd = f.Boolean()
    photos = f.List(f.Nested(PhotoStateSchema))


class DeliveryProblemSchema(ProblemSchema):
    """Why a delivery is not kept; with “observation-differs”, what is kept in its place."""

    stored = f.Nested(RecordSchema)


class ResultSchema(DeliveryProblemSchema):
    """The answer to one delivery of a backlog: an acknowledgement's members or a problem's."""

    id = f.String(required=True, allow_none=True, metadata={"description": "As delivered."})
    revision = f.Integer()
    digest = f.String()
    state = f.String(metadata={"enum": ["received"]})
    owed_photos = f.List(f.UUID())
    is_late = f.Boolean()
    is_far = f.Boolean()
    is_time_odd = f.Boolean()
    type = f.String()
    title = f.String()
    detail = f.String()
    code = f.String()
    status = f.Integer(required=True, metadata={"description": "As if it had come alone."})


class ResultsSchema(Schema):
    """The answers, in the order of the deliveries."""

    results = f.List(f.Nested(ResultSchema), required=True)


class PageSchema(Schema):
    """Which part of one's own observations to read."""

    after = Id(load_default=None, metadata={"description": "`next` of the page before."})


class OwnSchema(Schema):
    """A page of one's own observations, by id."""

    observations = f.List(f.Nested(RecordSchema), required=True)
    next = f.UUID(required=True, allow_none=True)


@observations.get("")
@permits(Verb.SEE_OWN_OBSERVATIONS, walk=walks_.find)
@observations.doc(security=[{"device": []}])
@observations.arguments(PageSchema, location="query")
@observations.response(200, OwnSchema)
@observations.refuses(*REFUSALS, "invalid")
def own(page: dict[str, Any], walk: Walk) -> dict[str, Any]:  # noqa: ARG001 - the door looked at it
    """What I gave, with the state of each photo."""
    records, following = observations_.given_by(participant(), after=page["after"])
    _tell_photo_states(records)
    return {"observations": records, "next": following}


@observations.put("/<uuid:observation>")
@permits(Verb.DELIVER_OBSERVATION, walk=walks_.find)
@observations.doc(security=[{"device": []}])
@observations.arguments(DeliverySchema)
@observations.response(201, AcknowledgementSchema, description="New, and kept.")
@observations.alt_response(
    200, schema=AcknowledgementSchema, description="Kept already, or changed.", success=True
)
@observations.refuses(*REFUSALS, *DELIVERY_REFUSALS)
def deliver(delivered: dict[str, Any], walk: Walk, observation: UUID) -> tuple[dict[str, Any], int]:
    """Deliver an observation, or its next revision. Sent again, it is acknowledged again."""
    delivery = _delivery(delivered, observation)
    kept = observations_.record(delivery, by=participant(), on=walk)
    withdrawing.delete_photos_left_out([] if kept.is_new else [kept.id])
    return _acknowledged([kept])[0], _status(kept)


@observations.post("")
@permits(Verb.DELIVER_OBSERVATION, walk=walks_.find)
@observations.doc(security=[{"device": []}])
@observations.arguments(BacklogSchema)
@observations.response(200, ResultsSchema)
@observations.refuses(*REFUSALS, "malformed", "too-large", "invalid")
def deliver_backlog(backlog: dict[str, Any], walk: Walk) -> dict[str, Any]:
    """Deliver up to 25 observations; each is answered for itself, as if it had come alone."""
    understood = [_understood(one) for one in backlog["deliveries"]]
    deliveries = [one for one in understood if isinstance(one, Delivery)]
    answers = iter(observations_.record_all(deliveries, by=participant(), on=walk))
    settled = [next(answers) if isinstance(one, Delivery) else one for one in understood]
    kept = [one for one in settled if isinstance(one, Acknowledgement)]
    withdrawing.delete_photos_left_out([one.id for one in kept if not one.is_new])
    told = iter(_acknowledged(kept))
    return {
        "results": [
            {"id": _id_of(raw), **one.as_json()}
            if isinstance(one, Problem)
            else {**next(told), "status": _status(one)}
            for raw, one in zip(backlog["deliveries"], settled, strict=True)
        ]
    }


@observations.delete("/<uuid:observation>")
@permits(Verb.WITHDRAW_OBSERVATION, observation=observations_.find)
@observations.doc(security=[{"device": []}])
@observations.response(204)
@observations.refuses(*REFUSALS, "walk-archived")
def withdraw(walk: UUID, observation: Observation) -> None:
    """Take an observation back: what it said is struck, and its id cannot be used again."""
    if observation.walk_id != walk:
        raise Problem("not-found")
    withdrawing.withdraw_observation(observation)


def _delivery(delivered: dict[str, Any], observation_id: UUID) -> Delivery:
    """What was delivered, if this server understands its schema."""
    if delivered.pop("schema") != SCHEMA:
        raise Problem("schema-unknown")
    return Delivery(id=observation_id, **delivered)


def _understood(raw: Any) -> Delivery | Problem:
    """One delivery of a backlog, or what is wrong with it."""
    identified = raw if isinstance(raw, dict) else {}
    rest = {name: value for name, value in identified.items() if name != "id"}
    try:
        named = IdSchema().load({"id": identified.get("id")})
        return _delivery(DeliverySchema().load(rest), named["id"])
    except ValidationError as error:
        return Problem("invalid", members={"errors": faults(error)})
    except Problem as problem:
        return problem


def _id_of(raw: Any) -> str | None:
    written = raw.get("id") if isinstance(raw, dict) else None
    return written if isinstance(written, str) else None


def _status(kept: Acknowledgement) -> int:
    return 201 if kept.is_new else 200


def _acknowledged(kept: list[Acknowledgement]) -> list[dict[str, Any]]:
    """The acknowledgements as they are told, with the photos that have not arrived."""
    arrived = states([photo for one in kept for photo in one.photos])
    flags = ("is_late", "is_far", "is_time_odd")
    return [
        {
            "id": str(one.id),
            "revision": one.revision,
            "digest": one.digest,
            "state": "received",
            "owed_photos": [str(photo) for photo in one.photos if photo not in arrived],
            **{flag: getattr(one, flag) for flag in flags},
        }
        for one in kept
    ]


def _tell_photo_states(records: list[dict[str, Any]]) -> None:
    photos = [photo for one in records for photo in one.get("photos", [])]
    arrived = {str(id_): state for id_, state in states([p["id"] for p in photos]).items()}
    for photo in photos:
        photo["state"] = arrived.get(photo["id"], "owed")
