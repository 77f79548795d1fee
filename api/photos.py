"""Photos: delivered as raw bytes, then asked about until they are settled."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from flask import current_app, request
from flask_babel import gettext as _
from marshmallow import fields as f

from api.describing import Blueprint
from api.schemas import Schema
from walks import photos as kept_photos
from walks.doors import participant, permits
from walks.permissions import Verb
from walks.photos.preparing import sentence
from walks.photos.receiving import Delivery, receive
from walks.problems import Problem

if TYPE_CHECKING:
    from uuid import UUID

    from walks.photos import Photo

photos = Blueprint("photos", __name__, url_prefix="/api/photos", description="Photos from phones")

# One member of a dictionary of RFC 9651; the others are other algorithms and do not matter.
SHA_256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]+={0,2}):\s*(?=[,;]|$)")

BODY = {
    "parameters": [
        {
            "in": "header",
            "name": "Content-Digest",
            "required": True,
            "schema": {"type": "string"},
            "description": "sha-256=:…: over the body, as RFC 9530 writes it.",
        }
    ],
    "requestBody": {
        "required": True,
        "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}},
    },
}


class PhotoSchema(Schema):
    """What is known of a photo. A phone keeps its copy until `kept` is a week ago."""

    id = f.UUID(required=True)
    state = f.String(required=True, metadata={"enum": ["received", "kept", "refused"]})
    digest = f.String(
        required=True, metadata={"description": "SHA-256 of the bytes as received, hexadecimal."}
    )
    reason = f.String(metadata={"description": "Why it was refused, as a code."})
    sentence = f.String(metadata={"description": "Why it was refused, and what to do next."})


@photos.put("/<uuid:photo>")
@permits(Verb.DELIVER_PHOTO)
@photos.doc(security=[{"device": []}], **BODY)
@photos.response(201, PhotoSchema, description="It is received; the worker prepares it now.")
@photos.alt_response(200, schema=PhotoSchema, description="It was received before.", success=True)
@photos.refuses(
    "token-unknown",
    "photo-not-owed",
    "id-taken",
    "too-large",
    "invalid",
    "digest-differs",
    "photo-refused",
    "quota",
)
def deliver(photo: UUID) -> tuple[dict[str, Any], int]:
    """Receive a photo that an observation of this phone's participant announced."""
    # Flask's own limit is for every address, and a little wider.
    request.max_content_length = current_app.config["WALKS"].photo_max_bytes
    delivery = Delivery(photo, _promised(), request.stream)
    received, is_new = receive(delivery, by=participant())
    return shown(received), 201 if is_new else 200


@photos.get("/<uuid:photo>")
@permits(Verb.SEE_PHOTO, photo=kept_photos.find)
@photos.doc(security=[{"device": []}])
@photos.response(200, PhotoSchema)
@photos.refuses("sign-in", "token-unknown", "forbidden", "wrong-walk", "not-found")
def state(photo: Photo) -> dict[str, Any]:
    """Say whether a photo is received, kept or refused."""
    return shown(photo)


def shown(photo: Photo) -> dict[str, Any]:
    """A photo as its phone sees it."""
    known = {"id": photo.id, "state": photo.state, "digest": photo.received_digest}
    if photo.refused_because:
        known |= {"reason": photo.refused_because, "sentence": sentence(photo.refused_because)}
    return known


def _promised() -> str:
    """The SHA-256 that the phone says the body has, in hexadecimal."""
    found = SHA_256.search(request.headers.get("Content-Digest", ""))
    try:
        digest = base64.b64decode(found[1], validate=True) if found else b""
    except binascii.Error:
        digest = b""
    if len(digest) != 32:  # noqa: PLR2004 - bytes of a SHA-256
        fault = _("Send the SHA-256 of the body: sha-256=:base64:")
        raise Problem("invalid", members={"errors": {"Content-Digest": [fault]}})
    return digest.hex()
