import hashlib
from datetime import UTC, datetime, timedelta

import pytest
import rfc8785
from flask import Flask

from tests.api.phone import a_delivery, a_phone, the_phone_of
from tests.factories import a_participant, a_walk
from walks.database import db, new_id
from walks.observations import Observation
from walks.walks import Walk


def now(**ago: float) -> str:
    return (datetime.now(UTC) - timedelta(**ago)).isoformat()


def full(walk: Walk) -> dict:
    return a_delivery(
        category="sight.lighting",
        severity=3,
        affects=["wheelchair", "pushchair"],
        note="Le lampadaire est éteint 💡 منذ شهر",
        note_language="fr",
        proposal="Remplacer l’ampoule",
        observer_position={"longitude": 4.3721, "latitude": 50.8276, "accuracy_m": None},
        stop=str(walk.stops[0].id),
        next_stop=str(walk.stops[1].id),
        side="left",
        place=None,
        recorded_at=now(minutes=5),
        clock_difference_ms=-1200,
        photos=[{"id": str(new_id()), "digest": "ab" * 32}],
        voice={"id": str(new_id()), "digest": "cd" * 32},
    )


def test_a_new_observation_is_kept_whole_and_acknowledged(app: Flask) -> None:
    walk = a_walk()
    phone = a_phone(app, on=walk)
    delivery, id_ = full(walk), new_id()
    answer = phone.deliver(delivery, id_)
    assert answer.status_code == 201, answer.text
    assert answer.json == {
        "id": str(id_),
        "revision": 1,
        "digest": hashlib.sha256(rfc8785.dumps(delivery)).hexdigest(),
        "state": "received",
        "owed_photos": [delivery["photos"][0]["id"]],
        "owed_voice": delivery["voice"]["id"],
        "is_late": False,
        "is_far": False,
        "is_time_odd": False,
    }
    kept = phone.own()[0]
    for member in delivery.keys() - {
        "schema",
        "based_on",
        "photos",
        "voice",
        "recorded_at",
        "observer_position",
    }:
        assert kept[member] == delivery[member], member


def test_the_same_again_is_acknowledged_again_and_makes_no_second_row(app: Flask) -> None:
    phone, delivery, id_ = a_phone(app), a_delivery(), new_id()
    first, second = phone.deliver(delivery, id_), phone.deliver(delivery, id_)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert db.session.scalar(db.select(db.func.count()).select_from(Observation)) == 1


def test_a_change_of_the_stored_revision_is_the_next_one(app: Flask) -> None:
    phone, id_ = a_phone(app), new_id()
    phone.deliver(a_delivery(note="dark"), id_)
    answer = phone.deliver(a_delivery(note="very dark", based_on=1), id_)
    assert (answer.status_code, answer.json["revision"]) == (200, 2)
    assert [one["note"] for one in phone.own()] == ["very dark"]


@pytest.mark.parametrize("based_on", [None, 1, 3])
def test_a_change_of_another_revision_differs(app: Flask, based_on: int | None) -> None:
    phone, id_ = a_phone(app), new_id()
    phone.deliver(a_delivery(note="first"), id_)
    phone.deliver(a_delivery(note="second", based_on=1), id_)
    answer = phone.deliver(a_delivery(note="third", based_on=based_on), id_)
    assert (answer.status_code, answer.json["code"]) == (409, "observation-differs")
    assert answer.json["stored"]["note"] == "second"
    assert answer.json["stored"]["revision"] == 2
    assert phone.own()[0]["note"] == "second"


def test_another_participants_id_is_taken_and_tells_nothing(app: Flask) -> None:
    walk, id_ = a_walk(), new_id()
    a_phone(app, on=walk).deliver(a_delivery(note="mine"), id_)
    answer = a_phone(app, on=walk).deliver(a_delivery(note="yours"), id_)
    assert (answer.status_code, answer.json["code"]) == (409, "id-taken")
    assert "mine" not in answer.text
    assert "stored" not in answer.json


def test_a_withdrawn_id_is_gone(app: Flask) -> None:
    phone, id_ = a_phone(app), new_id()
    phone.deliver(a_delivery(), id_)
    assert phone.ask("DELETE", f"/observations/{id_}").status_code == 204
    for delivery in (a_delivery(), a_delivery(note="again", based_on=1)):
        answer = phone.deliver(delivery, id_)
        assert (answer.status_code, answer.json["code"]) == (410, "withdrawn")


def test_a_second_phone_of_the_same_participant_changes_it_too(app: Flask) -> None:
    me, id_ = a_participant(), new_id()
    the_phone_of(app, me).deliver(a_delivery(note="first"), id_)
    answer = the_phone_of(app, me).deliver(a_delivery(note="second", based_on=1), id_)
    assert answer.json["revision"] == 2
