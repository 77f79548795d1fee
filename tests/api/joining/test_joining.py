from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import a_walk, bearing
from walks.database import db
from walks.participants import CONSENT, Device, Participant, hash_of
from walks.walks import Walk

YES = {"language": "nl", "consent": {"version": CONSENT.version, "taking_part": True}}


def join(client: FlaskClient, walk: Walk, **values: Any) -> TestResponse:
    return client.post(f"/api/joining/{walk.join_code}", json=YES | values)


@pytest.mark.parametrize("state", ["enrolling", "live"])
def test_joining_hands_out_a_token_that_opens_the_walk(client: FlaskClient, state: str) -> None:
    walk = a_walk(state=state)
    answer = join(client, walk)
    assert answer.status_code == 201
    assert answer.json["walk_id"] == str(walk.id)
    headers = bearing(answer.json["token"])
    assert client.get(f"/api/walks/{walk.id}", headers=headers).status_code == 200
    participant = db.session.get_one(Participant, answer.json["participant_id"])
    assert (participant.language, participant.consent) == ("nl", CONSENT.version)


def test_the_token_is_long_and_kept_only_as_its_hash(client: FlaskClient) -> None:
    tokens = [join(client, a_walk()).json["token"] for _ in range(2)]
    assert len(set(tokens)) == 2
    assert all(len(token) >= 43 for token in tokens)
    kept = db.session.scalars(db.select(Device.token_hash)).all()
    assert set(kept) == {hash_of(token) for token in tokens}


@pytest.mark.parametrize(
    ("state", "code"),
    [("draft", "not-open-yet"), ("closed", "walk-ended"), ("archived", "walk-ended")],
)
def test_nobody_joins_before_or_after(client: FlaskClient, state: str, code: str) -> None:
    answer = join(client, a_walk(state=state))
    assert (answer.status_code, answer.json["code"]) == (403, code)
    assert not db.session.scalars(db.select(Participant)).all()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"language": "klingon"}, "language"),
        ({"language": None}, "language"),
        ({"consent": None}, "consent"),
        ({"consent": True}, "consent"),
        ({"consent": {"version": CONSENT.version}}, "consent.taking_part"),
        ({"consent": {"version": CONSENT.version, "taking_part": False}}, "consent.taking_part"),
        ({"consent": {"version": CONSENT.version, "taking_part": "true"}}, "consent.taking_part"),
        ({"consent": {"taking_part": True}}, "consent.version"),
        ({"email": "resident@example.org"}, "email"),
    ],
)
def test_nobody_joins_without_saying_yes(client: FlaskClient, values: dict, field: str) -> None:
    answer = join(client, a_walk(), **values)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert not db.session.scalars(db.select(Participant)).all()


def test_words_of_consent_that_changed_meanwhile_are_read_again(client: FlaskClient) -> None:
    answer = join(client, a_walk(), consent={"version": "0", "taking_part": True})
    assert (answer.status_code, answer.json["code"]) == (422, "schema-unknown")


def test_joining_needs_no_form_token(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", 1)
    assert join(client, a_walk()).status_code == 201


def test_a_sentence_comes_in_the_language_that_was_asked_for(client: FlaskClient) -> None:
    answer = client.get("/api/joining/ZZZZZZ", headers={"Accept-Language": "nl"})
    assert answer.content_type == "application/problem+json"
    assert answer.json["detail"]
