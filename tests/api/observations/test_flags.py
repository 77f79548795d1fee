"""What a facilitator should look at twice is kept and flagged."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from geoalchemy2.shape import from_shape
from shapely.geometry import box

from tests.api.phone import a_delivery, a_phone
from tests.factories import ANTWERP, FLAGEY, a_neighbourhood, a_walk
from walks.database import WGS84, db, new_id

NOW = datetime.now(UTC)
METRE = 1 / 111_200  # degrees of latitude


def at(longitude: float, latitude: float) -> dict:
    return {"position": {"longitude": longitude, "latitude": latitude, "source": "map"}}


def recorded(instant: datetime, **values: object) -> dict:
    return a_delivery(recorded_at=instant.isoformat(), **values)


def test_far_from_the_walk_is_kept_and_flagged(app: Flask) -> None:
    answer = a_phone(app).deliver(a_delivery(**at(*ANTWERP)))
    assert (answer.status_code, answer.json["is_far"]) == (201, True)


@pytest.mark.parametrize(("metres", "is_far"), [(0, False), (290, False), (310, True)])
def test_far_begins_beyond_the_setting(app: Flask, metres: int, is_far: bool) -> None:
    position = at(FLAGEY[0], FLAGEY[1] - metres * METRE)
    assert a_phone(app).deliver(a_delivery(**position)).json["is_far"] is is_far


@pytest.mark.parametrize("ground", ["area", "itinerary", "stops", "neighbourhood"])
def test_near_any_part_of_the_walks_ground_is_not_far(app: Flask, ground: str) -> None:
    walk = a_walk(
        around=FLAGEY if ground in {"itinerary", "stops"} else None,
        within=a_neighbourhood() if ground == "neighbourhood" else None,
    )
    if ground == "area":
        walk.area = from_shape(box(4.37, 50.82, 4.38, 50.83), srid=WGS84)
    if ground == "stops":
        walk.itinerary = None
    db.session.commit()
    phone = a_phone(app, on=walk)
    assert phone.deliver(a_delivery()).json["is_far"] is False
    assert phone.deliver(a_delivery(**at(*ANTWERP))).json["is_far"] is True


def test_nothing_is_far_from_a_walk_without_ground_or_without_a_position(app: Flask) -> None:
    nowhere = a_phone(app, on=a_walk(around=None))
    assert nowhere.deliver(a_delivery(**at(*ANTWERP))).json["is_far"] is False
    assert a_phone(app).deliver(a_delivery(position=None)).json["is_far"] is False


@pytest.mark.parametrize(
    ("instant", "ahead_ms", "is_odd"),
    [
        (NOW, 0, False),
        (NOW + timedelta(minutes=8), 0, False),
        (NOW + timedelta(minutes=20), 0, True),
        (NOW + timedelta(minutes=20), 20 * 60_000, False),
        (NOW, -20 * 60_000, True),
        (NOW - timedelta(hours=24), 0, False),
        (NOW - timedelta(hours=26), 0, True),
        (NOW - timedelta(hours=26), -3 * 3_600_000, False),
        (NOW.replace(year=1970), 0, True),
        (NOW.replace(year=2099), 0, True),
        (NOW.replace(year=2099), None, True),
    ],
)
def test_an_odd_time_is_kept_and_flagged(
    app: Flask, instant: datetime, ahead_ms: int | None, is_odd: bool
) -> None:
    answer = a_phone(app).deliver(recorded(instant, clock_difference_ms=ahead_ms))
    assert (answer.status_code, answer.json["is_time_odd"]) == (201, is_odd)


def test_the_start_is_on_the_clocks_of_the_walks_zone(app: Flask) -> None:
    tokyo = NOW.astimezone(ZoneInfo("Asia/Tokyo")).replace(tzinfo=None)
    phone = a_phone(app, on=a_walk(starts_at=tokyo, time_zone="Asia/Tokyo"))
    assert not phone.deliver(recorded(NOW - timedelta(hours=23))).json["is_time_odd"]
    assert phone.deliver(recorded(NOW - timedelta(hours=25))).json["is_time_odd"]


@pytest.mark.parametrize("state", ["closed", "debriefed", "reported"])
def test_what_arrives_after_closing_is_kept_and_flagged_late(app: Flask, state: str) -> None:
    phone = a_phone(app, on=a_walk(state=state))
    answer = phone.deliver(recorded(NOW - timedelta(hours=1)))
    assert (answer.status_code, answer.json["is_late"]) == (201, True)


@pytest.mark.parametrize("state", ["enrolling", "live"])
def test_before_closing_no_clock_makes_it_late(app: Flask, state: str) -> None:
    phone = a_phone(app, on=a_walk(state=state))
    assert phone.deliver(recorded(NOW + timedelta(days=400))).json["is_late"] is False


def test_what_was_late_stays_late_when_the_walk_is_reopened(app: Flask) -> None:
    walk, id_ = a_walk(state="closed"), new_id()
    phone = a_phone(app, on=walk)
    phone.deliver(a_delivery(), id_)
    walk.state, walk.closed_at = "live", None
    db.session.commit()
    answer = phone.deliver(a_delivery(note="changed", based_on=1), id_)
    assert answer.json["is_late"] is True


def test_an_archived_walk_takes_nothing_new_but_still_acknowledges_what_it_has(app: Flask) -> None:
    walk, id_ = a_walk(), new_id()
    phone = a_phone(app, on=walk)
    phone.deliver(a_delivery(), id_)
    walk.state = "archived"
    db.session.commit()
    assert phone.deliver(a_delivery(), id_).status_code == 200
    for answer in (
        phone.deliver(a_delivery()),
        phone.deliver(a_delivery(note="changed", based_on=1), id_),
        phone.ask("DELETE", f"/observations/{id_}"),
        phone.ask("DELETE", "/participation"),
    ):
        assert (answer.status_code, answer.json["code"]) == (403, "walk-archived")
