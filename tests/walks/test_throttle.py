"""Counters that slow down guessing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from walks import throttle
from walks.database import db
from walks.problems import Problem
from walks.throttle import Counter

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The clock of the counters: a test puts it forward by changing its only item."""
    clock = [datetime.now(UTC)]
    monkeypatch.setattr(throttle, "_now", lambda: clock[0])
    return clock


def tries_left_of(limit: int) -> int:
    """How many tries pass before one is refused, at most 20."""
    for passed in range(20):
        try:
            throttle.take(limit, 15, "a door", "somebody")
        except Problem:
            return passed
    return 20


def test_tries_pass_up_to_the_limit_and_no_further() -> None:
    assert tries_left_of(3) == 3
    assert tries_left_of(3) == 0


def test_a_refusal_says_how_many_minutes_to_wait(later: list[datetime]) -> None:
    throttle.take(1, 15, "a door")
    later[0] += timedelta(minutes=4, seconds=30)
    with pytest.raises(Problem) as refused:
        throttle.take(1, 15, "a door")
    assert refused.value.code == "too-many-tries"
    assert refused.value.values == {"minutes": 11}
    assert "11 min" in refused.value.detail


def test_refused_tries_do_not_lengthen_the_wait(later: list[datetime]) -> None:
    throttle.take(1, 15, "a door")
    for _ in range(5):
        later[0] += timedelta(minutes=2)
        with pytest.raises(Problem):
            throttle.take(1, 15, "a door")
    later[0] += timedelta(minutes=5, seconds=1)
    throttle.take(1, 15, "a door")


def test_each_thing_has_its_own_counter() -> None:
    throttle.take(1, 15, "a door", "somebody")
    throttle.take(1, 15, "a door", "somebody else")
    throttle.take(1, 15, "a door somebody")


def test_a_try_given_back_counts_no_longer() -> None:
    throttle.take(1, 15, "a door")
    throttle.give_back("a door")
    throttle.take(1, 15, "a door")
    throttle.give_back("a door that nobody tried")


def test_forgetting_begins_again_at_none() -> None:
    assert tries_left_of(3) == 3
    throttle.forget("a door", "somebody")
    assert tries_left_of(3) == 3


def test_tries_made_at_once_cannot_slip_past_the_limit_together(app: Flask) -> None:
    def is_let_in(_: int) -> bool:
        with app.app_context():
            try:
                throttle.take(5, 15, "a door")
            except Problem:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(is_let_in, range(24))) == 5


def test_counters_that_are_over_are_forgotten(later: list[datetime]) -> None:
    throttle.count(1, "one")
    throttle.count(30, "another")
    later[0] += timedelta(minutes=2)
    assert throttle.forget_ended() == 1
    assert db.session.query(Counter).count() == 1


def test_a_counter_names_nobody() -> None:
    throttle.count(1, "sign-in", "person@example.org", "192.0.2.1")
    kept = db.session.query(Counter).one()
    assert re.fullmatch(r"[0-9a-f]{64}", kept.key)
