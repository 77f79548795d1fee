"""The basemap: which file is one, and what it holds."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from pmtiles import writer
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import TileType

from tests.basemaps import a_basemap, tiles_around
from tests.conftest import settings_in
from walks import create_app
from walks.basemap import Tile, opened
from walks.settings import SettingRefusedError, Settings


def test_every_tile_of_the_file_is_found_as_another_reader_finds_it(
    app: Flask, tmp_path: Path
) -> None:
    basemap = opened(a_basemap(tmp_path))
    with basemap.path.open("rb") as file:
        other = Reader(MmapSource(file))
        for tile in tiles_around(range(11, 16)):
            span = basemap.span(tile)
            assert span is not None
            assert basemap.read(span) == other.get(*tile)
    assert b"roads" in gzip.decompress(basemap.read(span))


def test_a_large_files_tiles_are_found_through_its_leaves(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_leaves = lambda entries, _length: writer.build_roots_leaves(entries, 8)  # noqa: E731
    monkeypatch.setattr(writer, "optimize_directories", in_leaves)
    basemap = opened(a_basemap(tmp_path, zooms=range(12, 16), name="leaves.pmtiles"))
    assert basemap.header["leaf_directory_length"] > 0
    assert all(basemap.span(tile) for tile in tiles_around(range(12, 16)))
    assert basemap.span(Tile(15, 1, 1)) is None


def test_a_tile_outside_the_file_is_none(app: Flask, tmp_path: Path) -> None:
    basemap = opened(a_basemap(tmp_path))
    assert basemap.span(Tile(15, 0, 0)) is None
    assert basemap.span(Tile(5, 16, 10)) is None


def test_another_file_has_another_digest(app: Flask, tmp_path: Path) -> None:
    one = opened(a_basemap(tmp_path, name="one.pmtiles"))
    same = opened(a_basemap(tmp_path, name="same.pmtiles"))
    less = opened(a_basemap(tmp_path, name="less.pmtiles", zooms=range(11, 15)))
    assert one.digest == same.digest
    assert one.digest != less.digest


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"tile_type": TileType.PNG}, "its tiles are pictures"),
        ({"without": "roads"}, "it has no layer named roads"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_reason(
    app: Flask, tmp_path: Path, values: dict[str, object], reason: str
) -> None:
    path = a_basemap(tmp_path, zooms=range(11, 13), **values)
    with pytest.raises(SettingRefusedError, match=reason):
        opened(path)


@pytest.mark.parametrize("content", [b"", b"PMTiles", b"\x89PNG\r\n" * 40, b"PMTiles\x03" * 200])
def test_what_is_no_basemap_at_all_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "strange.pmtiles"
    path.write_bytes(content)
    with pytest.raises(SettingRefusedError, match="no PMTiles file of version 3"):
        opened(path)


def test_walks_does_not_start_with_a_basemap_that_is_not_there(tmp_path: Path) -> None:
    missing = tmp_path / "missing.pmtiles"
    settings = Settings.from_environment({"WALKS_BASEMAP": str(missing)})
    assert settings.basemap == missing
    with pytest.raises(SettingRefusedError, match=r"WALKS_BASEMAP is '.*missing.pmtiles', but"):
        create_app(settings, database_url="postgresql:///")


def test_with_a_basemap_no_pictured_tiles_are_asked_for(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    assert settings.pictured_tiles == settings.tile_url
    with_one = Settings(var=tmp_path, basemap=tmp_path / "ixelles.pmtiles")
    assert with_one.pictured_tiles is None
    assert Settings.from_environment({"WALKS_BASEMAP": "none"}).basemap is None


def test_a_real_file_of_another_schema_is_refused(real_data: Path) -> None:
    path = real_data / "basemap" / "water.pmtiles"
    if not path.exists():
        pytest.skip(f"the real data hold no {path.name}")
    with pytest.raises(SettingRefusedError, match="no layer named earth and roads"):
        opened(path)
