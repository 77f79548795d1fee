"""A report's map as shapes on paper: what the SVG in the page and in print is drawn from."""

from __future__ import annotations

import string
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import shapely
from shapely.affinity import affine_transform
from shapely.geometry import shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from walks.reports.frame import Frame
    from walks.reports.ground import Ground

SQUARE = 100  # units of the drawing for a side of a square
SIZES = {None: 15, 1: 15, 2: 19, 3: 24}  # units, by severity
LARGEST = 40
INSET, GAP = 120, 8  # side of the inset, and its distance from the neatline
CROWDED = 1.35  # how much larger a mark of several observations is, to hold their number


@dataclass(frozen=True)
class DrawnMark:
    """A mark's middle and side in units; `text` is how many observations it stands for, if many."""

    kind: str
    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True)
class DrawnStop:
    """A stop's middle in units."""

    ordinal: int
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Inset:
    """The whole outline and the frame within it, drawn in 0 to 100, at a corner of the map."""

    outline: str
    frame: tuple[float, float, float, float]
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """A map in units of SVG, y downwards. `columns` and `rows`: the grid's names and middles.

    There is an `inset` when the frame shows but a part of the neighbourhood.
    """

    width: int
    height: int
    side: int
    outline: str
    itineraries: list[str]
    stops: list[DrawnStop]
    marks: list[DrawnMark]
    columns: list[tuple[str, float]]
    rows: list[tuple[str, float]]
    inset: Inset | None


def drawn(ground: Ground) -> Drawing:
    """The map of this ground, the small marks drawn last so that none is hidden."""
    frame = ground.frame
    width, height = frame.columns * SQUARE, frame.rows * SQUARE
    across, up = frame.step
    to_units = [SQUARE / across, 0, 0, -SQUARE / up]
    matrix = [*to_units, -frame.west * SQUARE / across, height + frame.south * SQUARE / up]

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        x = matrix[0] * longitude + matrix[4]
        return round(x, 1), round(matrix[3] * latitude + matrix[5], 1)

    outline = shape(ground.outline)
    marks = _marks(ground, at)
    return Drawing(
        width=width,
        height=height,
        side=frame.side,
        outline=path(affine_transform(outline, matrix)),
        itineraries=[path(affine_transform(shape(line), matrix)) for line in ground.itineraries],
        stops=[DrawnStop(s.ordinal, s.name, *at(s.longitude, s.latitude)) for s in ground.stops],
        marks=marks,
        columns=[(string.ascii_uppercase[n], (n + 0.5) * SQUARE) for n in range(frame.columns)],
        rows=[(str(n + 1), (n + 0.5) * SQUARE) for n in range(frame.rows)],
        inset=_inset(outline, frame, _emptiest_corner(width, height, marks)),
    )


def path(geometry: Any) -> str:
    """The `d` of an SVG path: every ring or line of the geometry, to a tenth of a unit."""
    parts = [
        ring
        for part in shapely.get_parts(geometry)
        for ring in ([part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part])
    ]
    return "".join(_line(shapely.get_coordinates(ring), ring.is_ring) for ring in parts)


def _line(points: Any, is_ring: bool) -> str:
    rounded = [f"{x:.1f} {y:.1f}" for x, y in points]
    distinct = [point for point, _ in groupby(rounded)]
    return f"M{'L'.join(distinct)}{'Z' if is_ring else ''}"


def _marks(ground: Ground, at: Callable[[float, float], tuple[float, float]]) -> list[DrawnMark]:
    found = []
    for mark in ground.marks:
        size: float = SIZES[mark.severity]
        text = ""
        if mark.observations > 1:
            size, text = (
                min(size * CROWDED + len(str(mark.observations)) * 4, LARGEST),
                str(mark.observations),
            )
        found.append(DrawnMark(mark.kind, *at(mark.longitude, mark.latitude), round(size, 1), text))
    return sorted(found, key=lambda mark: -mark.size)


def _inset(outline: Any, frame: Frame, corner: tuple[int, int]) -> Inset | None:
    west, south, east, north = outline.bounds
    across, up = frame.step
    wide, high = across * frame.columns, up * frame.rows
    if wide * high > (east - west) * (north - south) / 2:
        return None
    scale = 100 / max((east - west) / across * up, north - south)
    matrix = [scale * up / across, 0, 0, -scale, -west * scale * up / across, north * scale]
    x, y = matrix[0] * frame.west + matrix[4], north * scale - scale * (frame.south + high)
    box = (round(x, 1), round(y, 1), round(wide * matrix[0], 1), round(high * scale, 1))
    return Inset(path(affine_transform(outline, matrix)), box, *corner)


def _emptiest_corner(width: int, height: int, marks: list[DrawnMark]) -> tuple[int, int]:
    """Where an inset hides the fewest marks."""
    far_x, far_y = width - INSET - GAP, height - INSET - GAP
    corners = [(far_x, far_y), (GAP, far_y), (far_x, GAP), (GAP, GAP)]
    reach = INSET + 2 * GAP
    return min(
        corners,
        key=lambda at: sum(
            at[0] - GAP < m.x < at[0] + reach and at[1] - GAP < m.y < at[1] + reach for m in marks
        ),
    )
