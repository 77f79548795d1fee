"""Reading outlines from a file of any common vector format, by GDAL."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely
from flask_babel import gettext as _
from pyogrio.errors import DataSourceError, FeatureError

from walks.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

# GDAL would close a ring that a file left open, and so guess; now it refuses it.
pyogrio.set_gdal_config_options({"OGR_GEOMETRY_ACCEPT_UNCLOSED_RING": False})

MOST_FEATURES = 20_000
MOST_UNPACKED = 500_000_000  # bytes in a zip
LANGUAGES = ("fr", "nl", "en")

# What a file begins with. Formats that can point at other files (VRT and the like) are not here,
# so that an upload cannot read what lies beside it on the server.
BEGINNINGS = (
    re.compile(rb"\s*(\xef\xbb\xbf)?\s*\{"),  # GeoJSON
    re.compile(rb"SQLite format 3\x00"),  # GeoPackage
    re.compile(rb"fgb\x03"),  # FlatGeobuf
    re.compile(rb"\s*(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<kml", re.DOTALL),
)
WGS84 = {"EPSG:4326", "OGC:CRS84"}
IN_ZIPS = (".shp", ".kml", ".gpkg", ".geojson", ".json", ".fgb")

GUESSES = {
    "code": ("code", "mdzone", "nis", "nsi", "national_code", "sector", "code_quartier", "id"),
    "fr": ("name_fr", "nom_fr", "namefre", "nom", "name:fr", "naam_fr", "namefr"),
    "nl": ("name_nl", "nom_nl", "namedut", "naam", "name:nl", "naam_nl", "namenl"),
    "en": ("name_en", "name:en", "nameen", "name"),
}


@dataclass(frozen=True)
class Source:
    """A file's layer: its fields with their values, its outlines, and what they count in.

    `outlines` are shapely geometries in `crs` (an authority's code such as EPSG:31370, or WKT).
    """

    fields: dict[str, list[Any]]
    outlines: list[Any]
    crs: str

    def preview(self, rows: int = 5) -> list[dict[str, str]]:
        """The first rows, as text, for a person to recognise the fields by."""
        return [
            {name: as_text(values[row]) for name, values in self.fields.items()}
            for row in range(min(rows, len(self.outlines)))
        ]

    def guess(self) -> dict[str, str]:
        """Which field probably holds the code (key "code") and the names (keys fr, nl, en)."""
        by_lower = {name.lower(): name for name in self.fields}
        found = {
            what: next((by_lower[one] for one in candidates if one in by_lower), "")
            for what, candidates in GUESSES.items()
        }
        if not found["fr"] and not found["nl"]:
            found["fr"] = found["en"]
        return {what: name for what, name in found.items() if name}


def refused(reason: str) -> Problem:
    """The refusal of a file, with the reason as a sentence."""
    return Problem("neighbourhoods-refused", reason=reason)


def read(path: Path, *, crs: str | None = None) -> Source:
    """Read the only layer of a file that has outlines.

    `crs` says what the coordinates count in where the file does not, or wrongly.

    Raises:
        Problem: "neighbourhoods-refused" with the reason, when it is no such file.
    """
    meta, geometries, values = _opened(_address(path))
    if len(geometries) == 0:
        raise refused(_("The file holds no outline."))
    if len(geometries) > MOST_FEATURES:
        raise refused(
            _("The file holds more than %(n)s outlines. Load it in parts.", n=MOST_FEATURES)
        )
    source = Source(
        fields={name: list(column) for name, column in zip(meta["fields"], values, strict=True)},
        outlines=_polygons(geometries),
        crs=crs or meta["crs"] or "",
    )
    _check_degrees(source, is_given=crs is not None)
    return source


def as_text(value: Any) -> str:
    """A field's value as text: a whole float loses its ".0", nothing becomes "", controls go."""
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)
    return re.sub(r"[\x00-\x1f\x7f]", " ", str(value)).strip()


def _opened(address: str) -> tuple[dict[str, Any], Any, Any]:
    try:
        layers = pyogrio.list_layers(address)
        with_outlines = [name for name, kind in layers if kind is not None]
        if len(with_outlines) != 1:
            raise refused(
                _("The file holds %(n)s layers. Save the one you mean.", n=len(with_outlines))
            )
        meta, _ids, geometries, values = pyogrio.raw.read(
            address,
            layer=with_outlines[0],
            force_2d=True,
            max_features=MOST_FEATURES + 1,
            datetime_as_string=True,
        )
    except FeatureError as reason:
        raise refused(_("An outline is broken: a ring of it does not close.")) from reason
    except DataSourceError as reason:
        raise refused(_("The file could not be read as a map layer.")) from reason
    return meta, geometries, values


def _address(path: Path) -> str:
    """What GDAL opens: the file itself, or the one layer inside a zip."""
    with path.open("rb") as file:
        beginning = file.read(4096)
    if beginning.startswith(b"PK"):
        return f"/vsizip/{{{path}}}/{_member(path)}"
    if not any(one.match(beginning) for one in BEGINNINGS):
        raise refused(
            _(
                "This is no format that we read. Save it as GeoJSON, GeoPackage, KML or a zipped"
                " Shapefile."
            )
        )
    return str(path)


def _member(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except zipfile.BadZipFile as reason:
        raise refused(_("The zip file is damaged.")) from reason
    if sum(one.file_size for one in members) > MOST_UNPACKED:
        raise refused(_("The zip file holds too much. Save only the layer that you mean."))
    layers = [
        one.filename
        for one in members
        if one.filename.lower().endswith(IN_ZIPS) and "__MACOSX" not in one.filename
    ]
    if len(layers) != 1:
        raise refused(_("The zip file holds %(n)s layers. It must hold one.", n=len(layers)))
    return layers[0]


def _polygons(geometries: Any) -> list[Any]:
    try:
        outlines = shapely.from_wkb(geometries, on_invalid="raise")
    except (shapely.errors.GEOSException, TypeError) as reason:
        raise refused(_("An outline is broken and cannot be drawn.")) from reason
    for row, outline in enumerate(outlines, 1):
        if outline is None or shapely.is_empty(outline):
            raise refused(_("Row %(row)s has no outline, or a ring of it does not close.", row=row))
        if outline.geom_type not in {"Polygon", "MultiPolygon"}:
            raise refused(
                _("Row %(row)s is a point or a line. Neighbourhoods must be polygons.", row=row)
            )
    return list(outlines)


def _check_degrees(source: Source, *, is_given: bool) -> None:
    if is_given and not re.fullmatch(r"[A-Z]{2,10}:\d{1,7}", source.crs):
        raise refused(_("A coordinate system is written like EPSG:31370."))
    sides = shapely.total_bounds(source.outlines)
    if not np.isfinite(sides).all():
        raise refused(_("An outline has a coordinate that is no number."))
    west, south, east, north = sides
    are_degrees = west >= -180 and east <= 180 and south >= -90 and north <= 90  # noqa: PLR2004
    if not are_degrees and source.crs in {"", *WGS84}:
        raise refused(
            _(
                "The coordinates are not degrees, and the file does not say what they are. Say"
                " it: metres in Belgium are mostly EPSG:31370 (--crs EPSG:31370)."
            )
        )
    if not source.crs:
        raise refused(
            _("The file does not say what its coordinates are. Say it: degrees are EPSG:4326.")
        )
