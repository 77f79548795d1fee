import pytest
from flask import Flask

from tests.api.phone import a_delivery, the_phone_of
from tests.factories import a_facilitator, a_participant, a_walk, an_observation
from walks import audit
from walks.database import db
from walks.observations import release, release_all, unrelease
from walks.problems import Problem

pytestmark = pytest.mark.usefixtures("app")


def test_releasing_lets_planners_read_and_is_written_down() -> None:
    facilitator = a_facilitator()
    observation = an_observation(on=a_walk(by=facilitator, state="closed"))
    assert not observation.is_readable_by_planners
    release(observation, by=facilitator)
    release(observation, by=facilitator)
    db.session.commit()
    assert observation.is_readable_by_planners
    assert observation.released_by == facilitator.id
    assert [entry.act for entry in audit.of(observation)] == ["release"]


def test_it_can_be_taken_back() -> None:
    facilitator = a_facilitator()
    observation = an_observation(on=a_walk(state="closed"), released=facilitator)
    unrelease(observation, by=facilitator)
    unrelease(observation, by=facilitator)
    db.session.commit()
    assert not observation.is_readable_by_planners
    assert [entry.act for entry in audit.of(observation)] == ["unrelease"]


def test_all_of_a_walk_are_released_together_but_what_was_withdrawn() -> None:
    facilitator, walk = a_facilitator(), a_walk(state="closed")
    kept = [an_observation(on=walk) for _ in range(3)]
    before = an_observation(on=walk, released=True)
    gone = an_observation(on=walk, withdrawn=True)
    elsewhere = an_observation()
    when = before.released_at
    assert release_all(walk, by=facilitator) == 3
    assert release_all(walk, by=facilitator) == 0
    db.session.commit()
    assert all(one.released_at for one in kept)
    assert (before.released_at, gone.released_at, elsewhere.released_at) == (when, None, None)
    assert [entry.details for entry in audit.of(walk)] == [{"observations": 3}]


def test_what_was_withdrawn_is_not_released() -> None:
    observation = an_observation(withdrawn=True)
    with pytest.raises(Problem, match="withdrawn"):
        release(observation, by=a_facilitator())


def test_words_that_changed_afterwards_need_releasing_again(app: Flask) -> None:
    me = a_participant()
    observation = an_observation(by=me, released=True, note="as released")
    phone = the_phone_of(app, me)
    answer = phone.deliver(a_delivery(note="not yet read", based_on=1), observation.id)
    assert answer.json["revision"] == 2
    db.session.refresh(observation)
    assert observation.released_at is None
