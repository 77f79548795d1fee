"""“Me too”: to what others recorded and a facilitator released, without seeing who."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.api.phone import Phone, a_phone
from tests.factories import (
    FLAGEY,
    a_confirmation,
    a_participant,
    a_photo,
    a_walk,
    an_observation,
)
from walks import confirmations
from walks.database import db, new_id
from walks.observations import Observation
from walks.participants import Participant
from walks.walks import Walk


@pytest.fixture
def walk(app: Flask) -> Walk:
    return a_walk()


@pytest.fixture
def phone(app: Flask, walk: Walk) -> Phone:
    return a_phone(app, on=walk)


@pytest.fixture
def neighbour(walk: Walk) -> Participant:
    return a_participant(on=walk)


def released(phone: Phone) -> list[dict]:
    return list(phone.ask("GET", "/released").json["observations"])


def me_too(phone: Phone, observation: Observation, method: str = "PUT") -> tuple[int, str | None]:
    answer = phone.ask(method, f"/observations/{observation.id}/confirmation")
    return answer.status_code, answer.json.get("code") if answer.data else None


def test_what_others_recorded_is_told_without_who_when_or_how_many(
    phone: Phone, neighbour: Participant
) -> None:
    seen = an_observation(
        by=neighbour, released=True, severity=2, note="Trop sombre", note_language="fr"
    )
    kept = a_photo(of=seen)
    a_photo(of=seen, state="received")
    a_confirmation(by=a_participant(on=neighbour.walk), of=seen)
    assert released(phone) == [
        {
            "id": str(seen.id),
            "kind": "problem",
            "theme": "sight",
            "category": "sight.lighting",
            "severity": 2,
            "note": "Trop sombre",
            "note_language": "fr",
            "proposal": None,
            "position": pytest.approx(FLAGEY),
            "place": "gps",
            "stop": None,
            "next_stop": None,
            "side": None,
            "photos": [str(kept.id)],
            "confirmed": False,
        }
    ]


def test_only_what_is_released_of_others_on_this_walk_is_told(
    phone: Phone, neighbour: Participant, walk: Walk
) -> None:
    an_observation(by=neighbour)
    an_observation(by=neighbour, released=True, withdrawn=True)
    an_observation(released=True)
    own = db.session.get(Participant, phone.participant_id)
    an_observation(by=own, on=walk, released=True)
    assert released(phone) == []


def test_it_is_read_page_by_page_and_not_again_unchanged(
    phone: Phone, neighbour: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [str(an_observation(by=neighbour, released=True).id) for _ in range(3)]
    monkeypatch.setattr(confirmations.released_to, "__kwdefaults__", {"after": None, "size": 2})
    first = phone.ask("GET", "/released")
    assert [one["id"] for one in first.json["observations"]] == ids[:2]
    rest = phone.ask("GET", f"/released?after={first.json['next']}").json
    assert ([one["id"] for one in rest["observations"]], rest["next"]) == (ids[2:], None)
    phone.headers["If-None-Match"] = first.headers["ETag"]
    assert phone.ask("GET", "/released").status_code == 304


def test_me_too_is_said_and_taken_back_however_often(phone: Phone, neighbour: Participant) -> None:
    seen = an_observation(by=neighbour, released=True)
    assert [me_too(phone, seen)[0] for _ in range(2)] == [200, 200]
    assert released(phone)[0]["confirmed"]
    assert confirmations.counted([seen.id]) == {seen.id: 1}
    assert [me_too(phone, seen, "DELETE")[0] for _ in range(2)] == [204, 204]
    assert not released(phone)[0]["confirmed"]


def test_one_s_own_cannot_be_confirmed_and_that_is_said(phone: Phone, walk: Walk) -> None:
    own = db.session.get(Participant, phone.participant_id)
    assert me_too(phone, an_observation(by=own, on=walk, released=True)) == (409, "own-observation")


def test_what_is_not_released_here_is_not_found(phone: Phone, neighbour: Participant) -> None:
    hidden = an_observation(by=neighbour)
    gone = an_observation(by=neighbour, released=True, withdrawn=True)
    elsewhere = an_observation(released=True)
    for one in (hidden, gone, elsewhere):
        assert me_too(phone, one) == (404, "not-found")
    assert phone.ask("PUT", f"/observations/{new_id()}/confirmation").status_code == 404


def test_an_archived_walk_takes_none(phone: Phone, neighbour: Participant, walk: Walk) -> None:
    seen = an_observation(by=neighbour, released=True)
    walk.state = "archived"
    db.session.commit()
    assert me_too(phone, seen) == (403, "walk-archived")
    assert me_too(phone, seen, "DELETE") == (403, "walk-archived")


def test_a_stranger_sees_and_says_nothing(app: Flask, neighbour: Participant) -> None:
    seen = an_observation(by=neighbour, released=True)
    stranger = a_phone(app)
    stranger.walk_id = neighbour.walk_id
    assert stranger.ask("GET", "/released").json["code"] == "wrong-walk"
    assert me_too(stranger, seen) == (403, "wrong-walk")
