"""Guessing passwords is slowed, and never keeps the owner out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import TestResponse

from tests.factories import PASSWORD, a_facilitator, a_planner, signed_in
from walks.people import Person
from walks.throttle import place_of

TRIES = 3
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def few_tries(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WALKS", replace(app.config["WALKS"], sign_in_tries=TRIES))


@pytest.fixture
def person(app: Flask) -> Person:
    return a_facilitator()


def sign_in(
    client: FlaskClient, person: Person | str, password: str = PASSWORD, *, at: str = HOME
) -> TestResponse:
    email = person if isinstance(person, str) else person.email
    return client.post(
        "/account/login",
        data={"email": email, "password": password},
        environ_overrides={"REMOTE_ADDR": at},
    )


def guess(client: FlaskClient, person: Person | str, *, times: int, at: str = HOME) -> list[int]:
    """The statuses of so many wrong tries; 200 shows the form again."""
    return [sign_in(client, person, "wrong words", at=at).status_code for _ in range(times)]


def test_after_some_failures_one_waits(client: FlaskClient, person: Person) -> None:
    assert guess(client, person, times=TRIES + 1) == [200] * TRIES + [429]
    answer = sign_in(client, person)
    assert answer.status_code == 429
    assert "Wait 15 min" in answer.text
    assert 14 * 60 <= int(answer.headers["Retry-After"]) <= 15 * 60


def test_an_unknown_account_is_slowed_alike(client: FlaskClient) -> None:
    assert guess(client, "nobody@example.org", times=TRIES + 1) == [200] * TRIES + [429]


def test_capitals_make_no_other_account(client: FlaskClient, person: Person) -> None:
    guess(client, person, times=TRIES)
    assert guess(client, f" {person.email.upper()} ", times=1) == [429]


def test_failures_elsewhere_do_not_keep_out_an_unknown_browser(
    client: FlaskClient, person: Person
) -> None:
    guess(client, person, times=TRIES + 1, at=ELSEWHERE)
    assert sign_in(client, person).status_code == 302


def test_a_known_browser_has_its_own_counter_even_at_the_attackers_address(
    app: Flask, person: Person
) -> None:
    phone = app.test_client()
    assert sign_in(phone, person).status_code == 302
    phone.post("/account/logout")
    guess(app.test_client(), person, times=3 * TRIES + 2)
    assert sign_in(phone, person).status_code == 302
    phone.post("/account/logout")
    assert guess(phone, person, times=TRIES + 1) == [200] * TRIES + [429]


def test_a_browser_is_known_to_the_accounts_that_signed_in_there(
    app: Flask, person: Person
) -> None:
    other, phone = a_planner(), app.test_client()
    for who in (person, other):
        sign_in(phone, who)
        phone.post("/account/logout")
    for who in (person, other):
        guess(app.test_client(), who, times=TRIES + 1)
        assert sign_in(phone, who).status_code == 302
        phone.post("/account/logout")


def test_a_forged_cookie_makes_no_browser_known(app: Flask, person: Person) -> None:
    phone = app.test_client()
    phone.set_cookie("walks-known", "WyJudW1iZXIiLFsiYWNjb3VudCJdXQ.forged")
    guess(phone, person, times=TRIES)
    assert guess(phone, person, times=1) == [429]


def test_many_failures_from_everywhere_leave_one_try_a_minute_to_each_place(
    app: Flask, client: FlaskClient, person: Person
) -> None:
    for place in range(2 * TRIES):
        guess(client, person, times=2, at=f"198.51.100.{place}")
    assert guess(client, person, times=2, at="203.0.113.5") == [200, 429]
    waits = sign_in(client, person, at="203.0.113.5")
    assert waits.headers["Retry-After"] == "60"
    assert sign_in(app.test_client(), person).status_code == 302  # the owner, elsewhere


def test_trying_one_password_on_many_accounts_is_slowed(client: FlaskClient) -> None:
    statuses = [guess(client, f"n{n}@example.org", times=1)[0] for n in range(3 * TRIES + 1)]
    assert statuses == [200] * 3 * TRIES + [429]


def test_an_evening_class_signs_in_from_one_address(app: Flask) -> None:
    staff = [a_planner() for _ in range(3 * TRIES + 2)]
    assert {sign_in(app.test_client(), one).status_code for one in staff} == {302}


def test_whoever_is_signed_in_goes_on(app: Flask, person: Person) -> None:
    phone = signed_in(app, person)
    guess(app.test_client(), person, times=4 * TRIES)
    assert phone.get("/account/").status_code == 200
    assert phone.post("/account/login", data={"email": "x", "password": "x"}).status_code == 302


def test_a_success_forgets_the_failures_before_it(app: Flask, person: Person) -> None:
    for _ in range(3):
        client = app.test_client()
        assert guess(client, person, times=TRIES - 1) == [200] * (TRIES - 1)
        assert sign_in(client, person).status_code == 302


def test_behind_a_proxy_the_visitors_own_address_counts(
    app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "wsgi_app", ProxyFix(app.wsgi_app, x_for=1))

    def status(visitor: str) -> int:
        return (
            app.test_client()
            .post(
                "/account/login",
                data={"email": person.email, "password": "wrong words"},
                headers={"X-Forwarded-For": visitor},
            )
            .status_code
        )

    assert [status(HOME) for _ in range(TRIES + 1)] == [200] * TRIES + [429]
    assert status(f"{ELSEWHERE}, {HOME}") == 429  # what the visitor claims is not believed
    assert status(ELSEWHERE) == 200


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_household_is_one_place(address: str, place: str) -> None:
    assert place_of(address) == place
