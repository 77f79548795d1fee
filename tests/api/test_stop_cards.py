"""A stop card is locked once: told again the same, refused when it differs."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import rfc8785
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.phone import Phone, a_phone, the_phone_of
from tests.factories import a_participant, a_stop_card, a_walk
from walks.acts import closing
from walks.database import db, new_id
from walks.stop_cards import StopCard, StopRating
from walks.walks import Walk

RATINGS = {"orientation": 3, "see_be_seen": 0, "help": None, "overall": 1}


@pytest.fixture
def walk(app: Flask) -> Walk:
    return a_walk(stops=2)


@pytest.fixture
def phone(app: Flask, walk: Walk) -> Phone:
    return a_phone(app, on=walk)


def a_card(**values: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "id": str(new_id()),
        "recorded_at": "2026-11-21T10:00:00+01:00",
        "ratings": RATINGS,
    } | values


def lock(phone: Phone, card: dict[str, Any], *, stop: Any) -> TestResponse:
    return phone.ask("PUT", f"/stop-cards/{stop.id}", json=card)


def test_it_is_kept_with_its_scales_and_read_again(phone: Phone, walk: Walk) -> None:
    card = a_card()
    answer = lock(phone, card, stop=walk.stops[0])
    assert answer.status_code == 200
    assert answer.json["digest"] == hashlib.sha256(rfc8785.dumps(card)).hexdigest()
    assert answer.json["recorded_at"] == card["recorded_at"]
    assert phone.ask("GET", "/stop-cards").json == {"cards": [answer.json]}
    kept = {
        one.question: (one.value, one.scale) for one in db.session.scalars(db.select(StopRating))
    }
    assert kept["help"] == (None, "faces-0-3")
    assert kept["overall"] == (1, "feeling-0-3")


def test_sent_again_it_is_acknowledged_again_with_nothing_written_twice(
    phone: Phone, walk: Walk
) -> None:
    card = a_card()
    first = lock(phone, card, stop=walk.stops[0])
    assert lock(phone, card, stop=walk.stops[0]).json == first.json
    assert db.session.query(StopCard).count() == 1


def test_another_one_at_the_same_stop_is_refused(phone: Phone, walk: Walk) -> None:
    first = lock(phone, a_card(), stop=walk.stops[0]).json
    answer = lock(phone, a_card(ratings={"overall": 3}), stop=walk.stops[0])
    assert (answer.status_code, answer.json["code"]) == (409, "card-locked")
    assert "stay as they were" in answer.json["detail"]
    assert phone.ask("GET", "/stop-cards").json["cards"] == [first]
    assert lock(phone, a_card(), stop=walk.stops[1]).status_code == 200


def test_an_id_is_nobody_else_s(app: Flask, phone: Phone, walk: Walk) -> None:
    card = a_card()
    lock(phone, card, stop=walk.stops[0])
    answer = lock(a_phone(app, on=walk), card, stop=walk.stops[0])
    assert (answer.status_code, answer.json["code"]) == (409, "id-taken")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ratings": {"gender": 1}}, "ratings.gender"),
        ({"ratings": {"overall": 4}}, "ratings.overall"),
        ({"ratings": {"overall": -1}}, "ratings.overall"),
        ({"ratings": {"overall": "3"}}, "ratings.overall.value"),
        ({"ratings": {"overall": True}}, "ratings.overall.value"),
        ({"ratings": {"\ud800": 1}}, "_"),
        ({"ratings": {}}, "ratings"),
        ({"ratings": [1]}, "ratings"),
        ({"recorded_at": "yesterday"}, "recorded_at"),
        ({"id": "1"}, "id"),
        ({"participant": "me"}, "participant"),
    ],
)
def test_only_what_the_method_asks_is_kept(
    phone: Phone, walk: Walk, values: dict[str, Any], field: str
) -> None:
    answer = lock(phone, a_card(**values), stop=walk.stops[0])
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert not db.session.query(StopCard).count()


def test_a_newer_page_is_told_so(phone: Phone, walk: Walk) -> None:
    assert lock(phone, a_card(schema=2), stop=walk.stops[0]).json["code"] == "schema-unknown"


def test_a_stop_of_another_walk_is_not_there(phone: Phone) -> None:
    assert lock(phone, a_card(), stop=a_walk().stops[0]).status_code == 404


def test_after_closing_it_is_late_and_after_archiving_refused(app: Flask) -> None:
    walk = a_walk(state="closed")
    phone = a_phone(app, on=walk)
    card = a_card()
    assert lock(phone, card, stop=walk.stops[0]).json["is_late"]
    walk.state = "archived"
    db.session.commit()
    assert lock(phone, a_card(), stop=walk.stops[1]).json["code"] == "walk-archived"
    assert lock(phone, card, stop=walk.stops[0]).status_code == 200  # it is kept: say so again


def test_reopening_and_closing_judge_anew_what_is_late(app: Flask, walk: Walk) -> None:
    resident, now = a_participant(on=walk), datetime.now(UTC)
    in_time = a_stop_card(by=resident, at=walk.stops[0], recorded_at=now)
    late = a_stop_card(by=resident, at=walk.stops[1], recorded_at=now + timedelta(hours=1))
    walk.closed_at = now + timedelta(minutes=30)
    closing.judge_lateness(walk)
    db.session.commit()
    assert (in_time.is_late, late.is_late) == (False, True)
    walk.closed_at = None
    closing.judge_lateness(walk)
    db.session.commit()
    assert not late.is_late


def test_nobody_reads_another_s_cards(app: Flask, phone: Phone, walk: Walk) -> None:
    lock(phone, a_card(), stop=walk.stops[0])
    assert the_phone_of(app, a_participant(on=walk)).ask("GET", "/stop-cards").json == {"cards": []}
    stranger = a_phone(app)
    stranger.walk_id = walk.id
    assert stranger.ask("GET", "/stop-cards").json["code"] == "wrong-walk"
    assert lock(stranger, a_card(), stop=walk.stops[0]).json["code"] == "wrong-walk"
