"""GET /api/exports/observations.geojson"""

import gzip
import json
from pathlib import Path
from typing import Any

import jsonschema
import pyogrio
import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely import from_wkb

from tests.factories import (
    a_facilitator,
    a_neighbourhood,
    a_photo,
    a_planner,
    a_walk,
    an_administrator,
    an_observation,
    an_organisation,
    signed_in,
)
from walks.database import db
from walks.exports.properties import PROPERTIES
from walks.observations import release

ADDRESS = "/api/exports/observations.geojson"

# RFC 7946, sections 3, 3.1.2, 3.2 and 3.3, as far as this export goes: points or nothing.
FEATURE_COLLECTION = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": "string", "format": "uuid"},
                    "properties": {
                        "type": "object",
                        "required": [one.name for one in PROPERTIES],
                        "additionalProperties": False,
                        "properties": {one.name: {} for one in PROPERTIES},
                    },
                    "geometry": {
                        "anyOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "additionalProperties": False,
                                "properties": {
                                    "type": {"const": "Point"},
                                    "coordinates": {
                                        "type": "array",
                                        "minItems": 2,
                                        "maxItems": 2,
                                        "items": {"type": "number"},
                                    },
                                },
                            },
                        ]
                    },
                },
            },
        },
    },
}


def export(client: FlaskClient, **filters: Any) -> dict[str, Any]:
    answer = client.get(ADDRESS, query_string=filters)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.content_type == "application/geo+json"
    collection: dict[str, Any] = json.loads(answer.data)
    jsonschema.validate(collection, FEATURE_COLLECTION)
    return collection


def notes(client: FlaskClient, **filters: Any) -> set[str]:
    return {one["properties"]["note"] for one in export(client, **filters)["features"]}


@pytest.fixture
def walk(app: Flask) -> Any:
    a_neighbourhood("Flagey", code="36")
    return a_walk(state="closed", stops=3)


@pytest.fixture
def facilitator(app: Flask, walk: Any) -> FlaskClient:
    return signed_in(app, a_facilitator(of=walk.organisation))


def test_nothing_is_still_a_collection(app: Flask) -> None:
    client = signed_in(app, a_facilitator())
    assert export(client) == {"type": "FeatureCollection", "features": []}


def test_a_feature_says_what_was_noticed_and_where(walk: Any, facilitator: FlaskClient) -> None:
    made = an_observation(
        of="sight.lighting",
        on=walk,
        kind="problem",
        severity=2,
        note='„Trop“ <sombre> \\ "noir" 🌒\n',
    )
    a_photo(of=made)
    (feature,) = export(facilitator)["features"]
    assert feature["id"] == str(made.id)
    assert feature["geometry"]["coordinates"] == [4.3722, 50.8277]
    said = feature["properties"]
    assert said["note"] == '„Trop“ <sombre> \\ "noir" 🌒\n'
    assert (said["theme"], said["category"], said["severity"]) == ("sight", "sight.lighting", 2)
    assert (said["neighbourhood"], said["walk"], said["photos"]) == ("36", str(walk.id), 1)
    assert said["recorded_at"].endswith("+00:00")


def test_what_is_known_by_its_stop_only_has_no_geometry(
    walk: Any, facilitator: FlaskClient
) -> None:
    an_observation(on=walk, at=walk.stops[2])
    (feature,) = export(facilitator)["features"]
    assert feature["geometry"] is None
    assert (feature["properties"]["stop"], feature["properties"]["position_source"]) == (3, "stop")


def test_nothing_leads_to_a_participant(walk: Any, facilitator: FlaskClient) -> None:
    made = an_observation(on=walk)
    assert str(made.participant_id) not in json.dumps(export(facilitator))
    assert not [one.name for one in PROPERTIES if "participant" in one.name]


def test_each_reads_what_is_theirs_to_read(app: Flask, walk: Any, facilitator: FlaskClient) -> None:
    other = a_walk(by=an_organisation(), state="closed")
    an_observation(on=walk, note="kept back")
    released = an_observation(on=other, note="released")
    release(released, by=a_facilitator(of=other.organisation))
    db.session.commit()
    assert notes(facilitator) == {"kept back"}
    assert notes(signed_in(app, a_planner())) == {"released"}
    assert signed_in(app, an_administrator()).get(ADDRESS).status_code == 403
    assert app.test_client().get(ADDRESS).status_code == 401


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"neighbourhood": "36"}, {"here"}),
        ({"neighbourhood": "37"}, set()),
        ({"theme": "sight"}, {"here"}),
        ({"category": "comfort.bench"}, {"there"}),
        ({"kind": "asset"}, {"there"}),
        ({"severity": "3"}, {"here"}),
        ({"begins": "2026-01-01", "ends": "2026-12-31"}, {"here", "there"}),
        ({"ends": "2020-01-01"}, set()),
        ({"bbox": "4.3,50.8,4.4,50.9"}, {"here"}),
        ({"bbox": "4.3,50.8,4.4,50.9", "kind": "asset"}, set()),
    ],
)
def test_a_filter_leaves_what_it_says(
    walk: Any, facilitator: FlaskClient, filters: dict[str, str], left: set[str]
) -> None:
    an_observation(of="sight.lighting", on=walk, kind="problem", severity=3, note="here")
    an_observation(of="comfort.bench", on=walk, kind="asset", at=(4.5, 51.0), note="there")
    assert notes(facilitator, **filters) == left


@pytest.mark.parametrize(
    "filters",
    [
        {"walk": "not-an-id"},
        {"kind": "complaint"},
        {"severity": "4"},
        {"begins": "soon"},
        {"begins": "2026-02-01", "ends": "2026-01-01"},
        {"bbox": "1,2,3"},
        {"bbox": "50.8,4.3,50.9,4.2"},
        {"bbox": "nan,0,1,1"},
        {"neighborhood": "36"},
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(
    facilitator: FlaskClient, filters: dict[str, str]
) -> None:
    answer = facilitator.get(ADDRESS, query_string=filters)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert set(filters) & set(answer.json["errors"])


def test_gzip_holds_the_same(walk: Any, facilitator: FlaskClient) -> None:
    an_observation(on=walk)
    packed = facilitator.get(ADDRESS, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.data)) == export(facilitator)


def test_gdal_reads_the_same(walk: Any, facilitator: FlaskClient, tmp_path: Path) -> None:
    made = an_observation(of="sight.lighting", on=walk)
    an_observation(on=walk, at=walk.stops[0])
    path = tmp_path / "observations.geojson"
    path.write_bytes(facilitator.get(ADDRESS).data)
    meta, _, shapes, columns = pyogrio.raw.read(path)
    rows = dict(zip(meta["fields"], columns, strict=True))
    assert meta["crs"] == "EPSG:4326"
    assert list(rows["neighbourhood"]) == ["36", "36"]
    assert str(made.id) in set(rows["id"])
    assert {from_wkb(one).wkt for one in shapes if one is not None} == {"POINT (4.3722 50.8277)"}
