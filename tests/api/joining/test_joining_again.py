"""A phone that lost the answer to its joining asks again with the key that it made."""

import pytest
from flask.testing import FlaskClient

from tests.api.joining.test_joining import YES, join
from tests.api.observations.test_racing import at_once
from tests.factories import a_walk, bearing
from walks.database import db
from walks.participants import Device, Participant, Receipt, exchange
from walks.problems import Problem

KEY = "A" * 20 + "b-_" + "9" * 20


def test_the_key_is_the_token_that_opens_the_walk(client: FlaskClient) -> None:
    walk = a_walk()
    answer = join(client, walk, device_key=KEY)
    assert (answer.status_code, answer.json["token"]) == (201, KEY)
    assert client.get(f"/api/walks/{walk.id}", headers=bearing(KEY)).status_code == 200


def test_the_same_key_makes_no_second_participant(client: FlaskClient) -> None:
    walk = a_walk()
    first, again = (join(client, walk, device_key=KEY).json for _ in range(2))
    assert first["participant_id"] == again["participant_id"]
    assert len(db.session.scalars(db.select(Participant)).all()) == 1
    assert len(db.session.scalars(db.select(Device)).all()) == 1


def test_the_receipt_of_the_answer_that_came_is_the_one_that_counts(client: FlaskClient) -> None:
    walk = a_walk()
    lost, came = (join(client, walk, device_key=KEY).json["receipt"]["code"] for _ in range(2))
    with pytest.raises(Problem):
        exchange(lost, asked_from="192.0.2.1")
    assert str(exchange(came, asked_from="192.0.2.1")[0].walk_id) == str(walk.id)
    assert len(db.session.scalars(db.select(Receipt)).all()) == 2


def test_requests_at_once_are_one_participant(client: FlaskClient) -> None:
    address = f"/api/joining/{a_walk().join_code}"
    answers = at_once(*[lambda: client.post(address, json=YES | {"device_key": KEY})] * 4)
    assert len({answer.json["participant_id"] for answer in answers}) == 1
    assert len(db.session.scalars(db.select(Participant)).all()) == 1


def test_a_key_of_another_walk_or_of_somebody_who_left_opens_nothing(client: FlaskClient) -> None:
    walk = a_walk()
    join(client, walk, device_key=KEY)
    answer = join(client, a_walk(), device_key=KEY)
    assert (answer.status_code, answer.json["code"]) == (401, "token-unknown")
    left = client.delete(f"/api/walks/{walk.id}/participation", headers=bearing(KEY))
    assert left.status_code == 200
    answer = join(client, walk, device_key=KEY)
    assert (answer.status_code, answer.json["code"]) == (401, "token-unknown")


@pytest.mark.parametrize("key", ["", "short", "A" * 44, "A" * 42 + "é", 7])
def test_a_key_that_anybody_could_guess_is_refused(client: FlaskClient, key: object) -> None:
    answer = join(client, a_walk(), device_key=key)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["device_key"])
