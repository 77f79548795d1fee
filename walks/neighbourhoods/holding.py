"""Which neighbourhood holds a point: one rule, for one point and inside a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from walks.database import WGS84, db
from walks.neighbourhoods import Neighbourhood

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, ScalarSelect


def holding(point: ColumnElement[Any]) -> ScalarSelect[int]:
    """The id, in a query, of the neighbourhood whose outline covers the point (WGS 84).

    A point on the border is inside. Of several outlines the smallest holds it, then the one with
    the lowest code; outside every outline, or without a point, it is null.
    """
    return (
        select(Neighbourhood.id)
        .where(func.ST_Covers(Neighbourhood.outline, point))
        .order_by(Neighbourhood.area_m2, Neighbourhood.code)
        .limit(1)
        .correlate_except(Neighbourhood)
        .scalar_subquery()
    )


def at(longitude: float, latitude: float) -> Neighbourhood | None:
    """The neighbourhood that holds the point, in degrees of WGS 84; none outside all."""
    point = func.ST_SetSRID(func.ST_MakePoint(longitude, latitude), WGS84)
    return db.session.scalar(select(Neighbourhood).where(Neighbourhood.id == holding(point)))
