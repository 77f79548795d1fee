"""Keeping: what the worker does with a photo after it was received."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from flask import current_app
from flask_babel import lazy_gettext as _l

from walks import media
from walks.jobs import job
from walks.media import Harmless, Medium
from walks.media import keeping as media_keeping
from walks.observations import OwedPhoto
from walks.photos import Photo, keys
from walks.photos.preparing import Limits, check, prepare, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from walks.settings import Settings


def limits() -> Limits:
    """The largest photo that this installation takes."""
    settings: Settings = current_app.config["WALKS"]
    return Limits(settings.photo_max_bytes, settings.photo_max_pixels, settings.photo_max_side)


@job("keep_photo")
def keep_photo(photo_id: str) -> None:
    """Make a received photo harmless and keep it, or refuse it with the reason."""
    settle(UUID(photo_id))


@job("forget_files")
def forget_files(photo_ids: list[str], digests: list[str]) -> None:
    """Delete the files of photos that are gone, but none that another photo shares."""
    media_keeping.forget(PHOTOS, photo_ids, digests)


def settle(photo_id: UUID) -> None:
    """Keep or refuse a received photo; do nothing to one that is settled or withdrawn.

    Raises:
        FileNotFoundError: the store does not hold its bytes.
    """
    media_keeping.settle(PHOTOS, photo_id)


def delete(photos: Iterable[Photo]) -> None:
    """Delete photos with their files; the files go once this is committed."""
    media_keeping.delete(PHOTOS, photos)


def _harmless(file: BinaryIO) -> Harmless:
    found = prepare(file, limits())
    files = {key: [found.files[size]] for size, key in keys(found.digest).items()}
    return Harmless(found.digest, files, {"width": found.width, "height": found.height})


PHOTOS: Medium[Photo] = media.Medium(
    table=Photo,
    owed=OwedPhoto,
    arriving="incoming",
    folder="photos",
    keys=lambda digest: list(keys(digest).values()),
    most_bytes=lambda settings: settings.photo_max_bytes,
    most_each=lambda settings: settings.photos_per_participant,
    too_many=_l("You have sent %(most)s photos on this walk already."),
    not_owed="photo-not-owed",
    refused="photo-refused",
    check=lambda file: check(file, limits()),
    prepare=_harmless,
    sentence=sentence,
    keep=keep_photo,
    forget=forget_files,
    id_name="photo_id",
)
