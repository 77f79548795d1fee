"""What has been published, and the exact counts behind it: the memory of the version rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from walks.database import Id, Instant, Model, Slugs
from walks.disclosure.counted import Counted, Publication, Subject
from walks.disclosure.figures import Field, Table, figures_of
from walks.disclosure.guarded import Guarded, Reason, Shown, Withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from walks.disclosure.figures import Figure
    from walks.disclosure.guarded import Cell


def key(subject: Subject) -> str:
    """A subject in one word."""
    return f"{subject.kind}:{subject.id}"


class PublishedTable(Model):
    """One published version of one table about a walk or a neighbourhood. Rows never change.

    `cells` is what anyone may read. `memory` holds the exact counts, small ones included, without
    any name or id of a participant: without them a later version could be compared with this one
    by its readers, but not by the guard. It is loaded only where it is asked for, and read by
    this package alone; it is null where nothing was shown, since then there is nothing to compare.
    """

    __tablename__ = "published_tables"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "name", "version"),
        CheckConstraint("subject_kind IN ('neighbourhood', 'walk')", name="subject_kind"),
        CheckConstraint("version > 0", name="version"),
        Index(None, "part_keys", postgresql_using="gin"),
    )

    id: Mapped[Id]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    name: Mapped[str]
    version: Mapped[int]
    published_at: Mapped[Instant]
    fields: Mapped[Slugs]
    cells: Mapped[list[Any]] = mapped_column(JSONB)  # [[categories, number or reason], …]
    part_keys: Mapped[Slugs]  # the subjects it is made of, as in `key`
    memory: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True), deferred=True, deferred_raiseload=True
    )

    @property
    def subjects(self) -> list[Subject]:
        """Whom the table is about, and the parts of which they are made."""
        parts = (Subject(*part.split(":", 1)) for part in self.part_keys)
        return [Subject(self.subject_kind, self.subject_id), *parts]


def row(table: Table, safe: Guarded, counted: Counted, shown: Iterable[Figure]) -> PublishedTable:
    """The row that remembers this table as it was shown."""
    own = set(shown) & figures_of(table).keys()
    parts = {
        key(subject): _counts(next(one for one in tables if one.name == table.name))
        for subject, tables in counted.parts.items()
    }
    memory = {
        "fields": [vars(field) for field in table.fields],
        **_counts(table),
        "parts": parts,
        "shown": sorted(own),
    }
    return PublishedTable(
        subject_kind=counted.subject.kind,
        subject_id=counted.subject.id,
        name=table.name,
        version=safe.version,
        published_at=safe.published_at,
        fields=list(safe.fields),
        cells=[[list(place), _written(cell)] for place, cell in safe.cells.items()],
        part_keys=sorted(parts),
        memory=memory if own else None,
    )


def read(stored: PublishedTable) -> Guarded:
    """A row as its readers saw it."""
    cells = {tuple(place): _cell(value) for place, value in stored.cells}
    fields = tuple(stored.fields)
    return Guarded(stored.name, fields, cells, stored.version, stored.published_at)


def remembered(rows: Sequence[PublishedTable]) -> Publication:
    """The publication that the rows of one subject and version make up, with its exact counts."""
    subject = Subject(rows[0].subject_kind, rows[0].subject_id)
    memories = [(row.name, row.memory) for row in rows if row.memory is not None]
    tables = tuple(_table(name, memory, memory) for name, memory in memories)
    parts = {
        Subject(*part.split(":", 1)): tuple(
            _table(name, memory, memory["parts"][part]) for name, memory in memories
        )
        for part in (memories[0][1]["parts"] if memories else ())
    }
    shown = frozenset(
        tuple((slug, category) for slug, category in each)
        for _, memory in memories
        for each in memory["shown"]
    )
    return Publication(Counted(subject, tables, parts), shown)


def _counts(table: Table) -> dict[str, Any]:
    return {"cells": [[list(place), n] for place, n in table.cells.items()], "total": table.total}


def _table(name: str, memory: Mapping[str, Any], counts: Mapping[str, Any]) -> Table:
    fields = tuple(
        Field(**{**each, "categories": tuple(each["categories"]), "alone": tuple(each["alone"])})
        for each in memory["fields"]
    )
    return Table(name, fields, {tuple(c): n for c, n in counts["cells"]}, counts["total"])


def _written(cell: Cell) -> int | str:
    return cell.n if isinstance(cell, Shown) else cell.reason.value


def _cell(value: int | str) -> Cell:
    return Shown(value) if isinstance(value, int) else Withheld(Reason(value))
