"""Orphans: files that no photo needs, and photos that no job looks after any more."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select, text, update

from walks.database import db
from walks.photos import Photo, incoming, keys
from walks.photos.keeping import is_used
from walks.storage import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

BATCH = 500  # files asked about in one query


NO_JOB = text("""NOT EXISTS (SELECT FROM procrastinate_jobs WHERE task_name = 'keep_photo'
    AND status IN ('todo', 'doing') AND args ->> 'photo_id' = photos.id::text)""")


def refuse_given_up(before: datetime) -> int:
    """Refuse the photos received before the instant whose job failed for good; say how many.

    Whatever the reason was, the phone that gave one hears an end, and keeps its copy.
    """
    given_up = update(Photo).where(Photo.state == "received", Photo.received_at < before, NO_JOB)
    refused = given_up.values(
        state="refused", refused_because="undecodable", settled_at=func.now()
    ).execution_options(synchronize_session=False)
    return int(db.session.execute(refused).rowcount)  # type: ignore[attr-defined]


def forget_orphans(before: datetime) -> int:
    """Delete the files written before the instant that no photo needs; say how many."""
    return _forget_incoming(before) + _forget_kept(before) + store().forget_drafts(before)


def _forget_incoming(before: datetime) -> int:
    gone = 0
    for batch in _batches(store().kept_before(before, "incoming")):
        ids = {UUID(key.removeprefix("incoming/")) for key in batch}
        needed = select(Photo.id).where(Photo.id.in_(ids), Photo.state == "received")
        orphans = ids - set(db.session.scalars(needed))
        store().delete(*(incoming(orphan) for orphan in orphans))
        gone += len(orphans)
    return gone


def _forget_kept(before: datetime) -> int:
    gone = 0
    for batch in _batches(store().kept_before(before, "photos")):
        digests = {key.removeprefix("photos/")[:64] for key in batch}
        known = select(Photo.kept_digest).where(Photo.kept_digest.in_(digests))
        for digest in digests - set(db.session.scalars(known)):
            if not is_used(digest):
                files = keys(digest).values()
                gone += sum(store().exists(file) for file in files)
                store().delete(*files)
        db.session.commit()  # lets go of what `is_used` holds
    return gone


def _batches(found: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(found, BATCH)):
        yield batch
