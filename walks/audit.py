"""The audit: who did what to which thing, without what the thing says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from walks.database import Details, Model, Now, Number, db

if TYPE_CHECKING:
    from datetime import datetime


class Entry(Model):
    """One act of a member of staff or of the command line."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "kind", "thing"), Index(None, "at"))

    id: Mapped[Number]
    at: Mapped[Now]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    act: Mapped[str]
    kind: Mapped[str]
    thing: Mapped[str]
    details: Mapped[Details]


def note(act: str, thing: Any, *, by: Any = None, **details: object) -> None:
    """Write down that `by` (nobody: the command line) did `act` to the thing."""
    db.session.add(
        Entry(
            act=act,
            kind=type(thing).__name__.lower(),
            thing=str(thing.id),
            person_id=by.id if by is not None else None,
            details=details,
        )
    )


def of(thing: Any) -> list[Entry]:
    """Everything noted of a thing, oldest first."""
    kind = type(thing).__name__.lower()
    wanted = db.select(Entry).where(Entry.kind == kind, Entry.thing == str(thing.id))
    return list(db.session.scalars(wanted.order_by(Entry.at, Entry.id)))


def older_than(instant: datetime) -> int:
    """Delete what was noted before the instant; say how many."""
    gone = db.session.execute(db.delete(Entry).where(Entry.at < instant))
    return int(gone.rowcount)  # type: ignore[attr-defined]
