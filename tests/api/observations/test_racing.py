"""Requests that meet: every one of them gets the answer that one after the other would."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from werkzeug.test import TestResponse

from tests.api.phone import Phone, a_delivery, a_phone, the_phone_of
from tests.factories import a_participant, a_walk
from walks.database import db, new_id
from walks.observations import Observation


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do these things in threads that begin together; each has a connection of its own."""
    barrier, app = Barrier(len(acts)), current_app._get_current_object()  # noqa: SLF001

    def begin(act: Callable[[], Any]) -> Any:
        barrier.wait()
        with app.app_context():
            return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def delivering(phone: Phone, id_: UUID, **values: Any) -> Callable[[], TestResponse]:
    return lambda: phone.deliver(a_delivery(**values), id_)


def test_a_phone_that_sends_twice_at_once_makes_one_row(app: Flask) -> None:
    me = a_participant()
    for _ in range(5):
        id_ = new_id()
        phones = [the_phone_of(app, me) for _ in range(4)]
        answers = at_once(*(delivering(phone, id_) for phone in phones))
        assert sorted(one.status_code for one in answers) == [200, 200, 200, 201]
    assert db.session.scalar(db.select(db.func.count()).select_from(Observation)) == 5


def test_of_two_changes_at_once_one_wins_and_the_other_differs(app: Flask) -> None:
    me, id_ = a_participant(), new_id()
    phones = [the_phone_of(app, me) for _ in range(2)]
    phones[0].deliver(a_delivery(note="first"), id_)
    answers = at_once(
        delivering(phones[0], id_, note="change", based_on=1),
        delivering(phones[1], id_, note="another", based_on=1),
    )
    won, lost = sorted(answers, key=lambda one: one.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    assert won.json["revision"] == lost.json["stored"]["revision"] == 2
    assert lost.json["stored"]["digest"] == won.json["digest"]


def test_two_participants_with_the_same_id_get_one_row_and_one_refusal(app: Flask) -> None:
    walk = a_walk()
    phones = [a_phone(app, on=walk) for _ in range(2)]
    for _ in range(5):
        id_ = new_id()
        answers = at_once(*(delivering(phone, id_) for phone in phones))
        assert sorted(one.status_code for one in answers) == [201, 409]


def test_backlogs_of_two_participants_that_cross_do_not_wait_for_each_other_forever(
    app: Flask,
) -> None:
    walk = a_walk()
    phones = [a_phone(app, on=walk) for _ in range(2)]
    ids = [str(new_id()) for _ in range(20)]
    forth = [{"id": id_, **a_delivery()} for id_ in ids]
    answers = at_once(
        lambda: phones[0].deliver_all(forth), lambda: phones[1].deliver_all(forth[::-1])
    )
    statuses = [one["status"] for results in answers for one in results]
    assert sorted(set(statuses)) == [201, 409]
    assert statuses.count(201) == 20


def test_a_withdrawal_and_a_change_at_once_leave_a_tombstone(app: Flask) -> None:
    me, id_ = a_participant(), new_id()
    phones = [the_phone_of(app, me) for _ in range(2)]
    phones[0].deliver(a_delivery(note="first"), id_)
    withdrawn, changed = at_once(
        lambda: phones[0].ask("DELETE", f"/observations/{id_}"),
        lambda: phones[1].deliver(a_delivery(note="second", based_on=1), id_),
    )
    assert withdrawn.status_code == 204
    assert changed.status_code in {200, 410}
    kept = db.session.get(Observation, id_)
    assert kept is not None
    assert (kept.note, kept.position) == (None, None)
    assert kept.withdrawn_at is not None


def test_leaving_and_delivering_at_once_leave_no_word_behind(app: Flask) -> None:
    me = a_participant()
    phones = [the_phone_of(app, me) for _ in range(2)]
    at_once(
        lambda: phones[0].ask("DELETE", "/participation"),
        lambda: phones[1].deliver(a_delivery(note="a word")),
    )
    assert not db.session.scalars(db.select(Observation.note)).first()
