"""The ground of a report: outline, itineraries, stops, and where observations lie."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import shape
from sqlalchemy import Integer, cast, func, select

from walks.database import db
from walks.neighbourhoods import Neighbourhood
from walks.observations import Observation
from walks.reports import frame
from walks.walks import Stop, Walk

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from walks.reports.frame import Frame
    from walks.reports.scope import Scope

SIMPLIFIED_TO = 0.00002  # degrees, about 2 m
FINE = 5  # observations of one kind within a fifth of a square become one mark
MOST_STOPS = 60


@dataclass(frozen=True)
class StopShown:
    """A stop of one or more walks, at (longitude, latitude)."""

    ordinal: int
    name: str
    longitude: float
    latitude: float
    square: str | None


@dataclass(frozen=True)
class Mark:
    """Observations of one kind that lie together, at their middle; `severity` is the highest."""

    kind: str
    longitude: float
    latitude: float
    observations: int
    severity: int | None


@dataclass(frozen=True)
class Square:
    """What was measured in one square of the map."""

    name: str
    participants: int
    kinds: dict[str, int]


@dataclass(frozen=True)
class Ground:
    """Geometries as GeoJSON in WGS 84; every measured observation is in one of the marks."""

    frame: Frame
    outline: dict[str, Any]
    itineraries: list[dict[str, Any]]
    stops: list[StopShown]
    marks: list[Mark]
    squares: list[Square]
    measured: int


def ground(scope: Scope, walk_ids: list[UUID]) -> Ground:
    """The ground of the scope, with the itineraries and stops of these walks."""
    outline = _outline(scope)
    itineraries = _itineraries(scope, walk_ids)
    stops = _stops(scope, walk_ids)
    chosen = _frame(scope, outline, itineraries, stops)
    squares = _squares(scope, chosen)
    return Ground(
        frame=chosen,
        outline=outline,
        itineraries=itineraries,
        stops=[
            StopShown(row.ordinal, row.name, row.x, row.y, chosen.square(row.x, row.y))
            for row in stops
        ],
        marks=_marks(scope, chosen),
        squares=squares,
        measured=sum(sum(square.kinds.values()) for square in squares),
    )


def cell(chosen: Frame, fine: int = 1) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Column and row, from the south-west and 0, of the part of a square that holds the position.

    A point on the outer edge belongs to the outermost square.
    """
    across, up = chosen.step
    x = func.floor((func.ST_X(Observation.position) - chosen.west) / across * fine)
    y = func.floor((func.ST_Y(Observation.position) - chosen.south) / up * fine)
    return cast(x, Integer), cast(y, Integer)


def _outline(scope: Scope) -> dict[str, Any]:
    simplified = func.ST_SimplifyPreserveTopology(Neighbourhood.outline, SIMPLIFIED_TO)
    wanted = select(func.ST_AsGeoJSON(simplified, 6))
    return _read(db.session.scalar(wanted.where(Neighbourhood.id == scope.neighbourhood_id)))


def _itineraries(scope: Scope, walk_ids: list[UUID]) -> list[dict[str, Any]]:
    """Each line once, although several walks followed it."""
    wanted = (
        select(func.ST_AsGeoJSON(Walk.itinerary, 6))
        .where(Walk.id.in_(walk_ids), Walk.itinerary.is_not(None))
        .where(func.ST_Intersects(Walk.itinerary, _whole(scope)))
        .distinct()
    )
    return [_read(line) for line in db.session.scalars(wanted)]


def _stops(scope: Scope, walk_ids: list[UUID]) -> list[Any]:
    """Stops within the outline, each once although several walks halted there."""
    x, y = func.ST_X(Stop.position), func.ST_Y(Stop.position)
    wanted = (
        select(
            func.min(Stop.ordinal).label("ordinal"),
            func.min(Stop.name).label("name"),
            func.min(x).label("x"),
            func.min(y).label("y"),
        )
        .where(Stop.walk_id.in_(walk_ids), func.ST_Covers(_whole(scope), Stop.position))
        .group_by(func.lower(Stop.name), func.ST_SnapToGrid(Stop.position, SIMPLIFIED_TO))
        .order_by(func.min(Stop.ordinal), func.min(Stop.name))
        .limit(MOST_STOPS)
    )
    return list(db.session.execute(wanted))


def _read(geojson: str | None) -> dict[str, Any]:
    return json.loads(geojson or "{}")


def _whole(scope: Scope) -> Any:
    whole = select(Neighbourhood.outline).where(Neighbourhood.id == scope.neighbourhood_id)
    return whole.scalar_subquery()


def _frame(
    scope: Scope, outline: dict[str, Any], itineraries: list[dict[str, Any]], stops: list[Any]
) -> Frame:
    """Around what was walked and recorded within the outline; else around the outline."""
    box = func.ST_Extent(Observation.position)
    west, south, east, north = (
        func.ST_XMin(box),
        func.ST_YMin(box),
        func.ST_XMax(box),
        func.ST_YMax(box),
    )
    sides = db.session.execute(select(west, south, east, north).where(*scope.rows())).one()
    whole = shape(outline)
    parts = [shapely.Point(row.x, row.y) for row in stops]
    parts += [shapely.intersection(shape(line), whole) for line in itineraries]
    if sides[0] is not None:
        parts.append(shapely.box(*sides))
    drawn = shapely.GeometryCollection([part for part in parts if not part.is_empty])
    return frame.around(*(drawn if parts else whole).bounds)


def _marks(scope: Scope, chosen: Frame) -> list[Mark]:
    column, row_number = cell(chosen, FINE)
    rows = db.session.execute(
        select(
            Observation.kind,
            func.avg(func.ST_X(Observation.position)).label("x"),
            func.avg(func.ST_Y(Observation.position)).label("y"),
            func.count().label("n"),
            func.max(Observation.severity).label("severity"),
        )
        .where(*scope.rows(), Observation.position.is_not(None))
        .group_by(Observation.kind, column, row_number)
        .order_by(func.count().desc(), Observation.kind, column, row_number)
    )
    return [Mark(row.kind, row.x, row.y, row.n, row.severity) for row in rows]


def _squares(scope: Scope, chosen: Frame) -> list[Square]:
    column, row_number = (each.label(name) for each, name in zip(cell(chosen), "xy", strict=True))
    kinds = {
        kind: func.count().filter(Observation.kind == kind).label(kind)
        for kind in ("problem", "asset", "idea")
    }
    rows = db.session.execute(
        select(
            column,
            row_number,
            func.count(Observation.participant_id.distinct()).label("people"),
            *kinds.values(),
        )
        .where(*scope.rows(), Observation.position.is_not(None))
        .group_by(column, row_number)
        .order_by(row_number.desc(), column)
    )
    return [
        Square(
            chosen.name(row.x, row.y) or "",
            row.people,
            {kind: row._mapping[kind] for kind in kinds},  # noqa: SLF001 - SQLAlchemy's public name
        )
        for row in rows
    ]
