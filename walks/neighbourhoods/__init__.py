"""Neighbourhoods: official polygons with a code and names, and which one holds a point."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from walks.database import Labels, Model, Now, Number, geometry


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
