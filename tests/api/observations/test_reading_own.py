from uuid import UUID

from flask import Flask

from tests.api.phone import a_delivery, a_phone, the_phone_of
from tests.factories import a_participant, a_photo, a_walk, an_observation, an_owed_photo
from walks.database import db, new_id
from walks.observations import Observation, given_by
from walks.participants import Participant
from walks.photos import Photo


def test_each_photo_is_owed_or_in_its_state(app: Flask) -> None:
    me = a_participant()
    observation = an_observation(by=me)
    an_owed_photo(of=observation)
    for state in ("received", "kept", "refused"):
        a_photo(of=observation, state=state)
    record = the_phone_of(app, me).own()[0]
    assert [photo["state"] for photo in record["photos"]] == ["owed", "received", "kept", "refused"]


def test_an_acknowledgement_names_only_the_photos_that_have_not_arrived(app: Flask) -> None:
    me, id_ = a_participant(), new_id()
    phone = the_phone_of(app, me)
    photos = [{"id": str(new_id()), "digest": "ef" * 32} for _ in range(2)]
    delivery = a_delivery(photos=photos)
    assert phone.deliver(delivery, id_).json["owed_photos"] == [one["id"] for one in photos]
    arrive(UUID(photos[0]["id"]), id_, me)
    assert phone.deliver(delivery, id_).json["owed_photos"] == [photos[1]["id"]]


def test_a_change_owes_exactly_its_own_photos(app: Flask) -> None:
    phone, id_ = a_phone(app), new_id()
    first, second, third = ({"id": str(new_id()), "digest": "ef" * 32} for _ in range(3))
    phone.deliver(a_delivery(photos=[first, second]), id_)
    answer = phone.deliver(a_delivery(photos=[third, second], based_on=1), id_)
    assert answer.json["owed_photos"] == [third["id"], second["id"]]


def test_a_photo_that_another_observation_announced_is_taken(app: Flask) -> None:
    phone, photo = a_phone(app), {"id": str(new_id()), "digest": "ef" * 32}
    phone.deliver(a_delivery(photos=[photo]))
    answer = phone.deliver(a_delivery(photos=[photo]))
    assert (answer.status_code, answer.json["code"]) == (409, "id-taken")
    assert len(phone.own()) == 1


def test_many_are_read_page_by_page(app: Flask) -> None:
    me = a_participant()
    ids = sorted(an_observation(by=me).id for _ in range(5))
    first, after = given_by(me, size=2)
    second, then = given_by(me, size=2, after=after)
    last, end = given_by(me, size=2, after=then)
    assert [UUID(one["id"]) for one in (*first, *second, *last)] == ids
    assert end is None
    answer = the_phone_of(app, me).ask("GET", f"/observations?after={ids[2]}").json
    assert [one["id"] for one in answer["observations"]] == [str(id_) for id_ in ids[3:]]
    assert answer["next"] is None


def test_the_instant_keeps_the_phones_offset(app: Flask) -> None:
    phone = a_phone(app)
    phone.deliver(a_delivery(recorded_at="2026-11-21T23:59:59.123+05:45"))
    assert phone.own()[0]["recorded_at"] == "2026-11-21T23:59:59.123000+05:45"


def test_a_place_without_a_position_is_kept(app: Flask) -> None:
    walk = a_walk()
    phone, stops = a_phone(app, on=walk), [str(stop.id) for stop in walk.stops]
    phone.deliver(a_delivery(position=None, place="stop", stop=stops[0]))
    phone.deliver(a_delivery(position=None, place="between", stop=stops[0], next_stop=stops[1]))
    own = phone.own()
    assert sorted(one["place"] for one in own) == ["between", "stop"]
    assert all(one["position"] is None for one in own)


def test_between_needs_two_stops(app: Flask) -> None:
    walk = a_walk()
    stop = str(walk.stops[0].id)
    for next_stop in (None, stop):
        delivery = a_delivery(position=None, place="between", stop=stop, next_stop=next_stop)
        assert list(a_phone(app, on=walk).deliver(delivery).json["errors"]) == ["place"]


def test_how_exactly_the_observer_stood_is_kept(app: Flask) -> None:
    phone = a_phone(app)
    here = {"longitude": 4.3701, "latitude": 50.8301, "accuracy_m": 12.5}
    phone.deliver(a_delivery(observer_position=here))
    assert phone.own()[0]["observer_position"] == here


def arrive(photo_id: UUID, observation_id: UUID, by: Participant) -> None:
    db.session.add(
        Photo(
            id=photo_id,
            observation_id=observation_id,
            participant_id=by.id,
            received_digest="ef" * 32,
            received_bytes=10,
        )
    )
    db.session.commit()
    assert db.session.get(Observation, observation_id)
