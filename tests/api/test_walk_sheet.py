from dataclasses import replace

import pytest
from flask import Flask
from geoalchemy2.shape import from_shape
from shapely.geometry import Point, box, shape

from tests.api.phone import a_phone
from tests.factories import FLAGEY, a_neighbourhood, a_walk
from walks.database import WGS84, db
from walks.participants import CONSENT
from walks.participants.sheet import FINENESS


def test_the_sheet_has_all_that_a_phone_needs(app: Flask) -> None:
    walk = a_walk(within=a_neighbourhood("Flagey", code="12"), stops=2)
    walk.area = from_shape(box(4.37, 50.82, 4.38, 50.83), srid=WGS84)
    db.session.commit()
    sheet = a_phone(app, on=walk).ask("GET").json
    assert sheet["walk"]["id"] == str(walk.id)
    assert [stop["ordinal"] for stop in sheet["stops"]] == [1, 2]
    assert sheet["stops"][0]["position"] == pytest.approx(FLAGEY)
    assert sheet["itinerary"]["type"] == "LineString"
    assert sheet["area"]["type"] == "Polygon"
    assert (sheet["neighbourhood"]["code"], sheet["neighbourhood"]["names"]["nl"]) == (
        "12",
        "Flagey",
    )
    assert shape(sheet["neighbourhood"]["outline"]).covers(Point(FLAGEY))
    assert (sheet["schema"], sheet["consent"]) == (1, CONSENT.version)
    assert sheet["limits"] == {
        "photos_per_observation": 6,
        "photo_bytes": 25_000_000,
        "voice_seconds": 120,
        "text_length": 4000,
        "keep_traces_days": 180,
    }
    assert "{z}" in sheet["tiles"]["url"]


def test_the_method_speaks_every_language_and_names_its_pictograms(app: Flask) -> None:
    method = a_phone(app).ask("GET").json["method"]
    assert len(method["themes"]) == 8
    assert sum(len(theme["categories"]) for theme in method["themes"]) == 42
    assert [kind["slug"] for kind in method["kinds"]] == ["problem", "asset", "idea"]
    assert [severity["value"] for severity in method["severities"]] == [1, 2, 3]
    things = [*method["themes"], *method["affects"], *method["themes"][0]["categories"]]
    assert all(thing["label"].keys() == {"fr", "nl", "en"} for thing in things)
    assert all(thing["pictogram"] for thing in things)
    sensitive = {one["slug"] for one in method["profile"] if one["sensitive"]}
    assert sensitive == {"getting_around", "senses", "understanding"}


def test_the_stop_card_comes_with_its_scales(app: Flask) -> None:
    method = a_phone(app).ask("GET").json["method"]
    card = method["stop_card"]
    assert [one["slug"] for one in card][::6] == ["orientation", "overall"]
    assert card[0]["statement"]["en"] == "I know where I am and which way to go."
    scales = {scale["slug"]: scale for scale in method["scales"]}
    assert {one["scale"] for one in card} == set(scales)
    assert [level["value"] for level in scales["faces-0-3"]["levels"]] == [0, 1, 2, 3]
    assert scales["faces-0-3"]["cant_say"]["label"]["nl"] == "Kan ik niet zeggen"


def test_a_walk_of_words_alone_has_a_sheet_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WALKS", replace(app.config["WALKS"], tile_url=None))
    sheet = a_phone(app, on=a_walk(around=None)).ask("GET").json
    assert [stop["position"] for stop in sheet["stops"]] == [None, None]
    assert [sheet[part] for part in ("itinerary", "area", "neighbourhood", "tiles")] == [None] * 4


def test_an_outline_travels_with_no_more_points_than_a_phone_shows(app: Flask) -> None:
    circle = Point(FLAGEY).buffer(0.01, quad_segs=500)
    phone = a_phone(app, on=a_walk(within=a_neighbourhood(outline=circle)))
    outline = shape(phone.ask("GET").json["neighbourhood"]["outline"])
    assert len(outline.geoms[0].exterior.coords) < 200
    assert outline.hausdorff_distance(circle) < 2 * FINENESS


def test_an_unchanged_sheet_is_not_sent_again(app: Flask) -> None:
    walk = a_walk()
    phone = a_phone(app, on=walk)
    first = phone.ask("GET")
    phone.headers["If-None-Match"] = first.headers["ETag"]
    again = phone.ask("GET")
    assert (again.status_code, again.data) == (304, b"")
    walk.title = "Another way"
    db.session.commit()
    assert phone.ask("GET").json["walk"]["title"] == "Another way"
    assert "private" in first.headers["Cache-Control"]
