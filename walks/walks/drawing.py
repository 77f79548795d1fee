"""Itinerary, area and stops as people draw and type them, and as geometry.

A point is typed as latitude and longitude in decimal degrees (WGS 84), one point a line:
`50.82752, 4.37196`. A stop is a line of `name | prompt | latitude, longitude`, of which only the
name must be there. In Python a point is (longitude, latitude), as in GeoJSON.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as ShapelyPoint

from walks.database import WGS84

if TYPE_CHECKING:
    from collections.abc import Iterable

    from walks.walks.walk import Stop

Point = tuple[float, float]

MOST_POINTS = 2_000
MOST_STOPS = 50
LONGEST_KM = 50
LONGEST_NAME = 200
LONGEST_PROMPT = 500
EARTH_KM = 6371.0088  # mean radius, IUGG

_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,20})?"
_POINT = re.compile(rf"\s*({_NUMBER})\s*(?:[,;]\s*|\s)({_NUMBER})\s*", re.ASCII)
# A decimal comma is how French and Dutch write: "50,8275 4,3720" or "50,8275; 4,3720".
_WITH_COMMAS = re.compile(r"\s*([-+]?\d{1,3},\d+)\s*[;\s]\s*([-+]?\d{1,3},\d+)\s*", re.ASCII)


class UnreadableError(ValueError):
    """What was drawn or typed cannot be used; the message is a sentence for its author."""


@dataclass(frozen=True)
class TypedStop:
    """A stop as its author typed it."""

    name: str
    prompt: str = ""
    position: Point | None = None


def point(text: str) -> Point:
    """Read one point.

    Raises:
        UnreadableError: it is not a latitude and a longitude, or is not on the globe.
    """
    commas = _WITH_COMMAS.fullmatch(text)
    match = commas or _POINT.fullmatch(text)
    if match is None:
        raise UnreadableError(
            _("“%(text)s” is not a point. Write it like this: 50.82752, 4.37196", text=text[:40])
        )
    latitude, longitude = (float(number.replace(",", ".")) for number in match.groups())
    if abs(latitude) > 90 and abs(longitude) <= 90:  # noqa: PLR2004 - degrees
        raise UnreadableError(
            _("“%(text)s” is the wrong way round. Write the latitude first.", text=text.strip())
        )
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 - degrees
        raise UnreadableError(_("“%(text)s” is not on the globe.", text=text.strip()))
    return longitude, latitude


def itinerary(text: str) -> list[Point]:
    """Read the points of an itinerary, one a line; none when nothing is typed.

    Raises:
        UnreadableError: a line is not a point, or the whole is no itinerary to walk.
    """
    points = _points(text)
    if len(points) == 1:
        raise UnreadableError(_("An itinerary needs two points or more."))
    length = length_km(points)
    if length > LONGEST_KM:
        raise UnreadableError(
            _("This itinerary is %(km)s km long. Check its points.", km=round(length))
        )
    return points


def area(text: str) -> list[Point]:
    """Read the corners of an area, one a line; none when nothing is typed.

    Raises:
        UnreadableError: a line is not a point, or the corners bound no area.
    """
    corners = _points(text)
    if corners and corners[0] == corners[-1]:
        corners = corners[:-1]
    if not corners:
        return []
    if len(corners) < 3:  # noqa: PLR2004 - a triangle
        raise UnreadableError(_("An area needs three corners or more."))
    outline = Polygon(corners)
    if not outline.is_valid or outline.area == 0:
        raise UnreadableError(_("The edge of the area crosses itself. Draw it all the way round."))
    if length_km([*corners, corners[0]]) > 2 * LONGEST_KM:
        raise UnreadableError(_("This area is far too large for a walk. Check its corners."))
    return corners


def stops(text: str) -> list[TypedStop]:
    """Read stops, one a line; none when nothing is typed.

    Raises:
        UnreadableError: a line cannot be read, two stops share a name, or there are too many.
    """
    found = [_stop(line) for line in text.splitlines() if line.strip()]
    if len(found) > MOST_STOPS:
        raise UnreadableError(
            _(
                "These are %(count)s stops. A walk has %(most)s at most.",
                count=len(found),
                most=MOST_STOPS,
            )
        )
    names = [stop.name.casefold() for stop in found]
    twice = next((stop.name for stop in found if names.count(stop.name.casefold()) > 1), None)
    if twice is not None:
        raise UnreadableError(
            _("Two stops are called “%(name)s”. Give each a name of its own.", name=twice)
        )
    return found


def length_km(points: list[Point]) -> float:
    """How long the line is, by great circles on a sphere (haversine formula), in kilometres."""
    return sum(_apart(a, b) for a, b in pairwise(points))


def text_of_point(position: Any) -> str:
    """A kept point as people type it; nothing for none."""
    return _text(to_shape(position).coords) if position is not None else ""


def text_of_line(line: Any) -> str:
    """A kept itinerary as people type it."""
    return _text(to_shape(line).coords) if line is not None else ""


def text_of_area(outline: Any) -> str:
    """A kept area as people type it, without the corner that closes it."""
    return _text(to_shape(outline).exterior.coords[:-1]) if outline is not None else ""


def text_of_stops(kept: list[Stop]) -> str:
    """Kept stops as people type them."""
    lines = []
    for stop in kept:
        parts = [stop.name, stop.prompt, text_of_point(stop.position)]
        while not parts[-1]:
            parts.pop()
        lines.append(" | ".join(parts))
    return "\n".join(lines)


def as_point(position: Point | None) -> Any:
    """The point as its column wants it."""
    return from_shape(ShapelyPoint(position), srid=WGS84) if position else None


def as_line(points: list[Point]) -> Any:
    """The itinerary as its column wants it."""
    return from_shape(LineString(points), srid=WGS84) if points else None


def as_area(corners: list[Point]) -> Any:
    """The area as its column wants it."""
    return from_shape(Polygon(corners), srid=WGS84) if corners else None


def _points(text: str) -> list[Point]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_POINTS:
        raise UnreadableError(
            _("These are %(count)s points. %(most)s fit.", count=len(lines), most=MOST_POINTS)
        )
    return [point(line) for line in lines]


def _stop(line: str) -> TypedStop:
    parts = [part.strip() for part in line.split("|")]
    name, prompt, where = (*parts, "", "")[:3]
    if not name or len(parts) > 3:  # noqa: PLR2004 - name, prompt, position
        raise UnreadableError(
            _(
                "“%(line)s” is not a stop. Write its name, then “|” and what to ask there.",
                line=line.strip()[:60],
            )
        )
    if len(name) > LONGEST_NAME:
        raise UnreadableError(_("The name “%(name)s…” is too long.", name=name[:40]))
    if len(prompt) > LONGEST_PROMPT:
        raise UnreadableError(_("What to ask at “%(name)s” is too long.", name=name))
    return TypedStop(name, prompt, point(where) if where else None)


def _apart(a: Point, b: Point) -> float:
    (lon_a, lat_a), (lon_b, lat_b) = (map(radians, end) for end in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def _text(points: Iterable[tuple[float, ...]]) -> str:
    return "\n".join(f"{latitude:.6f}, {longitude:.6f}" for longitude, latitude in points)
