"""A token opens its own participant's walk, and nothing else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.api.phone import a_delivery, a_phone
from tests.factories import a_participant, a_walk, bearing
from walks.database import db, new_id
from walks.participants import Device

REQUESTS = [
    ("GET", ""),
    ("GET", "/observations"),
    ("PUT", "/observations/01a1fdd1-64d3-72ed-9635-c86aa1ed9854"),
    ("POST", "/observations"),
    ("GET", "/profile"),
    ("PUT", "/profile"),
    ("DELETE", "/profile"),
    ("DELETE", "/participation"),
    ("POST", "/receipt"),
    ("DELETE", "/device"),
    ("GET", "/own-data.zip"),
]


@pytest.mark.parametrize(("method", "path"), REQUESTS)
def test_another_walks_token_is_told_so(app: Flask, method: str, path: str) -> None:
    phone = a_phone(app)
    phone.walk_id = a_walk().id
    answer = phone.ask(method, path, json={} if method != "GET" else None)
    assert (answer.status_code, answer.json["code"]) == (403, "wrong-walk")


@pytest.mark.parametrize(("method", "path"), REQUESTS)
@pytest.mark.parametrize(
    "headers", [{}, bearing("guessed"), bearing(""), {"Authorization": "Basic eDp5"}]
)
def test_without_a_token_that_somebody_holds_nothing_opens(
    client: FlaskClient, headers: dict, method: str, path: str
) -> None:
    answer = client.open(f"/api/walks/{a_walk().id}{path}", method=method, headers=headers)
    assert answer.status_code == 401
    assert answer.json["code"] in {"token-unknown", "sign-in"}


@pytest.mark.parametrize(("method", "path"), REQUESTS)
def test_after_leaving_the_token_opens_nothing(app: Flask, method: str, path: str) -> None:
    phone = a_phone(app)
    phone.ask("DELETE", "/participation")
    answer = phone.ask(method, path, json={} if method != "GET" else None)
    assert (answer.status_code, answer.json["code"]) == (401, "token-unknown")


def test_a_revoked_phone_is_out_and_the_other_stays(client: FlaskClient) -> None:
    me = a_participant(holding="lost phone")
    db.session.add(Device(participant_id=me.id, token_hash="0" * 64))
    db.session.commit()
    for device in db.session.scalars(db.select(Device).where(Device.token_hash != "0" * 64)):
        device.revoked_at = db.func.now()
    db.session.commit()
    answer = client.get(f"/api/walks/{me.walk_id}", headers=bearing("lost phone"))
    assert answer.json["code"] == "token-unknown"


def test_another_participants_observation_is_not_withdrawn(app: Flask) -> None:
    walk, id_ = a_walk(), new_id()
    mine, theirs = a_phone(app, on=walk), a_phone(app, on=walk)
    theirs.deliver(a_delivery(note="theirs"), id_)
    assert mine.ask("DELETE", f"/observations/{id_}").status_code == 403
    assert theirs.own()[0]["note"] == "theirs"


def test_own_observations_are_only_ones_own(app: Flask) -> None:
    walk = a_walk()
    a_phone(app, on=walk).deliver(a_delivery())
    assert a_phone(app, on=walk).own() == []


def test_an_unknown_walk_is_not_found(app: Flask) -> None:
    phone = a_phone(app)
    phone.walk_id = new_id()
    assert phone.ask("GET").json["code"] == "not-found"
