"""Which language a page speaks, and how a person changes it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import a_participant, a_person, a_planner, a_walk, bearing, signed_in
from walks.database import db
from walks.languages import NAMES, RESIDENTS_PARTS, worded
from walks.permissions import STAFF

PUBLIC = ["/", "/account/login", "/account/reset", "/account/reset/x", "/nowhere"]
STAFFS = ["/account/", "/account/password", "/admin/", "/admin/people", "/admin/people/new"]


def spoken(client: FlaskClient, address: str = "/account/login", **headers: str) -> str:
    page = client.get(address, headers=headers).text
    found = re.search(r'<html lang="(\w+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("language", NAMES)
def test_a_visitor_chooses_on_every_page(client: FlaskClient, address: str, language: str) -> None:
    assert f'href="/language/{language}?next={address}"' in client.get(address).text
    answer = client.get(f"/language/{language}?next={address}")
    assert answer.location == address
    assert spoken(client, address) == language


@pytest.mark.parametrize("address", STAFFS)
def test_so_does_the_staff(app: Flask, address: str) -> None:
    client = signed_in(app, a_person(*STAFF))
    assert spoken(client, address) == "en"
    client.get(f"/language/nl?next={address}")
    assert spoken(client, address) == "nl"


def test_the_persons_choice_comes_before_the_account_the_browser_and_the_default(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WALKS", replace(app.config["WALKS"], default_language="fr"))
    assert spoken(client) == "fr"
    assert spoken(client, **{"Accept-Language": "nl-BE,nl;q=0.9"}) == "nl"
    assert spoken(client, **{"Accept-Language": "de,ar;q=0.9"}) == "fr"
    person = a_planner()
    person.language = "nl"
    db.session.commit()
    desk = signed_in(app, person)
    assert spoken(desk, "/account/", **{"Accept-Language": "en"}) == "nl"
    desk.get("/language/en")
    assert spoken(desk, "/account/", **{"Accept-Language": "fr"}) == "en"


@pytest.mark.parametrize("code", ["de", "xx", "FR", "%00", "fr_BE"])
def test_a_language_that_walks_does_not_speak_changes_nothing(
    client: FlaskClient, code: str
) -> None:
    before = spoken(client)
    assert client.get(f"/language/{code}").status_code == 302
    assert spoken(client) == before


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "",
    ],
)
def test_choosing_leads_nowhere_else(client: FlaskClient, away: str) -> None:
    answer = client.get("/language/fr", query_string={"next": away})
    assert answer.location == "/"


def test_the_choice_lasts_longer_than_the_browser_is_open(client: FlaskClient) -> None:
    cookies = client.get("/language/fr").headers.getlist("Set-Cookie")
    assert "Expires=" in cookies[0]


def test_labels_in_many_languages_say_what_they_can(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "nl"}):
        assert worded({"fr": "banc", "nl": "bank", "en": "bench"}) == "bank"
        assert worded({"fr": "banc", "en": "bench"}) == "bench"
        assert worded({"fr": "banc", "nl": ""}) == "banc"
        assert worded({"ar": "مقعد"}) == "مقعد"
        assert worded({}) == worded(None) == ""
        assert worded({"fr": "banc", "nl": "bank"}, "fr") == "banc"


def test_a_draft_is_offered_where_residents_are_and_nowhere_else(
    app: Flask, client: FlaskClient
) -> None:
    walk = a_walk()
    for address in ("/", f"/join/{walk.join_code}", "/join/ZZZZZZ", "/walk/"):
        assert 'hreflang="ar"' in client.get(address).text, address
    staff = signed_in(app, a_person(*STAFF))
    for address in ("/nowhere", "/account/login"):
        assert 'hreflang="ar"' not in client.get(address).text, address
    for address in (*STAFFS, "/lead/", "/plan/"):
        assert 'hreflang="ar"' not in staff.get(address).text, address


def test_every_part_of_walks_is_the_residents_or_is_not(app: Flask) -> None:
    others = {"public", "accounts", "administrators", "boundaries", "facilitators", "planners"}
    machines = {"api", "api-docs", "basemap", "exports", "health", "media", "security"}
    assert app.blueprints.keys() == RESIDENTS_PARTS | others | machines


def test_a_draft_says_that_it_is_one_and_runs_from_right_to_left(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "ar-MA,ar;q=0.9,fr;q=0.5"}).text
    assert re.search(r'<html lang="ar"\s+dir="rtl"', page)
    assert "مسودة" in page
    assert "A draft, to be checked by a speaker." in page
    assert 'class="draft"' not in client.get("/", headers={"Accept-Language": "fr"}).text


def test_beside_a_draft_stands_what_one_agrees_to_in_a_checked_language(
    client: FlaskClient,
) -> None:
    address = f"/join/{a_walk().join_code}"
    page = client.get(address, headers={"Accept-Language": "ar,nl;q=0.5"}).text
    assert '<span class="beside" lang="nl" dir="ltr">Ja, ik doe mee</span>' in page
    client.get("/language/fr")
    client.get("/language/ar")
    page = client.get(address, headers={"Accept-Language": "ar,nl;q=0.5"}).text
    assert '<span class="beside" lang="fr" dir="ltr">Oui, je participe</span>' in page
    client.get("/language/nl")
    assert 'class="beside"' not in client.get(address).text


def test_who_chose_a_draft_reads_the_staffs_pages_in_a_checked_language(
    app: Flask, client: FlaskClient
) -> None:
    client.get("/language/nl")
    client.get("/language/ar")
    assert spoken(client, "/") == "ar"
    assert spoken(client) == "nl"
    desk = signed_in(app, a_person(*STAFF))
    desk.get("/language/ar")
    assert spoken(desk, "/account/") == "en"


def test_dates_in_a_draft_are_written_with_the_digits_used_here(client: FlaskClient) -> None:
    walk = a_walk(starts_at=datetime(2026, 12, 4, 21, 30))  # noqa: DTZ001 - on the walk's own clocks
    page = client.get(f"/join/{walk.join_code}", headers={"Accept-Language": "ar"}).text
    assert "الجمعة، 4 ديسمبر 2026" in page
    assert "21:30" in page


def test_the_method_comes_in_the_draft_to_who_reads_it(app: Flask, client: FlaskClient) -> None:
    walk = a_walk()
    a_participant(on=walk, holding="of-this-phone")
    key = bearing("of-this-phone")
    address = f"/api/walks/{walk.id}"
    plain = client.get(address, headers=key | {"Accept-Language": "fr"})
    draft = client.get(address, headers=key | {"Accept-Language": "ar"})
    assert set(plain.json["method"]["title"]) == set(NAMES)
    assert draft.json["method"]["themes"][0]["label"]["ar"] == "الرصيف"
    assert plain.headers["ETag"] != draft.headers["ETag"]


def test_choosing_leads_back_to_the_invitation(client: FlaskClient) -> None:
    address = f"/join/{a_walk().join_code}"
    assert client.get(address).text.count(f'href="/language/nl?next={address}') == 2
