"""Orphans: files that no row needs, and rows that no job looks after any more."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import String, cast, column, exists, func, select, table, update
from sqlalchemy.dialects.postgresql import JSONB

from walks.database import db
from walks.media.keeping import is_used
from walks.storage import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from walks.media import Medium

BATCH = 500  # files asked about in one query

queue = table("procrastinate_jobs", column("task_name"), column("status"), column("args", JSONB()))


def refuse_given_up(medium: Medium[Any], before: datetime) -> int:
    """Refuse what was received before the instant and whose job failed for good; say how much.

    Whatever the reason was, the phone that gave it hears an end, and keeps its copy.
    """
    rows = medium.table
    has_job = exists().where(
        queue.c.task_name == medium.keep.name,
        cast(queue.c.status, String).in_(["todo", "doing"]),
        queue.c.args[medium.id_name].astext == cast(rows.id, String),
    )
    given_up = update(rows).where(rows.state == "received", rows.received_at < before, ~has_job)
    refused = given_up.values(
        state="refused", refused_because="undecodable", settled_at=func.now()
    ).execution_options(synchronize_session=False)
    return int(db.session.execute(refused).rowcount)  # type: ignore[attr-defined]


def forget_orphans(medium: Medium[Any], before: datetime) -> int:
    """Delete the files written before the instant that no row needs; say how many."""
    return _forget_incoming(medium, before) + _forget_kept(medium, before)


def _forget_incoming(medium: Medium[Any], before: datetime) -> int:
    gone, rows = 0, medium.table
    for batch in _batches(store().kept_before(before, medium.arriving)):
        ids = {UUID(key.rpartition("/")[2]) for key in batch}
        needed = select(rows.id).where(rows.id.in_(ids), rows.state == "received")
        orphans = ids - set(db.session.scalars(needed))
        store().delete(*(medium.incoming(orphan) for orphan in orphans))
        gone += len(orphans)
    return gone


def _forget_kept(medium: Medium[Any], before: datetime) -> int:
    gone, kept = 0, medium.table.kept_digest
    for batch in _batches(store().kept_before(before, medium.folder)):
        digests = {key.rpartition("/")[2][:64] for key in batch}
        known = select(kept).where(kept.in_(digests))
        for digest in digests - set(db.session.scalars(known)):
            if not is_used(medium, digest):
                files = medium.keys(digest)
                gone += sum(store().exists(file) for file in files)
                store().delete(*files)
        db.session.commit()  # lets go of what `is_used` holds
    return gone


def _batches(found: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(found, BATCH)):
        yield batch
