"""A walk's corridor: which tiles of the basemap travel, and how many at most."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from flask import Flask
from geoalchemy2.shape import from_shape, to_shape
from pmtiles.reader import MemorySource, Reader, all_tiles
from sqlalchemy import func, select

from tests.basemaps import a_basemap, tile_at
from tests.factories import ANTWERP, FLAGEY, a_neighbourhood, a_walk
from walks.basemap import Basemap, Tile, opened
from walks.database import WGS84, db
from walks.walks import Walk, archive, corridor_of
from walks.walks import corridor as corridor_


@pytest.fixture
def basemap(app: Flask, tmp_path: Path) -> Basemap:
    return opened(a_basemap(tmp_path))


def metres_from_the_way(tile: Tile, walk: Walk) -> float:
    """How far a tile is from the itinerary, as PostGIS measures it on the ellipsoid."""
    square = func.ST_Transform(func.ST_TileEnvelope(*tile), WGS84)
    apart = func.ST_Distance(func.geography(square), func.geography(Walk.itinerary))
    return float(db.session.scalar(select(apart).where(Walk.id == walk.id)))


def neighbours(tiles: set[Tile]) -> set[Tile]:
    return {
        Tile(z, x + right, y + down)
        for z, x, y in tiles
        for right in (-1, 0, 1)
        for down in (-1, 0, 1)
    } - tiles


def test_it_holds_each_tile_that_the_way_comes_near_and_no_other(basemap: Basemap) -> None:
    walk = a_walk(stops=6)
    found = corridor_of(walk, on=basemap)
    assert found is not None
    tiles = set(found.tiles)
    assert {tile.z for tile in tiles} == {13, 14, 15}
    assert all(metres_from_the_way(tile, walk) <= corridor_.METRES + 1 for tile in tiles)
    assert all(metres_from_the_way(tile, walk) > corridor_.METRES - 1 for tile in neighbours(tiles))


def test_a_stop_beside_the_itinerary_has_its_ground_too(basemap: Basemap) -> None:
    walk = a_walk()
    before = corridor_of(walk, on=basemap)
    aside = (FLAGEY[0] - 0.012, FLAGEY[1] + 0.01)
    walk.stops[1].position = from_shape(shapely.Point(aside), srid=WGS84)
    db.session.commit()
    after = corridor_of(walk, on=basemap)
    assert before is not None
    assert after is not None
    there = Tile(15, *tile_at(*aside, 15))
    assert there in after.tiles
    assert there not in before.tiles
    assert before.digest != after.digest


def test_it_travels_as_one_file_with_the_basemaps_own_bytes(basemap: Basemap) -> None:
    found = corridor_of(a_walk(), on=basemap)
    assert found is not None
    source = MemorySource(archive(found))
    header = Reader(source).header()
    assert dict(all_tiles(source)) == {tile: basemap.read(span) for tile, span in found.spans()}
    assert (header["min_zoom"], header["max_zoom"]) == (13, 15)
    bounds = [header[f"{side}_e7"] / 1e7 for side in ("min_lon", "min_lat", "max_lon", "max_lat")]
    assert shapely.box(*bounds).covers(to_shape(a_walk().itinerary))
    assert found.size <= len(source(0, 10**9)) < found.size + 1000


def test_the_finest_zooms_stay_behind_when_there_are_too_many_tiles(
    basemap: Basemap, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = a_walk(stops=8)
    whole = corridor_of(walk, on=basemap)
    assert whole is not None
    monkeypatch.setattr(corridor_, "MAX_TILES", len(whole.tiles) - 1)
    less = corridor_of(walk, on=basemap)
    assert less is not None
    assert {tile.z for tile in less.tiles} == {13, 14}
    assert set(less.tiles) < set(whole.tiles)


def test_the_finest_zooms_stay_behind_when_there_are_too_many_bytes(
    basemap: Basemap, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = a_walk(stops=8)
    whole = corridor_of(walk, on=basemap)
    assert whole is not None
    monkeypatch.setattr(corridor_, "MAX_BYTES", whole.size - 1)
    less = corridor_of(walk, on=basemap)
    assert less is not None
    assert less.size < whole.size
    monkeypatch.setattr(corridor_, "MAX_BYTES", 1)
    assert corridor_of(walk, on=basemap) is None


def test_a_line_drawn_around_the_world_ends_soon(basemap: Basemap) -> None:
    walk = a_walk()
    walk.itinerary = from_shape(shapely.LineString([(-120, -40), FLAGEY, (140, 60)]), srid=WGS84)
    db.session.commit()
    found = corridor_of(walk, on=basemap)
    assert found is None or len(found.tiles) <= corridor_.MAX_TILES


def test_a_walk_without_a_way_has_its_area_else_its_neighbourhood(basemap: Basemap) -> None:
    quarter = a_neighbourhood(half=0.004)
    within = corridor_of(a_walk(around=None, within=quarter), on=basemap)
    walk = a_walk(around=None, within=quarter)
    x, y = FLAGEY
    walk.area = from_shape(shapely.box(x, y, x + 0.0001, y + 0.0001), srid=WGS84)
    db.session.commit()
    in_area = corridor_of(walk, on=basemap)
    assert within is not None
    assert in_area is not None
    assert set(in_area.tiles) < set(within.tiles)


def test_there_is_none_without_a_place_or_off_the_basemap(basemap: Basemap) -> None:
    assert corridor_of(a_walk(around=None), on=basemap) is None
    assert corridor_of(a_walk(around=ANTWERP), on=basemap) is None


def test_a_coarse_basemap_gives_what_it_has(app: Flask, tmp_path: Path) -> None:
    coarse = opened(a_basemap(tmp_path, zooms=range(11, 13)))
    found = corridor_of(a_walk(), on=coarse)
    assert found is not None
    assert {tile.z for tile in found.tiles} == {12}


def test_the_same_way_gives_the_same_file(basemap: Basemap) -> None:
    walk = a_walk()
    one, again = corridor_of(walk, on=basemap), corridor_of(walk, on=basemap)
    assert one is not None
    assert one == again
    first = archive(one)
    archive.cache_clear()
    assert archive(one) == first
