"""Photos as pictures, for whoever may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, send_file

from walks import photos
from walks.doors import permits
from walks.permissions import Verb
from walks.problems import Problem
from walks.storage import store

if TYPE_CHECKING:
    from flask import Response

    from walks.photos import Photo

pages = Blueprint("media", __name__, url_prefix="/media")

# The picture at an address never changes, but it may be withdrawn: no copy outlives the hour.
CACHE_SECONDS = 3600


@pages.get("/photos/<uuid:photo>/<size>")
@permits(Verb.SEE_PHOTO, photo=photos.find)
def photo(photo: Photo, size: str) -> Response:
    """One size of a kept photo: full, screen or thumbnail."""
    if size not in photos.SIZES:
        raise Problem("not-found")
    answer = send_file(
        store().path(photo.key(size)),
        mimetype="image/jpeg",
        download_name=f"photo-{photo.id}-{size}.jpg",
        etag=f"{photo.kept_digest}-{size}",
        max_age=CACHE_SECONDS,
    )
    answer.cache_control.public = False
    answer.cache_control.private = True
    answer.cache_control.immutable = True
    answer.vary.update(["Authorization", "Cookie"])
    return answer
