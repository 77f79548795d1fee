"""Publish tables through the guard, and read what is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, or_, select, text, tuple_
from sqlalchemy.orm import undefer

from walks.database import db
from walks.disclosure.counted import Counted, Publication, Subject
from walks.disclosure.figures import EVERYONE
from walks.disclosure.guarded import Reason, guarded, withheld
from walks.disclosure.published import PublishedTable, key, read, remembered, row
from walks.disclosure.suppression import figures_to_show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from walks.disclosure.figures import Figure, Table
    from walks.disclosure.guarded import Guarded

ONE_AT_A_TIME = 0x57A1C5  # any number that no other lock of this database uses
NO_PARTS: Mapping[Subject, Sequence[Table]] = {}


def publish(
    tables: Sequence[Table],
    *,
    subject: Subject,
    head_count: int | None,
    parts: Mapping[Subject, Sequence[Table]] = NO_PARTS,
) -> list[Guarded]:
    """Publish the next version of a subject's tables, and remember it; the request commits.

    `tables` are all of the subject's tables. `head_count` is what the facilitator confirmed, for
    a neighbourhood the sum over its walks, None while any is unconfirmed. `parts` are the walks
    whose people make up a neighbourhood, with the same tables, each walk named, published or not.
    When nothing has changed since the latest version, that version stands.

    Raises:
        ValueError: when the counts contradict each other.
    """
    counted = Counted(subject, tuple(tables), {part: tuple(own) for part, own in parts.items()})
    db.session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": ONE_AT_A_TIME})
    objection = _objection(counted, head_count)
    if objection is not None:
        return _keep(counted, frozenset(), [withheld(table, objection) for table in tables])
    newest = _rows(_newest(subject))
    if newest and remembered(newest).shown and remembered(newest).counted == counted:
        return [read(stored) for stored in newest]
    shown = figures_to_show(counted, _related(counted))
    return _keep(counted, shown, [guarded(table, shown) for table in tables])


def latest(subject: Subject) -> list[Guarded]:
    """The latest published version of a subject's tables as anyone may read it, or none."""
    return [read(stored) for stored in db.session.scalars(_newest(subject))]


def _objection(counted: Counted, head_count: int | None) -> Reason | None:
    """Why nothing at all may be shown, if so."""
    if head_count is None:
        return Reason.HEAD_COUNT_UNCONFIRMED
    if counted.counts[EVERYONE] > head_count:
        return Reason.HEAD_COUNT_EXCEEDED
    return None


def _keep(counted: Counted, shown: AbstractSet[Figure], safe: Sequence[Guarded]) -> list[Guarded]:
    """Write the next version, unless it shows nothing and the latest shows the same nothing."""
    before = latest(counted.subject)
    if not shown and [replace(each, version=None, published_at=None) for each in before] == safe:
        return before
    version = (before[0].version or 0) + 1 if before else 1
    now = datetime.now(UTC)
    dated = [replace(each, version=version, published_at=now) for each in safe]
    for table, each in zip(counted.tables, dated, strict=True):
        db.session.add(row(table, each, counted, shown))
    db.session.flush()
    return dated


def _newest(subject: Subject) -> Select[PublishedTable]:
    own = (
        PublishedTable.subject_kind == subject.kind,
        PublishedTable.subject_id == subject.id,
    )
    newest = select(func.max(PublishedTable.version)).where(*own).scalar_subquery()
    return (
        select(PublishedTable)
        .where(*own, PublishedTable.version == newest)
        .order_by(PublishedTable.id)
    )


def _related(counted: Counted) -> list[Publication]:
    """Every publication about these people, or about people who make up a whole with them."""
    wanted = {counted.subject, *counted.parts}
    while True:
        rows = _rows(_about(wanted))
        found = {subject for stored in rows for subject in stored.subjects}
        if found <= wanted:
            return [remembered(list(group)) for _, group in groupby(rows, _edition)]
        wanted |= found


def _about(subjects: AbstractSet[Subject]) -> Select[PublishedTable]:
    itself = tuple_(PublishedTable.subject_kind, PublishedTable.subject_id)
    among = itself.in_([(subject.kind, subject.id) for subject in subjects])
    within = PublishedTable.part_keys.overlap(sorted(map(key, subjects)))
    order = (PublishedTable.subject_kind, PublishedTable.subject_id, PublishedTable.version)
    return select(PublishedTable).where(or_(among, within)).order_by(*order, PublishedTable.id)


def _rows(query: Select[PublishedTable]) -> Sequence[PublishedTable]:
    """The rows with their exact counts, which nothing else loads."""
    exact = query.options(undefer(PublishedTable.memory))
    return db.session.scalars(exact.execution_options(populate_existing=True)).all()


def _edition(stored: PublishedTable) -> tuple[str, str, int]:
    return stored.subject_kind, stored.subject_id, stored.version
