"""Joining a walk by its code."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from marshmallow import fields as f
from marshmallow import validate

from api.describing import Blueprint
from api.schemas import ReceiptSchema, Schema, WalkSummarySchema
from api.values import Part, Word, Yes, one_of
from walks import participants
from walks.doors import permits
from walks.languages import OF_RESIDENTS
from walks.participants.sheet import summary_of
from walks.permissions import Verb

joining = Blueprint(
    "joining", __name__, url_prefix="/api/joining", description="Joining a walk by its code."
)

DEVICE_KEY = r"^[A-Za-z0-9_-]{43}$"


class ConsentSchema(Schema):
    """Which words of consent there are."""

    version = f.String(required=True)
    languages = f.List(f.String(), required=True)


class InvitationSchema(Schema):
    """A walk as a person sees it before they join."""

    walk = f.Nested(WalkSummarySchema, required=True)
    consent = f.Nested(ConsentSchema, required=True)


class AgreementSchema(Schema):
    """Yes to this version of the words of consent."""

    version = Word(required=True)
    taking_part = Yes(
        required=True,
        validate=validate.Equal(True, error=_l("Say yes to take part, or do not join.")),  # noqa: FBT003
    )


class JoinSchema(Schema):
    """Somebody who joins."""

    language = Word(required=True, validate=one_of(*OF_RESIDENTS))
    consent = Part(AgreementSchema, required=True)
    device_key = Word(
        load_default=None,
        validate=validate.Regexp(DEVICE_KEY, error=_l("This is no key that a phone makes.")),
        metadata={
            "description": "The token that the phone made for itself: 32 random bytes in base64url."
            " Asked again with it after a lost answer, the same participant has joined once."
        },
    )


class JoinedSchema(Schema):
    """Who joined. The token is told once, and known here only by its SHA-256."""

    walk_id = f.UUID(required=True)
    participant_id = f.UUID(required=True)
    token = f.String(required=True)
    receipt = f.Nested(ReceiptSchema, required=True)


REFUSALS = ("code-unknown", "not-open-yet", "walk-ended", "too-many-tries")


@joining.get("/<code>")
@permits(Verb.JOIN_WALK)
@joining.response(200, InvitationSchema)
@joining.refuses(*REFUSALS)
def look(code: str) -> dict[str, Any]:
    """What the walk of this code is, however the code was typed."""
    walk = participants.walk_to_join(code, asked_from=request.remote_addr or "")
    return {"walk": summary_of(walk), "consent": participants.CONSENT}


@joining.post("/<code>")
@permits(Verb.JOIN_WALK)
@joining.arguments(JoinSchema)
@joining.response(201, JoinedSchema)
@joining.refuses(*REFUSALS, "malformed", "invalid", "schema-unknown", "token-unknown", "too-large")
def join(given: dict[str, Any], code: str) -> dict[str, Any]:
    """Join the walk; the answer's token is the phone's key to it."""
    walk = participants.walk_to_join(code, asked_from=request.remote_addr or "")
    joined = participants.joining(
        walk,
        language=given["language"],
        consent=given["consent"]["version"],
        device_key=given["device_key"],
    )
    return {
        "walk_id": walk.id,
        "participant_id": joined.participant.id,
        "token": joined.token,
        "receipt": joined.receipt,
    }
