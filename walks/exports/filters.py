"""Which observations an export holds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from walks.database import WGS84
from walks.methods import Category, Theme
from walks.neighbourhoods import Neighbourhood
from walks.observations import Observation
from walks.walks import Walk

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement


@dataclass(frozen=True)
class Filters:
    """What to leave in; a filter that is not set leaves in everything.

    `begins` and `ends` are local dates of walks, both included; `bbox` is west, south, east,
    north in degrees, and only measured points lie in it.
    """

    neighbourhood: str | None = None
    walk: UUID | None = None
    theme: str | None = None
    category: str | None = None
    kind: str | None = None
    severity: int | None = None
    begins: date | None = None
    ends: date | None = None
    bbox: tuple[float, float, float, float] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filters as conditions on a query of observations."""
        return [
            *_of(
                Observation.neighbourhood_id, Neighbourhood, Neighbourhood.code, self.neighbourhood
            ),
            *_of(Observation.theme_id, Theme, Theme.slug, self.theme),
            *_of(Observation.category_id, Category, Category.slug, self.category),
            *_equal(Observation.walk_id, self.walk),
            *_equal(Observation.kind, self.kind),
            *_equal(Observation.severity, self.severity),
            *self._within_period(),
            *self._within_box(),
        ]

    def _within_period(self) -> list[ColumnElement[bool]]:
        bounds: list[ColumnElement[bool]] = []
        if self.begins is not None:
            bounds.append(Walk.starts_at >= self.begins)
        if self.ends is not None:
            bounds.append(Walk.starts_at < self.ends + timedelta(days=1))
        return [Observation.walk_id.in_(select(Walk.id).where(*bounds))] if bounds else []

    def _within_box(self) -> list[ColumnElement[bool]]:
        if self.bbox is None:
            return []
        return [Observation.position.op("&&")(func.ST_MakeEnvelope(*self.bbox, WGS84))]


def box_of(written: str) -> tuple[float, float, float, float]:
    """West, south, east and north in degrees, written with commas between them.

    Raises:
        ValueError: these are not four such numbers, with the reason as a sentence.
    """
    try:
        west, south, east, north = (float(part) for part in written.split(","))
    except ValueError as fault:
        raise ValueError(_("Write four numbers with commas between them.")) from fault
    if not math.isfinite(west + south + east + north):
        raise ValueError(_("Write four numbers with commas between them."))
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
        raise ValueError(_("West must be below east, and south below north."))
    return west, south, east, north


def _equal(column: Any, value: object) -> list[ColumnElement[bool]]:
    return [] if value is None else [column == value]


def _of(key: Any, table: Any, column: Any, value: str | None) -> list[ColumnElement[bool]]:
    """What refers to the rows of a table that have this value."""
    return [] if value is None else [key.in_(select(table.id).where(column == value))]
