"""A trace is kept only with consent, along the itinerary, without times; it can be deleted."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.phone import Phone, a_phone
from tests.factories import FLAGEY, a_trace, a_walk
from walks.database import db
from walks.participants import Participant
from walks.traces import MOST_POINTS, Trace

EAST, NORTH = 0.0014 / 98.7, 1 / 111_240  # degrees to a metre, at Flagey


def at(east: float, north: float = 0) -> list[float]:
    """So many metres from the beginning of the itinerary, which runs 100 m to the east."""
    return [FLAGEY[0] + east * EAST, FLAGEY[1] + north * NORTH]


@pytest.fixture
def phone(app: Flask) -> Phone:
    return a_phone(app)


def send(phone: Phone, *lines: Any, **values: Any) -> TestResponse:
    return phone.ask("PUT", "/trace", json={"lines": list(lines), "agreed": True} | values)


def test_it_is_kept_and_read_again_with_its_length(phone: Phone) -> None:
    answer = send(phone, [at(10), at(40, 5)], [at(60, -20), at(80, -20)])
    assert answer.status_code == 200
    assert answer.json["length_m"] == pytest.approx(50, abs=2)
    assert answer.json["lines"][1][1] == pytest.approx(at(80, -20), abs=1e-6)
    assert phone.ask("GET", "/trace").json == answer.json


def test_the_last_one_counts(phone: Phone) -> None:
    send(phone, [at(10), at(20)])
    assert send(phone, [at(10), at(90)]).json["length_m"] == pytest.approx(80, abs=1)
    assert db.session.query(Trace).count() == 1


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([[at(10), at(40, 33)]], id="a point outside"),
        pytest.param([[at(10), at(40)], [at(50, -40), at(60, -40)]], id="a piece outside"),
        pytest.param([[at(-20), at(-35)]], id="before the beginning"),
    ],
)
def test_what_leaves_the_corridor_is_refused_whole(phone: Phone, lines: Any) -> None:
    answer = send(phone, *lines)
    assert (answer.status_code, answer.json["code"]) == (422, "trace-refused")
    assert "farther from the itinerary than 30 m" in answer.json["detail"]
    assert phone.ask("GET", "/trace").status_code == 404


def test_a_line_may_not_leave_the_corridor_between_its_points_either(app: Flask) -> None:
    walk = a_walk()
    turns = [at(0), at(150, 0), at(150, 150), at(0, 150)]  # out, up and back
    written = ", ".join(f"{x} {y}" for x, y in turns)
    walk.itinerary = f"SRID=4326;LINESTRING({written})"
    db.session.commit()
    phone = a_phone(app, on=walk)
    assert send(phone, [at(0), at(0, 150)]).json["code"] == "trace-refused"
    assert send(phone, [at(0), at(150), at(150, 150)]).status_code == 200


def test_edges_of_the_corridor_belong_to_it(phone: Phone) -> None:
    assert send(phone, [at(10, 30), at(90, 30)]).status_code == 200


def test_a_walk_without_itinerary_takes_none_and_says_why(app: Flask) -> None:
    answer = send(a_phone(app, on=a_walk(around=None)), [at(10), at(20)])
    assert (answer.status_code, answer.json["code"]) == (422, "trace-refused")
    assert "no itinerary" in answer.json["detail"]


def test_it_has_few_points(phone: Phone) -> None:
    answer = send(phone, [at(10), at(20)] * (MOST_POINTS // 2 + 1))
    assert "more points" in answer.json["detail"]


def test_standing_still_is_no_way(phone: Phone) -> None:
    assert "Nothing is left" in send(phone, [at(10), at(10)]).json["detail"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"agreed": False}, "agreed"),
        ({"agreed": "yes"}, "agreed"),
        ({"lines": []}, "lines"),
        ({"lines": [[at(10)]]}, "lines.0"),
        ({"lines": [[[*at(10), 1700000000], at(20)]]}, "lines.0.0"),
        ({"lines": [[{"t": 1}, at(20)]]}, "lines.0.0"),
        ({"lines": [[[200, 50], at(20)]]}, "lines.0.0.0"),
        ({"times": [1]}, "times"),
    ],
)
def test_neither_times_nor_a_missing_yes_pass(
    phone: Phone, values: dict[str, Any], field: str
) -> None:
    answer = send(phone, [at(10), at(20)], **values)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


def test_it_can_be_deleted_even_when_the_walk_is_archived(app: Flask) -> None:
    phone = a_phone(app, on=a_walk(state="archived"))
    participant = db.session.get(Participant, phone.participant_id)
    assert participant
    a_trace(by=participant)
    assert send(phone, [at(10), at(20)]).json["code"] == "walk-archived"
    assert [phone.ask("DELETE", "/trace").status_code for _ in range(2)] == [204, 204]
    assert phone.ask("GET", "/trace").status_code == 404


def test_nobody_else_reads_it(app: Flask, phone: Phone) -> None:
    send(phone, [at(10), at(20)])
    stranger = a_phone(app)
    stranger.walk_id = phone.walk_id
    for method in ("GET", "DELETE"):
        assert stranger.ask(method, "/trace").json["code"] == "wrong-walk"
    assert db.session.query(Trace).count() == 1
