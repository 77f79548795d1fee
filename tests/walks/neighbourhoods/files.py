"""Boundary files as people send them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SQUARE = [[4.36, 50.82], [4.38, 50.82], [4.38, 50.83], [4.36, 50.83], [4.36, 50.82]]
BOW_TIE = [[4.36, 50.82], [4.38, 50.83], [4.38, 50.82], [4.36, 50.83], [4.36, 50.82]]
IN_METRES = [
    [148000, 168000],
    [149000, 168000],
    [149000, 169000],
    [148000, 169000],
    [148000, 168000],
]


def feature(ring: list[Any], *, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    coordinates: Any = [ring] if kind == "Polygon" else ring
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def geojson(folder: Path, *features: dict[str, Any], name: str = "outlines.geojson") -> Path:
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


def shifted(ring: list[list[float]], east: float) -> list[list[float]]:
    return [[x + east, *rest] for x, *rest in ring]
