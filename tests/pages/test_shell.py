"""What a phone installs: the shell, the worker, the manifest, and how they are kept and packed."""

from __future__ import annotations

import gzip
import json
import re
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.factories import a_person, a_walk, signed_in
from walks.assets import parts_of_the_walk_on
from walks.languages import OF_RESIDENTS
from walks.permissions import STAFF
from walks.settings import ROOT


def parts(client: FlaskClient) -> dict[str, object]:
    told = re.match(r"self\.parts=(\{.*?\});\n", client.get("/service-worker.js").text)
    assert told
    found: dict[str, object] = json.loads(told[1])
    return found


def test_the_shell_is_the_same_for_every_walk(client: FlaskClient) -> None:
    walk = a_walk("Around the ponds")
    shells = {client.get(f"/walk/{one}").text for one in (walk.id, uuid4(), "")}
    assert len(shells) == 1
    assert str(walk.id) not in shells.pop()


def test_the_shell_holds_no_message_to_one_person(client: FlaskClient) -> None:
    client.get("/join?code=")  # leaves one for the next page
    shell = client.get("/walk/").text
    assert "Type the code" not in shell
    assert "csrf" not in shell
    assert 'class="notices"' in client.get("/").text


@pytest.mark.parametrize("code", OF_RESIDENTS)
def test_the_shell_is_had_in_any_language_without_choosing_it(
    client: FlaskClient, code: str
) -> None:
    answer = client.get(f"/walk/?language={code}", headers={"Accept-Language": "nl"})
    assert answer.headers["Content-Language"] == code
    assert f'<html lang="{code}"' in answer.text
    assert f"/manifest/{code}.webmanifest" in answer.text
    after = client.get("/walk/", headers={"Accept-Language": "nl"})
    assert after.headers["Content-Language"] == "nl"


def test_a_shell_asked_for_again_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(f"/walk/{uuid4()}")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert {"Accept-Language", "Cookie"} <= {
        one.strip() for one in first.headers["Vary"].split(",")
    }
    again = client.get("/walk/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = {"If-None-Match": first.headers["ETag"], "Accept-Language": "nl"}
    assert client.get("/walk/", headers=other).status_code == 200


def test_the_worker_is_asked_for_anew_and_stands_at_the_root(client: FlaskClient) -> None:
    answer = client.get("/service-worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = client.get("/service-worker.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_worker_belongs_to_the_build_of_the_shell(client: FlaskClient) -> None:
    assert f'data-build="{parts(client)["build"]}"' in client.get("/walk/").text


def test_every_part_is_there_and_the_map_comes_later(app: Flask, client: FlaskClient) -> None:
    found = parts_of_the_walk_on(app)
    assert parts(client)["first"] == list(found.first)
    for address in (*found.first, *found.later):
        with client.get(address) as answer:
            assert answer.status_code == 200, address
    assert [one for one in found.later if "/chunks/map." in one]
    assert [one for one in found.later if "/dist/map." in one]
    assert not [one for one in found.first if "/map." in one or "leaflet" in one]
    assert len({*found.first, *found.later}) == len(found.first) + len(found.later)
    assert [one for one in found.first if "hand-400" in one]


def test_a_manifest_speaks_its_language(client: FlaskClient) -> None:
    for code in OF_RESIDENTS:
        answer = client.get(f"/manifest/{code}.webmanifest")
        assert answer.mimetype == "application/manifest+json"
        told = json.loads(answer.text)
        assert (told["lang"], told["start_url"], told["display"]) == (code, "/walk/", "standalone")
        assert told["dir"] == ("rtl" if code == "ar" else "ltr")
    assert client.get("/manifest/de.webmanifest").status_code == 404


def test_every_sign_has_the_size_that_is_told(client: FlaskClient) -> None:
    signs = json.loads(client.get("/manifest/en.webmanifest").text)["icons"]
    assert {one["sizes"] for one in signs} == {"192x192", "512x512"}
    assert [one["purpose"] for one in signs if "purpose" in one] == ["maskable"]
    for sign in signs:
        with client.get(sign["src"]) as answer, Image.open(BytesIO(answer.data)) as picture:
            assert f"{picture.width}x{picture.height}" == sign["sizes"]
    assert "icons/app/touch.png" in client.get("/walk/").text


@pytest.mark.parametrize(("way", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_pages_without_a_secret_travel_packed(
    client: FlaskClient, way: str, unpack: object
) -> None:
    assert callable(unpack)
    plain = client.get("/walk/")
    packed = client.get("/walk/", headers={"Accept-Encoding": way})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == way
    assert unpack(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 2


def test_a_page_with_a_token_against_forgery_travels_as_it_is(app: Flask) -> None:
    desk = signed_in(app, a_person(*STAFF))
    page = desk.get("/lead/", headers={"Accept-Encoding": "br, gzip"})
    assert "csrf_token" in page.text
    assert "Content-Encoding" not in page.headers


def test_answers_for_machines_travel_packed_from_a_kilobyte_on(client: FlaskClient) -> None:
    large = client.get("/api/openapi.json", headers={"Accept-Encoding": "br"})
    small = client.get("/healthz", headers={"Accept-Encoding": "br"})
    assert large.headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in small.headers


def test_the_small_fonts_hold_the_signs_that_their_style_sheet_says() -> None:
    sheet = (ROOT / "static" / "css" / "hand-fonts.css").read_text()
    script = (ROOT / "bin" / "fonts.py").read_text()
    ranges = [re.sub(r"\s", "", one) for one in re.findall(r"unicode-range:([^;]+);", sheet)]
    said = "".join(re.findall(r'"(U\+[^"]+)"', script))
    assert ranges == [said, said]
    fonts = Path(ROOT / "static" / "fonts").glob("hand-*.woff2")
    assert all(one.stat().st_size < 9_000 for one in fonts)
