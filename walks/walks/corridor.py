"""A walk's corridor: the few tiles of the basemap around its itinerary, for phones to keep."""

# mypy: disallow-untyped-calls=False
# The writer of PMTiles names no types.

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import atan, degrees, pi, sinh
from typing import TYPE_CHECKING, Any

import shapely
from geoalchemy2.shape import to_shape
from pmtiles.tile import HeaderDict, zxy_to_tileid
from pmtiles.writer import Writer
from sqlalchemy import func, select

from walks.basemap import Basemap, Span, Tile
from walks.database import db

if TYPE_CHECKING:
    from collections.abc import Iterator

    from walks.walks.walk import Walk

METRES = 150  # to each side of the itinerary and around each stop
FIRST_ZOOM = 13  # the coarsest tiles that travel: a phone's screen shows 4 km of them
MAX_TILES = 200
MAX_BYTES = 3_000_000


@dataclass(frozen=True)
class Corridor:
    """The tiles that travel, coarse to fine, and where each lies in the basemap."""

    basemap: Basemap
    tiles: tuple[Tile, ...]

    @property
    def digest(self) -> str:
        """What is in it, as one word: it changes with the way and with the basemap."""
        return hashlib.sha256(f"{self.basemap.digest} {self.tiles}".encode()).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of its tiles."""
        return sum(span.length for _, span in self.spans())

    def spans(self) -> Iterator[tuple[Tile, Span]]:
        """Each tile with its place in the basemap."""
        for tile in self.tiles:
            if span := self.basemap.span(tile):
                yield tile, span


def corridor_of(walk: Walk, on: Basemap) -> Corridor | None:
    """The walk's corridor, or none where it has no place or the basemap does not reach it."""
    ground = _ground(walk)
    if ground is None:
        return None
    tiles = tuple(_touched(ground, on))
    return Corridor(on, tiles) if tiles else None


@lru_cache(maxsize=8)
def archive(corridor: Corridor) -> bytes:
    """The corridor as a PMTiles file of its own; the last few are remembered."""
    written = BytesIO()
    writer = Writer(written)
    for tile, span in sorted(corridor.spans(), key=lambda one: zxy_to_tileid(*one[0])):
        writer.write_tile(zxy_to_tileid(*tile), corridor.basemap.read(span))
    attribution = corridor.basemap.metadata.get("attribution", "")
    writer.finalize(_header(corridor), {"attribution": attribution})
    return written.getvalue()


def _ground(walk: Walk) -> Any:
    """What lies around itinerary and stops; without them, the area or else the neighbourhood."""
    way = [walk.itinerary, *(stop.position for stop in walk.stops)]
    outline = walk.area if walk.area is not None else _outline(walk)
    drawn = [to_shape(one) for one in way if one is not None]
    if not drawn:
        return None if outline is None else to_shape(outline)
    line = func.ST_GeogFromWKB(shapely.union_all(drawn).wkb)
    around = func.ST_Buffer(line, METRES)
    return shapely.from_wkb(bytes(db.session.scalars(select(func.ST_AsBinary(around))).one()))


def _outline(walk: Walk) -> Any:
    return walk.neighbourhood.outline if walk.neighbourhood else None


def _touched(ground: Any, basemap: Basemap) -> Iterator[Tile]:
    """The basemap's tiles that touch the ground, zoom by zoom, as long as a whole zoom fits."""
    shapely.prepare(ground)
    last = basemap.header["max_zoom"]
    first = max(min(FIRST_ZOOM, last), basemap.header["min_zoom"])
    level, tiles, size = [Tile(0, 0, 0)], 0, 0
    for zoom in range(last + 1):
        if zoom:
            level = [part for tile in level for part in _quarters(tile) if _meets(part, ground)]
        if tiles + len(level) > MAX_TILES:
            return
        if zoom < first:
            continue
        there = [(tile, span) for tile in level if (span := basemap.span(tile))]
        tiles += len(there)
        size += sum(span.length for _, span in there)
        if size > MAX_BYTES:
            return
        yield from (tile for tile, _ in there)


def _quarters(tile: Tile) -> list[Tile]:
    z, x, y = tile
    return [Tile(z + 1, 2 * x + right, 2 * y + down) for down in (0, 1) for right in (0, 1)]


def _meets(tile: Tile, ground: Any) -> bool:
    return bool(ground.intersects(shapely.box(*bounds_of(tile))))


def bounds_of(tile: Tile) -> tuple[float, float, float, float]:
    """West, south, east and north of a tile in degrees (web Mercator, EPSG:3857)."""
    side = 2**tile.z
    west, east = (360 * (tile.x + step) / side - 180 for step in (0, 1))
    south, north = (degrees(atan(sinh(pi * (1 - 2 * (tile.y + step) / side)))) for step in (1, 0))
    return west, south, east, north


def _header(corridor: Corridor) -> HeaderDict:
    """The basemap's header with the corridor's bounds; the writer adds zooms and offsets."""
    whole = shapely.union_all([shapely.box(*bounds_of(tile)) for tile in corridor.tiles])
    west, south, east, north = (round(side * 1e7) for side in whole.bounds)
    return corridor.basemap.header | {
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": corridor.tiles[0].z,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }
