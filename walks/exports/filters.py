"""Which observations an export holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func

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
        """The filters in SQL, over the tables of exports/properties.py."""
        equal = {
            Neighbourhood.code: self.neighbourhood,
            Walk.id: self.walk,
            Theme.slug: self.theme,
            Category.slug: self.category,
            Observation.kind: self.kind,
            Observation.severity: self.severity,
        }
        wanted = [column == value for column, value in equal.items() if value is not None]
        if self.begins is not None:
            wanted.append(Walk.starts_at >= self.begins)
        if self.ends is not None:
            wanted.append(Walk.starts_at < self.ends + timedelta(days=1))
        if self.bbox is not None:
            box = func.ST_MakeEnvelope(*self.bbox, WGS84)
            wanted.append(Observation.position.op("&&")(box))
        return wanted
