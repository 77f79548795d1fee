"""What cannot be kept is refused with a sentence for its field, and leaves nothing behind."""

import json
from typing import Any

import pytest
from flask import Flask

from tests.api.phone import Phone, a_delivery, a_phone
from tests.factories import FLAGEY, a_walk
from walks.database import db, new_id
from walks.observations import Observation


@pytest.fixture
def phone(app: Flask) -> Phone:
    return a_phone(app)


def at(longitude: Any, latitude: Any, **values: Any) -> dict[str, Any]:
    point = {"longitude": longitude, "latitude": latitude, "source": "gps"} | values
    return {"position": point}


PHOTO = {"id": "01a1fd80-0000-7000-8000-000000000001", "digest": "ab" * 32}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "complaint"}, "kind"),
        ({"kind": None}, "kind"),
        ({"kind": 1}, "kind"),
        ({"theme": "weather"}, "theme"),
        ({"theme": ["sight"]}, "theme"),
        ({"category": "sight.moonlight"}, "category"),
        ({"theme": "comfort", "category": "sight.lighting"}, "category"),
        ({"severity": 0}, "severity"),
        ({"severity": 4}, "severity"),
        ({"severity": 1.5}, "severity"),
        ({"severity": "2"}, "severity"),
        ({"severity": True}, "severity"),
        ({"kind": "asset", "severity": 2}, "severity"),
        ({"affects": "wheelchair"}, "affects"),
        ({"affects": ["martians"]}, "affects"),
        ({"affects": [None]}, "affects.0"),
        ({"affects": ["everyone"] * 51}, "affects"),
        ({"note": 5}, "note"),
        ({"note": {"text": "dark"}}, "note"),
        ({"note": "x" * 100_000}, "note"),
        ({"note": "x" * 4_001}, "note"),
        ({"proposal": "é" * 4_001}, "proposal"),
        ({"note": "half \ud83d a lamp"}, "note"),
        ({"note_language": "français"}, "note_language"),
        ({"side": "middle"}, "side"),
        ({"place": "somewhere"}, "place"),
        ({"position": None, "place": "stop"}, "place"),
        ({"position": "4.37,50.82"}, "position"),
        ({"position": [4.37, 50.82]}, "position"),
        (at(4.37, None), "position.latitude"),
        (at("4.37", 50.82), "position.longitude"),
        (at(bool(1), 50.82), "position.longitude"),
        (at(181, 50.82), "position.longitude"),
        (at(4.37, -90.01), "position.latitude"),
        (at(10**400, 50.82), "position.longitude"),
        (at(4.37, 50.82, source="stars"), "position.source"),
        (at(4.37, 50.82, accuracy_m=-1), "position.accuracy_m"),
        (at(4.37, 50.82, altitude=90), "position.altitude"),
        ({"observer_position": {"longitude": 4.37}}, "observer_position.latitude"),
        ({"stop": "the third"}, "stop"),
        ({"stop": "01a1fd80-0000-7000-8000-00000000dead"}, "stop"),
        ({"recorded_at": "yesterday"}, "recorded_at"),
        ({"recorded_at": "2026-11-21T10:00:00"}, "recorded_at"),
        ({"recorded_at": "2026-02-30T10:00:00+01:00"}, "recorded_at"),
        ({"recorded_at": "0001-01-01T00:00:00+14:00"}, "recorded_at"),
        ({"recorded_at": "9999-12-31T23:59:59-12:00"}, "recorded_at"),
        ({"recorded_at": 1763718000}, "recorded_at"),
        ({"recorded_at": None}, "recorded_at"),
        ({"clock_difference_ms": 10**14}, "clock_difference_ms"),
        ({"clock_difference_ms": 0.5}, "clock_difference_ms"),
        ({"based_on": 0}, "based_on"),
        ({"based_on": 2**31}, "based_on"),
        ({"schema": "1"}, "schema"),
        ({"photos": "none"}, "photos"),
        ({"photos": [{"id": PHOTO["id"], "digest": "AB" * 32}]}, "photos.0.digest"),
        ({"photos": [PHOTO, PHOTO]}, "photos"),
        ({"photos": [{**PHOTO, "id": str(new_id())} for _ in range(7)]}, "photos"),
        ({"name": "a person"}, "name"),
    ],
)
def test_a_wrong_value_is_told_by_its_field(phone: Phone, values: dict, field: str) -> None:
    answer = phone.deliver(a_delivery(**values))
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "invalid"
    assert list(answer.json["errors"]) == [field]
    assert all(sentence.endswith(".") for sentence in answer.json["errors"][field])
    assert not count()


@pytest.mark.parametrize("missing", ["schema", "kind", "recorded_at"])
def test_what_is_missing_is_told(phone: Phone, missing: str) -> None:
    delivery = a_delivery()
    del delivery[missing]
    answer = phone.deliver(delivery)
    assert answer.json["errors"] == {missing: ["This is missing."]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null and void",
        b'{"schema": NaN}',
        b'{"schema": -Infinity}',
        b'{"kind": "\xff\xfe"}',
        b"[" * 100_000,
        b'{"schema": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_is_not_json_is_malformed(phone: Phone, body: bytes) -> None:
    address = f"/observations/{new_id()}"
    answer = phone.ask("PUT", address, data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "malformed")
    assert not count()


def test_json_under_another_name_is_malformed(phone: Phone) -> None:
    body = json.dumps(a_delivery())
    answer = phone.ask("PUT", f"/observations/{new_id()}", data=body, content_type="text/plain")
    assert (answer.status_code, answer.json["code"]) == (400, "malformed")


@pytest.mark.parametrize("body", ["[]", '"text"', "5", "null", "true"])
def test_json_that_is_no_object_is_invalid(phone: Phone, body: str) -> None:
    address = f"/observations/{new_id()}"
    answer = phone.ask("PUT", address, data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_an_infinite_number_in_disguise_is_refused(phone: Phone) -> None:
    body = json.dumps(a_delivery()).replace(str(FLAGEY[0]), "1e999")
    address = f"/observations/{new_id()}"
    answer = phone.ask("PUT", address, data=body, content_type="application/json")
    assert list(answer.json["errors"]) == ["position.longitude"]


def test_a_body_of_more_bytes_than_the_setting_is_too_large(phone: Phone) -> None:
    answer = phone.deliver(a_delivery(note="x" * 200_000))
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def test_another_schema_is_asked_to_reload(phone: Phone) -> None:
    answer = phone.deliver(a_delivery(schema=2))
    assert (answer.status_code, answer.json["code"]) == (422, "schema-unknown")


@pytest.mark.parametrize(
    "position", [(50.8277, 4.3722), (4.3722, 120.0)], ids=["on the other side", "out of range"]
)
def test_swapped_coordinates_get_a_hint(phone: Phone, position: tuple[float, float]) -> None:
    answer = phone.deliver(a_delivery(**at(*position)))
    assert answer.status_code == 422
    assert "swapped" in str(answer.json["errors"])


def test_no_id_is_no_address(phone: Phone) -> None:
    answer = phone.ask("PUT", "/observations/first", json=a_delivery())
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


def test_any_language_is_kept_as_it_was_written(phone: Phone) -> None:
    note = "إنارة معطلة \N{PEDESTRIAN}\u200d\N{FEMALE SIGN}\n漢字 \N{RIGHT-TO-LEFT MARK}שלום"
    phone.deliver(a_delivery(note=note, note_language="ar"))
    assert phone.own()[0]["note"] == note


def test_control_characters_are_taken_out_and_the_digest_is_of_what_was_delivered(
    phone: Phone,
) -> None:
    delivery, id_ = a_delivery(note=" a\x00b\x07c\x1b[0m\r\nd\x85 ", proposal="\x00"), new_id()
    first = phone.deliver(delivery, id_)
    assert first.status_code == 201
    kept = phone.own()[0]
    assert (kept["note"], kept["proposal"]) == ("abc[0m\nd", None)
    assert phone.deliver(delivery, id_).json == first.json


def test_a_stop_of_another_walk_is_refused(app: Flask) -> None:
    other = a_walk()
    answer = a_phone(app).deliver(a_delivery(stop=str(other.stops[0].id)))
    assert list(answer.json["errors"]) == ["stop"]


def test_the_theme_follows_from_the_category(phone: Phone) -> None:
    phone.deliver(a_delivery(theme=None, category="comfort.bench"))
    assert (phone.own()[0]["theme"], phone.own()[0]["category"]) == ("comfort", "comfort.bench")


def test_nothing_but_kind_and_time_is_needed(phone: Phone) -> None:
    answer = phone.deliver(a_delivery(theme=None, position=None))
    assert answer.status_code == 201
    assert phone.own()[0]["position"] is None


def count() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(Observation)) or 0
