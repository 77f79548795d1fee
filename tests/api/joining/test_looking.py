from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import a_walk
from walks.database import db
from walks.participants import CONSENT
from walks.walks import code_shown


def look(client: FlaskClient, code: str, **values: str) -> tuple[int, dict]:
    answer = client.get(f"/api/joining/{code}", **values)
    return answer.status_code, answer.json


def test_a_code_shows_its_walk_and_which_consent_there_is(client: FlaskClient) -> None:
    walk = a_walk("Rond de vijvers", light="night")
    status, shown = look(client, walk.join_code)
    assert status == 200
    assert shown == {
        "walk": {
            "id": str(walk.id),
            "title": "Rond de vijvers",
            "introduction": "",
            "organisation": walk.organisation.name,
            "starts_at": walk.starts_at.isoformat(timespec="seconds"),
            "time_zone": "Europe/Brussels",
            "light": "night",
            "languages": ["fr", "nl", "en"],
            "state": "live",
            "method": {"slug": "exploratory-walk", "version": 1},
        },
        "consent": {"version": CONSENT.version, "languages": ["fr", "nl", "en"]},
    }


def test_a_code_is_understood_however_it_is_typed(client: FlaskClient) -> None:
    walk = a_walk()
    code = code_shown(walk)
    for typed in (code.lower(), code.replace("-", " "), f" {code} ", code.replace("L", "1")):
        assert look(client, typed)[1]["walk"]["id"] == str(walk.id)


@pytest.mark.parametrize("code", ["ZZZ-ZZZ", "x", "%00", "a" * 500, "🚶", "'; DROP TABLE walks"])
def test_a_wrong_code_gets_its_sentence(client: FlaskClient, code: str) -> None:
    a_walk()
    status, problem = look(client, code)
    assert (status, problem["code"]) == (404, "code-unknown")
    assert problem["detail"] == "Check the code with your facilitator and type it again."


@pytest.mark.parametrize("state", ["closed", "debriefed", "reported", "archived"])
def test_an_ended_walk_gets_its_sentence(client: FlaskClient, state: str) -> None:
    walk = a_walk("Evening round", state=state)
    status, problem = look(client, walk.join_code)
    assert (status, problem["code"]) == (403, "walk-ended")
    assert "“Evening round” ended on" in problem["detail"]
    assert str(walk.closed_at.year) in problem["detail"]


def test_a_walk_that_is_not_open_yet_gets_its_sentence(client: FlaskClient) -> None:
    status, problem = look(client, a_walk("Morning round", state="draft").join_code)
    assert (status, problem["code"]) == (403, "not-open-yet")
    assert "“Morning round”" in problem["detail"]


def test_an_ended_walk_that_never_opened_has_no_day_to_name(client: FlaskClient) -> None:
    walk = a_walk(state="closed")
    walk.closed_at = None
    db.session.commit()
    assert look(client, walk.join_code)[1]["code"] == "walk-ended"


@pytest.fixture
def strict(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser of an installation that allows three wrong codes from one address."""
    monkeypatch.setitem(app.config, "WALKS", replace(app.config["WALKS"], join_tries_per_code=3))
    return app.test_client()


def guess(client: FlaskClient, times: int, address: str) -> list[int]:
    there = {"REMOTE_ADDR": address}
    return [look(client, "ZZZZZZ", environ_base=there)[0] for _ in range(times)]


def test_guessing_is_slowed_down_and_even_the_right_code_tells_nothing(strict: FlaskClient) -> None:
    walk, here = a_walk(), {"REMOTE_ADDR": "192.0.2.1"}
    assert guess(strict, 4, "192.0.2.1") == [404, 404, 404, 429]
    status, problem = look(strict, walk.join_code, environ_base=here)
    assert (status, problem["code"]) == (429, "too-many-tries")
    assert "Wait 10 min" in problem["detail"]


def test_thirty_people_from_one_address_are_no_attack(strict: FlaskClient) -> None:
    walk, here = a_walk(), {"REMOTE_ADDR": "192.0.2.1"}
    joining = {"language": "nl", "consent": {"version": CONSENT.version, "taking_part": True}}
    for _ in range(30):
        assert look(strict, walk.join_code, environ_base=here)[0] == 200
        answer = strict.post(f"/api/joining/{walk.join_code}", json=joining, environ_base=here)
        assert answer.status_code == 201


def test_a_guesser_slows_nobody_else_down(strict: FlaskClient) -> None:
    walk = a_walk()
    guess(strict, 4, "192.0.2.1")
    elsewhere = {"REMOTE_ADDR": "192.0.2.2"}
    assert look(strict, walk.join_code, environ_base=elsewhere)[0] == 200


def test_one_household_of_ipv6_is_one_guesser(strict: FlaskClient) -> None:
    statuses = [guess(strict, 1, f"2001:db8:1:2::{n}")[0] for n in range(1, 5)]
    assert statuses == [404, 404, 404, 429]
    assert guess(strict, 1, "2001:db8:1:3::1") == [404]


def test_a_code_of_a_walk_that_is_not_open_is_no_wrong_guess(strict: FlaskClient) -> None:
    walk = a_walk(state="draft")
    assert [look(strict, walk.join_code)[0] for _ in range(5)] == [403] * 5
