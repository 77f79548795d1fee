"""Keeping: what the worker does with a photo after it was received."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import current_app
from sqlalchemy import func, select

from walks.database import db
from walks.jobs import enqueue, job
from walks.photos import Photo, incoming, keys
from walks.photos.preparing import Limits, PhotoRefusedError, Prepared, prepare
from walks.storage import store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from walks.settings import Settings


def limits() -> Limits:
    """The largest photo that this installation takes."""
    settings: Settings = current_app.config["WALKS"]
    return Limits(settings.photo_max_bytes, settings.photo_max_pixels, settings.photo_max_side)


@job("keep_photo")
def keep_photo(photo_id: str) -> None:
    """Make a received photo harmless and keep it, or refuse it with the reason.

    May be killed at any moment and done again: files are named after what is in them, the row
    changes once, and the delivered bytes go only after that.
    """
    settle(UUID(photo_id))


def settle(photo_id: UUID) -> None:
    """Keep or refuse a received photo; do nothing to one that is settled or withdrawn.

    Raises:
        FileNotFoundError: the store does not hold its bytes.
    """
    if _state(photo_id) == "received":
        found = _prepared(photo_id)
        wanted = select(Photo).where(Photo.id == photo_id, Photo.state == "received")
        photo = db.session.scalar(wanted.with_for_update(of=Photo))
        if photo is not None:  # neither settled nor withdrawn meanwhile
            _write_down(photo, found)
    # The row comes first: were it undone after the bytes went, the photo would be lost.
    db.session.commit()
    store().delete(incoming(photo_id))


def delete(photos: Iterable[Photo]) -> None:
    """Delete photos with their files; the files go once this is committed."""
    gone = list(photos)
    if not gone:
        return
    for photo in gone:
        db.session.delete(photo)
    db.session.flush()
    enqueue(
        forget_files,
        photo_ids=[str(photo.id) for photo in gone],
        digests=sorted({photo.kept_digest for photo in gone if photo.kept_digest}),
    )


@job("forget_files")
def forget_files(photo_ids: list[str], digests: list[str]) -> None:
    """Delete the files of photos that are gone, but none that another photo shares."""
    for digest in digests:
        if not is_used(digest):
            store().delete(*keys(digest).values())
    store().delete(*(incoming(UUID(photo_id)) for photo_id in photo_ids))


def is_used(digest: str) -> bool:
    """Whether a photo has these files; until the commit nobody else may begin or cease to."""
    # Otherwise a twin could be kept between this look and the deletion, and lose its files.
    db.session.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))
    return (
        db.session.scalar(select(Photo.id).where(Photo.kept_digest == digest).limit(1)) is not None
    )


def _state(photo_id: UUID) -> str | None:
    """A photo's state; the transaction ends, so that nothing is held while it is prepared."""
    state = db.session.scalar(select(Photo.state).where(Photo.id == photo_id))
    db.session.rollback()
    return state


def _prepared(photo_id: UUID) -> Prepared | PhotoRefusedError:
    try:
        with store().open(incoming(photo_id)) as file:
            return prepare(file, limits())
    except PhotoRefusedError as refusal:
        return refusal


def _write_down(photo: Photo, found: Prepared | PhotoRefusedError) -> None:
    photo.settled_at = datetime.now(UTC)
    if isinstance(found, PhotoRefusedError):
        photo.state, photo.refused_because = "refused", found.code
        return
    is_used(found.digest)
    for size, key in keys(found.digest).items():
        store().put(key, [found.files[size]])
    photo.state, photo.kept_digest = "kept", found.digest
    photo.width, photo.height = found.width, found.height
