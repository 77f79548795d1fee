"""Photos as pictures and voice notes as sound, for whoever may see or hear them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, send_file

from walks import photos, voices
from walks.doors import permits
from walks.permissions import Verb
from walks.problems import Problem
from walks.storage import store

if TYPE_CHECKING:
    from flask import Response

    from walks.photos import Photo
    from walks.voices import Voice

pages = Blueprint("media", __name__, url_prefix="/media")

# What is at an address never changes, but it may be withdrawn: no copy outlives the hour.
CACHE_SECONDS = 3600


@pages.get("/photos/<uuid:photo>/<size>")
@permits(Verb.SEE_PHOTO, photo=photos.find)
def photo(photo: Photo, size: str) -> Response:
    """One size of a kept photo: full, screen or thumbnail."""
    if size not in photos.SIZES:
        raise Problem("not-found")
    return _private(
        photo.key(size),
        mimetype="image/jpeg",
        download_name=f"photo-{photo.id}-{size}.jpg",
        etag=f"{photo.kept_digest}-{size}",
    )


@pages.get("/voices/<uuid:voice>")
@permits(Verb.HEAR_VOICE, voice=voices.find)
def voice(voice: Voice) -> Response:
    """A kept voice note; players ask for parts of it."""
    return _private(
        voice.key,
        mimetype="audio/mp4",
        download_name=f"voice-{voice.id}.m4a",
        etag=voice.kept_digest,
    )


def _private(key: str, **options: Any) -> Response:
    answer = send_file(store().path(key), max_age=CACHE_SECONDS, **options)
    answer.cache_control.public = False
    answer.cache_control.private = True
    answer.cache_control.immutable = True
    answer.vary.update(["Authorization", "Cookie"])
    return answer
