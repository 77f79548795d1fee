"""One's own basemap: a PMTiles file of vector tiles in the schema of Protomaps.

Format: PMTiles version 3, https://docs.protomaps.com/pmtiles; layers:
https://docs.protomaps.com/basemaps/layers.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtiles.tile import (
    Compression,
    HeaderDict,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from walks.settings import SettingRefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from pmtiles.tile import Entry

HEAD = 16384  # bytes in which PMTiles puts its header and its root directory
DEPTH = 4  # directories from the root to a tile, at most
DRAWN = {"earth", "roads"}  # layers without which a map of this schema shows nothing
UNREADABLE = (
    MagicNumberNotFound,
    SpecVersionUnsupported,
    EOFError,
    IndexError,
    OSError,
    ValueError,
    zlib.error,
)


class Tile(NamedTuple):
    """A square of the web's map: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int


class Span(NamedTuple):
    """Where bytes lie in the file."""

    offset: int
    length: int


@dataclass(frozen=True)
class Basemap:
    """A checked file. Equal to another when the bytes that describe them both are."""

    path: Path
    digest: str  # of header, root directory, metadata and size

    @property
    def header(self) -> HeaderDict:
        """What the file says of itself: zooms, bounds in degrees times 10 million, offsets."""
        return _header(self.path)

    @property
    def metadata(self) -> dict[str, Any]:
        """The file's name, attribution and layers."""
        return _metadata(self.path)

    def span(self, tile: Tile) -> Span | None:
        """Where the tile's bytes lie, or none where the file has no such tile."""
        header, wanted = self.header, zxy_to_tileid(*tile)
        at = Span(header["root_offset"], header["root_length"])
        for _ in range(DEPTH):
            found = find_tile(_directory(self.path, at), wanted)
            if found is None:
                return None
            if found.run_length:
                return Span(header["tile_data_offset"] + found.offset, found.length)
            at = Span(header["leaf_directory_offset"] + found.offset, found.length)
        return None

    def read(self, at: Span) -> bytes:
        """The bytes at that place."""
        return _bytes(self.path, at)


@lru_cache(maxsize=8)
def opened(path: Path) -> Basemap:
    """The basemap in this file, looked at once for as long as Walks runs.

    Raises:
        SettingRefusedError: it cannot be read, or is not of that format and schema.
    """
    try:
        reason = _not_fit(path)
        digest = hashlib.sha256(_bytes(path, Span(0, HEAD)))
        digest.update(f"{_metadata(path)} {path.stat().st_size}".encode())
    except UNREADABLE as unread:
        reason = "it is no PMTiles file of version 3, or cannot be read"
        raise _refusal(path, reason) from unread
    if reason:
        raise _refusal(path, reason)
    return Basemap(path, digest.hexdigest())


def _not_fit(path: Path) -> str:
    """Why the file cannot serve as a basemap; empty when it can."""
    header = _header(path)
    if header["tile_type"] != TileType.MVT:
        return "its tiles are pictures, not vectors"
    squeezed = (header["internal_compression"], header["tile_compression"])
    if squeezed[0] != Compression.GZIP or squeezed[1] not in {Compression.GZIP, Compression.NONE}:
        return "it is compressed otherwise than with gzip"
    lacking = DRAWN - {layer.get("id") for layer in _metadata(path).get("vector_layers", [])}
    return f"it has no layer named {' and '.join(sorted(lacking))}" if lacking else ""


def _refusal(path: Path, reason: str) -> SettingRefusedError:
    return SettingRefusedError(
        f"WALKS_BASEMAP is '{path}', but must be a PMTiles file of vector tiles in the schema of "
        f"Protomaps: {reason}. docs/operator.md says how to get one."
    )


@lru_cache(maxsize=8)
def _header(path: Path) -> HeaderDict:
    return deserialize_header(_bytes(path, Span(0, 127)))


@lru_cache(maxsize=8)
def _metadata(path: Path) -> dict[str, Any]:
    header = _header(path)
    written = _bytes(path, Span(header["metadata_offset"], header["metadata_length"]))
    if header["internal_compression"] == Compression.GZIP:
        written = gzip.decompress(written)
    return dict(json.loads(written))


@lru_cache(maxsize=16)
def _directory(path: Path, at: Span) -> list[Entry]:
    return deserialize_directory(_bytes(path, at))


def _bytes(path: Path, at: Span) -> bytes:
    with path.open("rb") as file:
        file.seek(at.offset)
        return file.read(at.length)
