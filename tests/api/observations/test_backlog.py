import pytest
from flask import Flask

from tests.api.phone import Phone, a_delivery, a_phone
from tests.factories import a_walk
from walks.database import db, new_id
from walks.observations import Observation, delivering


@pytest.fixture
def phone(app: Flask) -> Phone:
    return a_phone(app)


def many(count: int, **values: object) -> list[dict]:
    return [{"id": str(new_id()), **a_delivery(note=f"no. {n}", **values)} for n in range(count)]


def test_a_backlog_is_kept_and_answered_in_its_order(phone: Phone) -> None:
    deliveries = many(25)[::-1]
    results = phone.deliver_all(deliveries)
    assert [one["id"] for one in results] == [one["id"] for one in deliveries]
    assert {one["status"] for one in results} == {201}
    assert len(phone.own()) == 25


def test_one_by_one_and_together_have_the_same_digest(phone: Phone) -> None:
    delivery, id_ = a_delivery(note="the same"), new_id()
    alone = phone.deliver(delivery, id_).json
    together = phone.deliver_all([{"id": str(id_), **delivery}])[0]
    assert together == {**alone, "status": 200}


def test_each_is_answered_for_itself(app: Flask) -> None:
    walk = a_walk()
    phone, theirs, gone, kept = a_phone(app, on=walk), new_id(), new_id(), new_id()
    a_phone(app, on=walk).deliver(a_delivery(), theirs)
    phone.deliver(a_delivery(), gone)
    phone.ask("DELETE", f"/observations/{gone}")
    phone.deliver(a_delivery(note="first"), kept)
    results = phone.deliver_all(
        [
            {"id": str(theirs), **a_delivery()},
            {"id": str(gone), **a_delivery()},
            {"id": str(kept), **a_delivery(note="other")},
            {"id": str(kept), **a_delivery(note="second", based_on=1)},
            {"id": str(new_id()), **a_delivery(kind="rumour")},
            {"id": "no id", **a_delivery()},
            a_delivery(),
            "not even an object",
            {"id": str(new_id()), **a_delivery(schema=7)},
            {"id": str(new_id()), **a_delivery(note="new")},
        ]
    )
    assert [(one["status"], one.get("code")) for one in results] == [
        (409, "id-taken"),
        (410, "withdrawn"),
        (409, "observation-differs"),
        (200, None),
        (422, "invalid"),
        (422, "invalid"),
        (422, "invalid"),
        (422, "invalid"),
        (422, "schema-unknown"),
        (201, None),
    ]
    assert results[2]["stored"]["note"] == "first"
    assert list(results[5]["errors"]) == ["id"]
    assert {one.get("note") for one in phone.own()} == {None, "second", "new"}


def test_the_same_id_twice_is_answered_as_if_one_came_after_the_other(phone: Phone) -> None:
    id_ = str(new_id())
    first, change = a_delivery(note="first"), a_delivery(note="second", based_on=1)
    results = phone.deliver_all([{"id": id_, **one} for one in (first, first, change)])
    assert [one["status"] for one in results] == [201, 200, 200]
    assert [one["revision"] for one in results] == [1, 1, 2]


@pytest.mark.parametrize(
    "backlog", [{}, {"deliveries": None}, {"deliveries": {}}, {"deliveries": many(26)}, []]
)
def test_what_is_no_backlog_is_refused_whole(phone: Phone, backlog: object) -> None:
    answer = phone.ask("POST", "/observations", json=backlog)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert not phone.own()


def test_an_empty_backlog_has_no_answers(phone: Phone) -> None:
    assert phone.deliver_all([]) == []


def test_what_only_the_database_refuses_does_not_stop_the_others(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "faults_of", lambda *_: {})
    poisoned = {"id": str(new_id()), **a_delivery(stop=str(new_id()))}
    results = phone.deliver_all([*many(2), poisoned, *many(2)])
    assert [one["status"] for one in results] == [201, 201, 500, 201, 201]
    assert db.session.scalar(db.select(db.func.count()).select_from(Observation)) == 4
