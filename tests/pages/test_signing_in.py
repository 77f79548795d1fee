"""Signing in and out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import (
    PASSWORD,
    a_facilitator,
    a_person,
    a_planner,
    an_administrator,
    signed_in,
)
from walks import people
from walks.database import db
from walks.people import Person
from walks.permissions import Role

SENTENCE = "Address and password do not fit together"


def sign_in(
    client: FlaskClient, email: str, password: str = PASSWORD, **fields: str
) -> TestResponse:
    return client.post("/account/login", data={"email": email, "password": password, **fields})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("roles", "place"),
    [
        ([Role.FACILITATOR], "/lead/"),
        ([Role.PLANNER], "/plan/"),
        ([Role.ADMINISTRATOR], "/admin/"),
        ([Role.ADMINISTRATOR, Role.PLANNER, Role.FACILITATOR], "/lead/"),
    ],
)
def test_each_role_is_led_to_its_work(client: FlaskClient, roles: list[Role], place: str) -> None:
    person = a_person(*roles)
    answer = sign_in(client, person.email.upper())
    assert answer.status_code == 302
    assert answer.location == "/account/arrive"
    assert client.get(answer.location).location == place
    db.session.refresh(person)
    assert person.last_signed_in_at
    assert datetime.now(UTC) - person.last_signed_in_at < timedelta(minutes=1)


def test_who_came_for_a_page_is_led_there(client: FlaskClient) -> None:
    an = an_administrator()
    asked = client.get("/admin/people?search=x")
    assert asked.location == "/account/login?next=/admin/people?search%3Dx"
    page = client.get(asked.location)
    assert 'name="next"' in page.text
    answer = sign_in(client, an.email, next="/admin/people?search=x")
    assert answer.location == "/admin/people?search=x"


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "javascript:alert(1)",
        "https:evil.example",
        " //evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(client: FlaskClient, away: str) -> None:
    answer = sign_in(client, a_planner().email, next=away)
    assert answer.status_code == 302
    assert not answer.location.startswith(("//", "/\\", "http", "java", "\\", " ", "\t"))
    assert is_signed_in(client)


def test_every_failure_says_the_same(client: FlaskClient) -> None:
    known, closed, new = a_planner(), a_planner(), a_planner()
    people.deactivate(closed, by=an_administrator())
    new.password = None
    db.session.commit()
    pages = {
        sign_in(client, email, password).text.replace(email, "")
        for email, password in [
            (known.email, "something else"),
            (known.email, ""),
            (closed.email, PASSWORD),
            (new.email, PASSWORD),
            ("nobody@example.org", PASSWORD),
            ("no address", PASSWORD),
            ("nul\0@example.org", PASSWORD),
            ("x" * 300 + "@example.org", PASSWORD),
            (known.email, "x" * 100_000),
            ("", ""),
        ]
    }
    assert len({page[: page.index("<form class")] for page in pages}) == 1
    assert all(SENTENCE in page for page in pages)
    assert not is_signed_in(client)


def test_the_page_keeps_the_address_and_never_the_password(client: FlaskClient) -> None:
    page = sign_in(client, "someone@example.org", "a secret that was mistyped").text
    assert "someone@example.org" in page
    assert "a secret that was mistyped" not in page


def test_an_unknown_account_takes_as_long_as_a_known_one(client: FlaskClient) -> None:
    known = a_planner()

    def seconds(email: str) -> float:
        began = perf_counter()
        sign_in(client, email, "something else again")
        return perf_counter() - began

    sign_in(client, known.email, "something else again")
    pairs = [(seconds(known.email), seconds(f"nobody{n}@example.org")) for n in range(5)]
    of_known, of_unknown = median(a for a, _ in pairs), median(b for _, b in pairs)
    assert 0.5 < of_unknown / of_known < 2


@pytest.mark.parametrize(("chosen", "spoken"), [(None, "nl"), ("fr", "fr")])
def test_pages_speak_the_accounts_language_unless_another_was_chosen_here(
    client: FlaskClient, chosen: str | None, spoken: str
) -> None:
    person = a_planner()
    person.language = "nl"
    db.session.commit()
    if chosen:
        client.get(f"/language/{chosen}")
    sign_in(client, person.email)
    assert f'<html lang="{spoken}"' in client.get("/account/").text


@pytest.mark.parametrize(("ticked", "lasts"), [({"remember": "y"}, True), ({}, False)])
def test_a_session_lasts_two_weeks_when_asked_to_and_else_ends_with_the_browser(
    client: FlaskClient, ticked: dict[str, str], *, lasts: bool
) -> None:
    answer = sign_in(client, a_planner().email, **ticked)
    cookies = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("walks=")]
    assert ("Expires=" in cookies[-1]) is lasts
    assert not [line for line in answer.headers.getlist("Set-Cookie") if "remember" in line]


def test_somebody_signed_in_is_led_on(app: Flask) -> None:
    answer = signed_in(app, a_planner()).get("/account/login")
    assert answer.status_code == 302
    assert answer.location.endswith("/account/arrive")


def test_signing_out_takes_a_form(client: FlaskClient) -> None:
    sign_in(client, a_planner().email)
    assert client.get("/account/logout").status_code == 405
    assert is_signed_in(client)
    answer = client.post("/account/logout")
    assert (answer.status_code, answer.location) == (302, "/")
    assert not is_signed_in(client)


@pytest.mark.parametrize("end", ["closed", "new password"])
def test_a_session_ends_at_once_where_its_account_does(client: FlaskClient, end: str) -> None:
    person, by = a_facilitator(), an_administrator()
    sign_in(client, person.email)
    assert is_signed_in(client)
    end_session(person, end, by)
    assert client.get("/lead/").location.startswith("/account/login")


def end_session(person: Person, end: str, by: Person) -> None:
    if end == "closed":
        people.deactivate(person, by=by)
    else:
        people.set_password(person, "four ponds under a bridge", by=by)
    db.session.commit()


def test_no_token_opens_what_a_session_does(app: Flask) -> None:
    person = an_administrator()
    token = person.get_auth_token()
    client = app.test_client()
    for address in ("/admin/", f"/admin/?auth_token={token}"):
        answer = client.get(address, headers={"Authentication-Token": token})
        assert answer.status_code == 302


@pytest.mark.parametrize(
    "address", ["/account/register", "/account/confirm", "/account/verify", "/account/us-signin"]
)
def test_pages_that_walks_does_not_have_are_not_there(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404
