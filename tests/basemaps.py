"""A small real basemap: vector tiles made by PostGIS, in a PMTiles file as Protomaps has it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from math import asinh, floor, pi, radians, tan
from pathlib import Path
from typing import Any

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely.geometry import LineString, Polygon, box
from sqlalchemy import text

from tests.factories import FLAGEY
from walks.basemap import Tile
from walks.database import db

HALF = 0.015  # degrees to each side: 1.1 km to the east, 1.7 km to the north
STREET = 0.001  # degrees from one street to the next, every fifth a major one

ONE_LAYER = text("""
    SELECT ST_AsMVT(drawn, :layer, 4096, 'shape') FROM (
        SELECT ST_AsMVTGeom(
                   ST_Transform(ST_GeomFromText(wkt, 4326), 3857),
                   ST_TileEnvelope(:z, :x, :y)
               ) AS shape, kind, name
        FROM json_to_recordset(CAST(:features AS json)) AS f(wkt text, kind text, name text)
        WHERE ST_GeomFromText(wkt, 4326) && ST_Transform(ST_TileEnvelope(:z, :x, :y), 4326)
    ) AS drawn WHERE shape IS NOT NULL
""")

Feature = dict[str, str | None]


def a_basemap(
    folder: Path,
    *,
    zooms: range = range(11, 16),
    without: str = "",
    tile_type: TileType = TileType.MVT,
    name: str = "ixelles.pmtiles",
) -> Path:
    """Land, a pond, a grid of named streets and a building in each block, around FLAGEY."""
    path = folder / name
    path.write_bytes(_written(zooms, without, tile_type))
    return path


@lru_cache
def _written(zooms: range, without: str, tile_type: TileType) -> bytes:
    layers = {layer: json.dumps(list(made)) for layer, made in _layers() if layer != without}
    file = BytesIO()
    writer = Writer(file)
    for tile in sorted(tiles_around(zooms), key=lambda one: zxy_to_tileid(*one)):
        writer.write_tile(zxy_to_tileid(*tile), gzip.compress(_drawn(tile, layers), mtime=0))
    described = [{"id": layer, "fields": {}} for layer in layers]
    writer.finalize(_header(tile_type), {"vector_layers": described, "name": "Ixelles"})
    return file.getvalue()


def tiles_around(zooms: range) -> Iterator[Tile]:
    """Every tile of the basemap."""
    west, south, east, north = _bounds()
    for zoom in zooms:
        (left, top), (right, bottom) = tile_at(west, north, zoom), tile_at(east, south, zoom)
        for x in range(left, right + 1):
            yield from (Tile(zoom, x, y) for y in range(top, bottom + 1))


def tile_at(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    """Column and row of the tile that holds a point (web Mercator)."""
    side = 2**zoom
    down = (1 - asinh(tan(radians(latitude))) / pi) / 2
    return floor((longitude + 180) / 360 * side), floor(down * side)


def _bounds() -> tuple[float, float, float, float]:
    longitude, latitude = FLAGEY
    return longitude - HALF, latitude - HALF, longitude + HALF, latitude + HALF


def _layers() -> Iterator[tuple[str, Iterator[Feature]]]:
    west, south, _, _ = _bounds()
    x, y = FLAGEY
    pond = Polygon([(x - 0.002, y - 0.003), (x + 0.001, y - 0.003), (x - 0.0005, y - 0.0005)])
    steps = range(int(2 * HALF / STREET))
    yield "earth", iter([_feature(box(*_bounds()), "earth")])
    yield "water", iter([_feature(pond, "lake")])
    yield "roads", (street for step in steps for street in _streets(step))
    corners = ((west + a * STREET, south + b * STREET) for a in steps for b in steps)
    yield "buildings", (_building(corner) for corner in corners)


def _streets(step: int) -> list[Feature]:
    west, south, east, north = _bounds()
    kind = "minor_road" if step % 5 else "major_road"
    across, along = west + step * STREET, south + step * STREET
    return [
        _feature(LineString([(across, south), (across, north)]), kind, f"Rue {step} straat"),
        _feature(LineString([(west, along), (east, along)]), kind, f"Avenue {step} laan"),
    ]


def _building(corner: tuple[float, float]) -> Feature:
    x, y = corner
    return _feature(box(x + 0.0003, y + 0.0003, x + 0.0007, y + 0.0007), "building")


def _feature(shape: Any, kind: str, name: str | None = None) -> Feature:
    return {"wkt": shape.wkt, "kind": kind, "name": name}


def _drawn(tile: Tile, layers: dict[str, str]) -> bytes:
    where = tile._asdict()
    return b"".join(
        bytes(db.session.scalar(ONE_LAYER, {"layer": layer, "features": features, **where}))
        for layer, features in layers.items()
    )


def _header(tile_type: TileType) -> dict[str, Any]:
    west, south, east, north = (round(side * 1e7) for side in _bounds())
    return {
        "version": 3,
        "tile_type": tile_type,
        "tile_compression": Compression.GZIP,
        "internal_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": 14,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }
