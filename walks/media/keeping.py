"""Keeping: what the worker does with a medium after it was received."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select

from walks.database import db
from walks.jobs import enqueue
from walks.media import Harmless, Medium, RefusedError
from walks.storage import store

if TYPE_CHECKING:
    from collections.abc import Iterable


def settle(medium: Medium[Any], medium_id: UUID) -> None:
    """Make what was received harmless and keep it, or refuse it with the reason.

    Does nothing to what is settled or withdrawn. May be killed at any moment and done again: files
    are named after what is in them, the row changes once, and the delivered bytes go only after
    that.

    Raises:
        FileNotFoundError: the store does not hold its bytes.
    """
    table = medium.table
    if _state(medium, medium_id) == "received":
        found = _prepared(medium, medium_id)
        wanted = select(table).where(table.id == medium_id, table.state == "received")
        row = db.session.scalar(wanted.with_for_update(of=table))
        if row is not None:  # neither settled nor withdrawn meanwhile
            _write_down(medium, row, found)
    # The row comes first: were it undone after the bytes went, all would be lost.
    db.session.commit()
    store().delete(medium.incoming(medium_id))


def delete(medium: Medium[Any], rows: Iterable[Any]) -> None:
    """Delete rows with their files; the files go once this is committed."""
    gone = list(rows)
    if not gone:
        return
    for row in gone:
        db.session.delete(row)
    db.session.flush()
    ids = {f"{medium.id_name}s": [str(row.id) for row in gone]}
    digests = sorted({row.kept_digest for row in gone if row.kept_digest})
    enqueue(medium.forget, digests=digests, **ids)


def forget(medium: Medium[Any], ids: list[str], digests: list[str]) -> None:
    """Delete the files of what is gone, but none that another row shares."""
    for digest in digests:
        if not is_used(medium, digest):
            store().delete(*medium.keys(digest))
    store().delete(*(medium.incoming(UUID(each)) for each in ids))


def is_used(medium: Medium[Any], digest: str) -> bool:
    """Whether a row has these files; until the commit nobody else may begin or cease to."""
    # Otherwise a twin could be kept between this look and the deletion, and lose its files.
    db.session.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))
    found = select(medium.table.id).where(medium.table.kept_digest == digest).limit(1)
    return db.session.scalar(found) is not None


def _state(medium: Medium[Any], medium_id: UUID) -> str | None:
    """The row's state; the transaction ends, so that nothing is held while it is prepared."""
    state = db.session.scalar(select(medium.table.state).where(medium.table.id == medium_id))
    db.session.rollback()
    return state


def _prepared(medium: Medium[Any], medium_id: UUID) -> Harmless | RefusedError:
    try:
        with store().open(medium.incoming(medium_id)) as file:
            return medium.prepare(file)
    except RefusedError as refusal:
        return refusal


def _write_down(medium: Medium[Any], row: Any, found: Harmless | RefusedError) -> None:
    row.settled_at = datetime.now(UTC)
    if isinstance(found, RefusedError):
        row.state, row.refused_because = "refused", found.code
        return
    is_used(medium, found.digest)
    for key, blocks in found.files.items():
        store().put(key, blocks)
    row.state, row.kept_digest = "kept", found.digest
    for name, value in found.columns.items():
        setattr(row, name, value)
