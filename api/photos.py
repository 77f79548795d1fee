"""Photos: delivered as raw bytes, then asked about until they are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, request

from api import bodies
from api.bodies import MediumSchema
from api.describing import Blueprint
from walks import photos as kept_photos
from walks.doors import participant, permits
from walks.permissions import Verb
from walks.photos.preparing import sentence
from walks.photos.receiving import Delivery, receive

if TYPE_CHECKING:
    from uuid import UUID

    from walks.photos import Photo

photos = Blueprint("photos", __name__, url_prefix="/api/photos", description="Photos from phones")


@photos.put("/<uuid:photo>")
@permits(Verb.DELIVER_PHOTO)
@photos.doc(security=[{"device": []}], **bodies.described("image/*"))
@photos.response(201, MediumSchema, description="It is received; the worker prepares it now.")
@photos.alt_response(200, schema=MediumSchema, description="It was received before.", success=True)
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
    delivery = Delivery(photo, bodies.promised(), request.stream)
    received, is_new = receive(delivery, by=participant())
    return bodies.shown(received, sentence), 201 if is_new else 200


@photos.get("/<uuid:photo>")
@permits(Verb.SEE_PHOTO, photo=kept_photos.find)
@photos.doc(security=[{"device": []}])
@photos.response(200, MediumSchema)
@photos.refuses("sign-in", "token-unknown", "forbidden", "wrong-walk", "not-found")
def state(photo: Photo) -> dict[str, Any]:
    """Say whether a photo is received, kept or refused."""
    return bodies.shown(photo, sentence)
