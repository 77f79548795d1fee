"""The corridor's file, the whole basemap's ranges, and what the sheet says of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from pmtiles.reader import MemorySource, Reader
from werkzeug.test import TestResponse

from tests.api.phone import a_phone
from tests.basemaps import a_basemap
from tests.factories import a_facilitator, a_walk, bearing, signed_in
from walks.database import db


@pytest.fixture
def basemap(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation's basemap."""
    path = a_basemap(tmp_path)
    monkeypatch.setitem(app.config, "WALKS", replace(app.config["WALKS"], basemap=path))
    return path


def test_the_sheet_leads_to_the_corridor_and_names_no_pictured_tiles(
    app: Flask, basemap: Path
) -> None:
    phone = a_phone(app)
    tiles = phone.ask("GET").json["tiles"]
    assert tiles["url"] is None
    assert "OpenStreetMap" in tiles["attribution"]
    answer = phone.client.get(tiles["basemap"]["url"], headers=phone.headers)
    assert answer.mimetype == "application/vnd.pmtiles"
    assert Reader(MemorySource(answer.data)).header()["max_zoom"] == 15
    assert 0 <= len(answer.data) - tiles["basemap"]["bytes"] < 1000


def test_without_a_basemap_there_is_no_corridor(app: Flask) -> None:
    phone = a_phone(app)
    assert phone.ask("GET").json["tiles"]["basemap"] is None
    answer = phone.ask("GET", "/basemap")
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")
    assert phone.client.get("/basemap.pmtiles").status_code == 404


def test_a_walk_without_a_place_has_plain_paper(app: Flask, basemap: Path) -> None:
    phone = a_phone(app, on=a_walk(around=None))
    assert phone.ask("GET").json["tiles"] is None
    assert phone.ask("GET", "/basemap").status_code == 404


def test_the_corridor_is_for_those_on_the_walk(app: Flask, basemap: Path) -> None:
    phone, stranger = a_phone(app), a_phone(app)
    address = f"/api/walks/{phone.walk_id}/basemap"
    asked = {
        "nobody": app.test_client().get(address),
        "a stranger": app.test_client().get(address, headers=stranger.headers),
        "a wrong token": app.test_client().get(address, headers=bearing("made up")),
        "staff": signed_in(app, a_facilitator()).get(address),
    }
    assert {who: answer.status_code for who, answer in asked.items()} == {
        "nobody": 401,
        "a stranger": 403,
        "a wrong token": 401,
        "staff": 403,
    }


def test_an_unchanged_corridor_is_not_sent_again(app: Flask, basemap: Path) -> None:
    walk = a_walk()
    phone = a_phone(app, on=walk)
    first = phone.ask("GET", "/basemap")
    address = phone.ask("GET").json["tiles"]["basemap"]["url"]
    phone.headers["If-None-Match"] = first.headers["ETag"]
    again = phone.ask("GET", "/basemap")
    assert (again.status_code, again.data) == (304, b"")
    walk.itinerary = None
    walk.stops[0].position = None
    walk.stops[1].position = db.session.scalar(
        db.select(db.func.ST_SetSRID(db.func.ST_MakePoint(4.36, 50.835), 4326))
    )
    db.session.commit()
    assert phone.ask("GET", "/basemap").status_code == 200
    del phone.headers["If-None-Match"]
    assert phone.ask("GET").json["tiles"]["basemap"]["url"] != address
    assert "private" in first.headers["Cache-Control"]


def test_the_whole_basemap_is_read_by_ranges(app: Flask, basemap: Path) -> None:
    def asked(**headers: str) -> TestResponse:
        return app.test_client().get("/basemap.pmtiles", headers=headers, buffered=True)

    part = asked(Range="bytes=0-126")
    assert part.status_code == 206
    assert part.data == basemap.read_bytes()[:127]
    assert part.headers["Content-Range"] == f"bytes 0-126/{basemap.stat().st_size}"
    assert "public" in part.headers["Cache-Control"]
    assert asked(**{"If-None-Match": part.headers["ETag"]}).status_code == 304
    stale = asked(**{"Range": "bytes=0-126", "If-Range": '"another"'})
    assert (stale.status_code, stale.data) == (200, basemap.read_bytes())
