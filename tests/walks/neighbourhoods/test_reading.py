import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from tests.walks.neighbourhoods.files import BOW_TIE, IN_METRES, SQUARE, feature, geojson
from walks.neighbourhoods.reading import as_text, read
from walks.problems import Problem


def refusal(path: Path, crs: str | None = None) -> str:
    with pytest.raises(Problem) as refused:
        read(path, crs=crs)
    assert refused.value.code == "neighbourhoods-refused"
    return str(refused.value.values["reason"])


def test_a_file_tells_its_fields_and_which_hold_code_and_names(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(SQUARE, code="A1", name_fr="Étangs", name_nl="Vijvers"))
    source = read(path)
    assert source.crs == "EPSG:4326"
    assert source.guess() == {"code": "code", "fr": "name_fr", "nl": "name_nl"}
    assert source.preview() == [{"code": "A1", "name_fr": "Étangs", "name_nl": "Vijvers"}]


def test_a_third_dimension_is_left_behind(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature([[*point, 60.0] for point in SQUARE], code="A1"))
    assert not read(path).outlines[0].has_z


def test_metres_without_a_coordinate_system_are_refused_and_told_how_to_mend(
    tmp_path: Path,
) -> None:
    path = geojson(tmp_path, feature(IN_METRES, code="A1"))
    assert "--crs EPSG:31370" in refusal(path)
    assert read(path, crs="EPSG:31370").crs == "EPSG:31370"


def test_a_coordinate_system_must_be_written_as_one(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(IN_METRES, code="A1"))
    assert "written like EPSG:31370" in refusal(path, crs="Lambert; DROP TABLE")


@pytest.mark.parametrize(
    ("kind", "ring"), [("Point", SQUARE[0]), ("LineString", SQUARE)], ids=["points", "lines"]
)
def test_points_and_lines_are_refused(tmp_path: Path, kind: str, ring: list[object]) -> None:
    path = geojson(tmp_path, feature(ring, kind=kind, code="A1"))
    assert "must be polygons" in refusal(path)


def test_a_ring_that_does_not_close_is_refused(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(SQUARE[:-1], code="A1"))
    assert "does not close" in refusal(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a map",
        b'{"type": "FeatureCollection", "features": [',
        b"%PDF-1.7",
        b"PK\x03\x04 broken",
        b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>",
        b'{"type": "FeatureCollection", "features": []}',
    ],
    ids=["empty", "text", "cut", "pdf", "zip", "vrt", "no features"],
)
def test_a_file_that_is_no_layer_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.geojson"
    path.write_bytes(content)
    assert refusal(path)


def test_a_row_without_an_outline_is_named(tmp_path: Path) -> None:
    empty = {"type": "Feature", "properties": {"code": "B"}, "geometry": None}
    path = geojson(tmp_path, feature(SQUARE, code="A"), empty)
    assert "Row 2" in refusal(path)


def test_a_zip_may_hold_one_layer_only(tmp_path: Path) -> None:
    layer = geojson(tmp_path, feature(SQUARE, code="A1"))
    packed = tmp_path / "layers.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(layer, "one.geojson")
    assert len(read(packed).outlines) == 1
    with zipfile.ZipFile(packed, "a") as file:
        file.write(layer, "two.geojson")
    assert "2 layers" in refusal(packed)


def test_a_zip_that_would_fill_the_disk_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walks.neighbourhoods.reading.MOST_UNPACKED", 1000)
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("one.geojson", b" " * 2000)
    assert "holds too much" in refusal(packed)


def test_an_outline_that_crosses_itself_can_still_be_read(tmp_path: Path) -> None:
    assert len(read(geojson(tmp_path, feature(BOW_TIE, code="A1"))).outlines) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [(36.0, "36"), (36.5, "36.5"), (None, ""), (float("nan"), ""), (" a\x00b\n", "a b"), (7, "7")],
)
def test_a_value_as_text(value: object, text: str) -> None:
    assert as_text(value) == text


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Étangs</name>
<ExtendedData><Data name="code"><value>A1</value></Data></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>
4.36,50.82,0 4.38,50.82,0 4.38,50.83,0 4.36,50.83,0 4.36,50.82,0
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"""


def test_a_kml_is_read_in_degrees_and_flat(tmp_path: Path) -> None:
    path = tmp_path / "outlines.kml"
    path.write_text(KML)
    source = read(path)
    assert source.crs == "EPSG:4326"
    assert not source.outlines[0].has_z
    assert source.guess()["code"] == "code"
    assert "Étangs" in source.preview()[0].values()


def test_a_flatgeobuf_and_a_geopackage_say_the_same_as_the_geojson(tmp_path: Path) -> None:
    plain = read(geojson(tmp_path, feature(SQUARE, code="A1", name_fr="Étangs")))
    for ending in ("fgb", "gpkg"):
        path = tmp_path / f"outlines.{ending}"
        pyogrio.raw.write(
            path,
            shapely.to_wkb(plain.outlines),
            [np.array(plain.fields["code"], dtype=object)],
            ["code"],
            geometry_type="Polygon",
            crs="EPSG:4326",
        )
        found = read(path)
        assert found.fields["code"] == ["A1"]
        assert shapely.equals(found.outlines[0], plain.outlines[0])
