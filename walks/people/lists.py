"""The staff, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from walks.database import db
from walks.people.staff import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = 50


@dataclass(frozen=True)
class StaffPage:
    """Some of the accounts, and where they stand among all that match."""

    people: list[Person]
    number: int
    pages: int
    count: int


def staff(*, search: str = "", page: int = 1) -> StaffPage:
    """Active accounts first, by name; `search` is a part of a name or an address."""
    wanted = select(Person)
    if search := search.strip().replace("\0", ""):
        wanted = wanted.where(
            or_(
                Person.name.icontains(search, autoescape=True),
                Person.email.icontains(search, autoescape=True),
            )
        )
    counted = select(func.count()).select_from(wanted.with_only_columns(Person.id).subquery())
    count = db.session.scalar(counted) or 0
    pages = max(1, -(-count // SIZE))
    number = min(max(page, 1), pages)
    ordered = wanted.order_by(Person.active.desc(), func.lower(Person.name), Person.id)
    shown = db.session.scalars(ordered.offset((number - 1) * SIZE).limit(SIZE)).unique()
    return StaffPage(list(shown), number, pages, count)


def everybody() -> Iterator[Person]:
    """Every account, by address."""
    yield from db.session.scalars(select(Person).order_by(func.lower(Person.email))).unique()


def staff_counts() -> dict[int, int]:
    """How many active accounts each organisation has, by its number."""
    rows = select(Person.organisation_id, func.count()).where(Person.active)
    return {row[0]: row[1] for row in db.session.execute(rows.group_by(Person.organisation_id))}
