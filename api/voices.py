"""Voice notes: delivered as raw bytes, then asked about until they are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, request

from api import bodies
from api.bodies import MediumSchema
from api.describing import Blueprint
from walks import voices as kept_voices
from walks.doors import participant, permits
from walks.permissions import Verb
from walks.voices.preparing import sentence
from walks.voices.receiving import Delivery, receive

if TYPE_CHECKING:
    from uuid import UUID

    from walks.voices import Voice

voices = Blueprint(
    "voices", __name__, url_prefix="/api/voices", description="Voice notes from phones"
)


@voices.put("/<uuid:voice>")
@permits(Verb.DELIVER_VOICE)
@voices.doc(security=[{"device": []}], **bodies.described("audio/*"))
@voices.response(201, MediumSchema, description="It is received; the worker prepares it now.")
@voices.alt_response(200, schema=MediumSchema, description="It was received before.", success=True)
@voices.refuses(
    "token-unknown",
    "voice-not-owed",
    "id-taken",
    "too-large",
    "invalid",
    "digest-differs",
    "voice-refused",
    "quota",
)
def deliver(voice: UUID) -> tuple[dict[str, Any], int]:
    """Receive the voice note that an observation of this phone's participant announced."""
    request.max_content_length = current_app.config["WALKS"].voice_max_bytes
    delivery = Delivery(voice, bodies.promised(), request.stream)
    received, is_new = receive(delivery, by=participant())
    return bodies.shown(received, sentence), 201 if is_new else 200


@voices.get("/<uuid:voice>")
@permits(Verb.HEAR_VOICE, voice=kept_voices.find)
@voices.doc(security=[{"device": []}])
@voices.response(200, MediumSchema)
@voices.refuses("sign-in", "token-unknown", "forbidden", "wrong-walk", "not-found")
def state(voice: Voice) -> dict[str, Any]:
    """Say whether a voice note is received, kept or refused."""
    return bodies.shown(voice, sentence)
