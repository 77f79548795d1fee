"""Observations as phones deliver them, and what they are answered."""

from __future__ import annotations

from typing import Any

import rfc8785
from flask import current_app
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, post_load, validates_schema
from marshmallow import fields as f

from api.describing import ProblemSchema
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
    like,
    one_of,
    refused,
)
from walks import observations as observations_
from walks.observations import (
    KINDS,
    MEASURED,
    UNMEASURED,
    AnnouncedPhoto,
    AnnouncedVoice,
    Position,
)
from walks.participants.sheet import SCHEMA, TEXT_LENGTH

BACKLOG = 25  # deliveries in one request
FARTHEST_CLOCK_MS = 10_000_000_000_000  # some 300 years: a phone whose battery was empty


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


class AnnouncedSchema(Schema):
    """Bytes that will follow."""

    id = Id(required=True)
    digest = Word(
        required=True,
        validate=like("[0-9a-f]{64}", _l("This must be a SHA-256 of 64 small hexadecimal digits.")),
    )


class AnnouncedPhotoSchema(AnnouncedSchema):
    """A photo that will follow."""

    @post_load
    def as_announced(self, data: dict[str, Any], **_: Any) -> AnnouncedPhoto:
        """Hand on what the domain understands."""
        return AnnouncedPhoto(**data)


class AnnouncedVoiceSchema(AnnouncedSchema):
    """A voice note that will follow."""

    @post_load
    def as_announced(self, data: dict[str, Any], **_: Any) -> AnnouncedVoice:
        """Hand on what the domain understands."""
        return AnnouncedVoice(**data)


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
    voice = Part(AnnouncedVoiceSchema, allow_none=True, load_default=None)

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
    owed_voice = f.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Its voice note, if announced and not yet received."},
    )
    is_late = f.Boolean(required=True)
    is_far = f.Boolean(required=True)
    is_time_odd = f.Boolean(required=True)


class MediumStateSchema(Schema):
    """A photo or the voice note of an observation."""

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
    photos = f.List(f.Nested(MediumStateSchema))
    voice = f.Nested(MediumStateSchema, allow_none=True)


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
    owed_voice = f.UUID(allow_none=True)
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
