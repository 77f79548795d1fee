"""Forms that another site sends in one's name are refused, with a sentence."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import PASSWORD, a_planner, an_administrator, an_organisation, signed_in
from walks import people
from walks.database import db


@pytest.fixture(autouse=True)
def guarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", value=True)


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def test_every_address_that_takes_forms_wants_their_token(app: Flask) -> None:
    desk, person = signed_in(app, an_administrator()), a_planner()
    values = {"someone": person.id, "organisation": person.organisation_id, "token": "x"}
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.methods
        and "POST" in rule.methods
        and not rule.rule.startswith("/api/")
        and rule.arguments <= values.keys()
    ]
    assert len(rules) >= 10
    for rule in rules:
        if rule.endpoint == "security.logout":  # tried below
            continue
        _, address = rule.build(values, append_unknown=False) or ("", "")
        answer = desk.post(address)
        assert answer.status_code == 400, rule
        assert "This page was open too long" in answer.text
        assert "Go back, load the page again" in answer.text
    db.session.refresh(person)
    assert person.active


def test_a_forms_own_token_lets_it_through(app: Flask) -> None:
    desk = signed_in(app, an_administrator())
    token = token_in(desk.get("/admin/organisations/new").text)
    data = {"name": "New", "kind": "other", "csrf_token": token}
    assert desk.post("/admin/organisations/new", data=data).status_code == 302


@pytest.mark.parametrize("token", ["", "x", "made.up.token"])
def test_a_made_up_token_does_not(app: Flask, token: str) -> None:
    desk = signed_in(app, an_administrator())
    data = {"name": "New", "kind": "other", "csrf_token": token}
    assert desk.post("/admin/organisations/new", data=data).status_code == 400
    assert "New" not in [one.name for one in people.organisations()]


def test_somebody_elses_token_does_not_either(app: Flask, client: FlaskClient) -> None:
    desk, organisation = signed_in(app, an_administrator()), an_organisation("Before")
    token = token_in(client.get("/account/login").text)
    data = {"name": "After", "kind": "other", "csrf_token": token}
    assert desk.post(f"/admin/organisations/{organisation.id}", data=data).status_code == 400


def test_one_signs_in_and_out_with_the_pages_own_forms(client: FlaskClient) -> None:
    data = {"email": a_planner().email, "password": PASSWORD}
    assert client.post("/account/login", data=data).status_code == 400
    token = token_in(client.get("/account/login").text)
    assert client.post("/account/login", data=data | {"csrf_token": token}).status_code == 302
    page = client.get("/account/")
    assert page.status_code == 200
    client.post("/account/logout", data={"csrf_token": token_in(page.text)})
    assert client.get("/account/").status_code == 302


def test_another_site_cannot_sign_one_out(app: Flask) -> None:
    desk = signed_in(app, a_planner())
    assert desk.post("/account/logout").status_code == 400
    assert desk.get("/account/").status_code == 200
