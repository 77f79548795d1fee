"""One's own account, and a new password for one that was forgotten."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password

from tests.factories import PASSWORD, a_facilitator, a_planner, an_administrator, signed_in
from walks import audit, people
from walks.database import db
from walks.people import Person

GOOD = "four ponds under a bridge"
TWICE = {"password": GOOD, "again": GOOD}


@pytest.fixture
def person(app: Flask) -> Person:
    return a_facilitator()


@pytest.fixture
def own(app: Flask, person: Person) -> FlaskClient:
    return signed_in(app, person)


def can_sign_in(app: Flask, person: Person, password: str) -> bool:
    data = {"email": person.email, "password": password}
    return app.test_client().post("/account/login", data=data).status_code == 302


def test_the_page_says_who_one_is_here(own: FlaskClient, person: Person) -> None:
    page = own.get("/account/").text
    for shown in (person.email, person.name, person.organisation.name, "Facilitator"):
        assert shown in page


@pytest.mark.parametrize("address", ["/account/", "/account/password", "/account/arrive"])
def test_a_visitor_is_asked_to_sign_in(client: FlaskClient, address: str) -> None:
    assert client.get(address).location == f"/account/login?next={address}"


def test_a_new_name_and_language_hold_at_once(own: FlaskClient, person: Person) -> None:
    own.get("/language/en")
    answer = own.post("/account/", data={"name": " Nouveau nom ", "language": "fr"})
    assert answer.location == "/account/"
    page = own.get("/account/").text
    assert '<html lang="fr"' in page
    assert "Nouveau nom" in page
    assert audit.of(person)[-1].act == "person.changed"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name": "", "language": "fr"},
        {"name": "x" * 201, "language": "fr"},
        {"name": "a\0b", "language": "fr"},
        {"name": "Name", "language": "xx"},
    ],
)
def test_what_is_wrong_is_shown_and_nothing_changes(
    own: FlaskClient, person: Person, data: dict[str, str]
) -> None:
    before = person.name
    answer = own.post("/account/", data=data)
    assert answer.status_code == 422
    assert "Please correct this" in answer.text
    db.session.refresh(person)
    assert (person.name, person.language) == (before, "en")


def test_others_keep_their_roles_whatever_is_posted(own: FlaskClient, person: Person) -> None:
    own.post("/account/", data={"name": "N", "language": "fr", "roles": "administrator"})
    db.session.refresh(person)
    assert person.roles_here == ["facilitator"]


def test_a_changed_password_keeps_this_browser_and_ends_the_others(
    app: Flask, own: FlaskClient, person: Person
) -> None:
    other = signed_in(app, person)
    answer = own.post("/account/password", data={"current": PASSWORD, **TWICE})
    assert answer.location == "/account/"
    assert "Your password is changed" in own.get("/account/").text
    assert other.get("/account/").status_code == 302
    assert can_sign_in(app, person, GOOD)
    assert not can_sign_in(app, person, PASSWORD)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"current": "something else", **TWICE}, "This is not your password."),
        ({"current": PASSWORD, "password": GOOD, "again": "four"}, "The two are not the same"),
        ({"current": PASSWORD, "password": "short", "again": "short"}, "at least 12 characters"),
        ({"current": PASSWORD, "password": "1" * 12, "again": "1" * 12}, "easily guessed"),
        ({}, "Write a new password."),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    app: Flask, own: FlaskClient, person: Person, data: dict[str, str], said: str
) -> None:
    answer = own.post("/account/password", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert GOOD not in answer.text
    assert own.get("/account/").status_code == 200
    assert can_sign_in(app, person, PASSWORD)


def test_a_stolen_session_cannot_guess_the_password_for_ever(app: Flask, own: FlaskClient) -> None:
    tries = app.config["WALKS"].sign_in_tries
    data = {"current": "something else", **TWICE}
    statuses = [own.post("/account/password", data=data).status_code for _ in range(tries + 1)]
    assert statuses == [422] * tries + [429]


def test_a_forgotten_password_is_no_dead_end(client: FlaskClient) -> None:
    assert 'href="/account/reset"' in client.get("/account/login").text
    page = client.get("/account/reset")
    assert page.status_code == 200
    assert "Ask an administrator" in page.text


def test_a_reset_link_sets_a_password_once(app: Flask, client: FlaskClient) -> None:
    person = a_planner()
    person.password = None
    db.session.commit()
    address = f"/account/reset/{people.new_reset_token(person, by=an_administrator())}"
    page = client.get(address)
    assert page.status_code == 200
    assert person.email in page.text
    answer = client.post(address, data=TWICE)
    assert answer.location == "/account/login"
    assert "Your new password is set" in client.get("/account/login").text
    assert can_sign_in(app, person, GOOD)
    for again in (client.get(address), client.post(address, data=TWICE)):
        assert again.status_code == 410
        assert "This link no longer works" in again.text


def test_a_bad_password_leaves_the_link_good(client: FlaskClient, app: Flask) -> None:
    person = a_planner()
    address = f"/account/reset/{people.new_reset_token(person)}"
    answer = client.post(address, data={"password": "short", "again": "short"})
    assert answer.status_code == 422
    assert "at least 12 characters" in answer.text
    assert can_sign_in(app, person, PASSWORD)
    assert client.post(address, data=TWICE).status_code == 302


def test_a_reset_signs_out_whoever_is_signed_in_here(app: Flask) -> None:
    desk, person = signed_in(app, an_administrator()), a_planner()
    desk.post(f"/account/reset/{people.new_reset_token(person)}", data=TWICE)
    assert desk.get("/account/").status_code == 302


def test_a_made_up_link_opens_nothing(client: FlaskClient) -> None:
    for token in ("x", "a.b.c", "%00"):
        assert client.get(f"/account/reset/{token}").status_code == 410
        assert client.post(f"/account/reset/{token}", data=TWICE).status_code == 410


def test_passwords_are_kept_by_argon2id(app: Flask) -> None:
    assert hash_password(GOOD).startswith("$argon2id$")
