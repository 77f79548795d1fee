"""What a walk stands in: the methods and neighbourhoods to choose from, and its map."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from geoalchemy2.shape import to_shape
from shapely.geometry import mapping
from sqlalchemy import func, select

from walks.database import db
from walks.methods import Method
from walks.neighbourhoods import Neighbourhood
from walks.problems import Problem

if TYPE_CHECKING:
    from walks.walks.drawing import Point
    from walks.walks.walk import Walk

SIMPLIFIED_TO = 0.00004  # degrees, about 4 m: the outline behind a drawing, not a boundary
NEAR = 1.0  # degrees around what is loaded, where walks may reasonably be


def methods_offered() -> list[tuple[int, dict[str, str], int]]:
    """Every method as (id, titles, version), the newest version of each first."""
    rows = select(Method.id, Method.title, Method.version).order_by(
        Method.slug, Method.version.desc()
    )
    return [(row.id, row.title, row.version) for row in db.session.execute(rows)]


def neighbourhoods_offered() -> list[tuple[int, dict[str, str]]]:
    """Every neighbourhood as (id, names), by code."""
    rows = select(Neighbourhood.id, Neighbourhood.names).order_by(Neighbourhood.code)
    return [(row.id, row.names) for row in db.session.execute(rows)]


def time_zones() -> list[str]:
    """The time zones to choose from, Europe's first."""
    names = available_timezones()
    regional = {name for name in names if "/" in name and not name.startswith("Etc/")}
    return sorted(regional, key=lambda name: (not name.startswith("Europe/"), name))


def extent() -> list[float] | None:
    """West, south, east and north of every neighbourhood in degrees; none when none is loaded."""
    box = func.ST_Extent(Neighbourhood.outline)
    sides = select(func.ST_XMin(box), func.ST_YMin(box), func.ST_XMax(box), func.ST_YMax(box))
    row = db.session.execute(sides).one()
    return None if row[0] is None else [float(side) for side in row]


def is_swapped(points: list[Point]) -> bool:
    """Whether the points are far from every neighbourhood, but near once turned round."""
    box = extent() if points else None
    if box is None:
        return False
    turned = [(latitude, longitude) for longitude, latitude in points]
    return not any(_near(point, box) for point in points) and all(_near(p, box) for p in turned)


def outline(neighbourhood_id: int) -> dict[str, Any]:
    """A neighbourhood's simplified outline as a GeoJSON geometry.

    Raises:
        Problem: "not-found" when there is none of this id.
    """
    simplified = func.ST_SimplifyPreserveTopology(Neighbourhood.outline, SIMPLIFIED_TO)
    found = db.session.scalar(
        select(func.ST_AsGeoJSON(simplified, 6)).where(Neighbourhood.id == neighbourhood_id)
    )
    if found is None:
        raise Problem("not-found")
    return json.loads(found)


def drawn(walk: Walk) -> dict[str, Any]:
    """What the walk's map shows, as GeoJSON geometries; stops with their ordinals and names."""
    return {
        "outline": outline(walk.neighbourhood_id) if walk.neighbourhood_id else None,
        "area": _geometry(walk.area),
        "itinerary": _geometry(walk.itinerary),
        "stops": [
            {"ordinal": stop.ordinal, "name": stop.name, "position": _geometry(stop.position)}
            for stop in walk.stops
        ],
        "extent": extent(),
    }


def _geometry(kept: Any) -> dict[str, Any] | None:
    return mapping(to_shape(kept)) if kept is not None else None


def _near(point: Point, box: list[float]) -> bool:
    west, south, east, north = box
    longitude, latitude = point
    return west - NEAR <= longitude <= east + NEAR and south - NEAR <= latitude <= north + NEAR
