"""Neighbourhoods: official polygons with a code and names, and which one holds a point."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Index, func, select
from sqlalchemy.orm import Mapped, defer, mapped_column

from walks.database import Labels, Model, Now, Number, db, geometry
from walks.problems import Problem


class Neighbourhood(Model):
    """An official polygon. `names` holds at least one language; `area_m2` is on the spheroid."""

    __tablename__ = "neighbourhoods"
    __table_args__ = (
        Index(None, "outline", postgresql_using="gist"),
        CheckConstraint("length(code) BETWEEN 1 AND 100", name="code"),
        CheckConstraint("names <> '{}'::jsonb", name="names"),
        CheckConstraint("ST_IsValid(outline) AND NOT ST_IsEmpty(outline)", name="outline"),
    )

    id: Mapped[Number]
    code: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    names: Mapped[Labels]
    outline: Mapped[Any] = mapped_column(geometry("MULTIPOLYGON"))
    area_m2: Mapped[float]
    source: Mapped[str] = mapped_column(server_default="")
    loaded_at: Mapped[Now]


PAGE = 200


def listed(after: str = "", limit: int | None = PAGE) -> list[Neighbourhood]:
    """Neighbourhoods by code, those after a code; without outlines, which are large."""
    wanted = select(Neighbourhood).options(defer(Neighbourhood.outline))
    wanted = wanted.where(Neighbourhood.code > after).order_by(Neighbourhood.code)
    return list(db.session.scalars(wanted.limit(limit)))


def how_many() -> int:
    """How many neighbourhoods are loaded."""
    return db.session.scalar(select(func.count()).select_from(Neighbourhood)) or 0


def with_slug(slug: str) -> Neighbourhood:
    """The neighbourhood at this address.

    Raises:
        Problem: "not-found" when there is none.
    """
    found = db.session.scalar(select(Neighbourhood).where(Neighbourhood.slug == slug))
    if found is None:
        raise Problem("not-found")
    return found
