"""Which language a page speaks, and how a person changes it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import a_person, a_planner, signed_in
from walks.database import db
from walks.languages import NAMES, worded
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
