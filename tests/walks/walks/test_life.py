"""A walk's life: every step there is, and no other."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest
from flask import Flask

from tests.factories import a_facilitator, a_walk
from walks import audit, walks
from walks.problems import Problem
from walks.walks import STATES

ALLOWED = {
    ("draft", "enrolling"),
    ("enrolling", "live"),
    ("live", "closed"),
    ("closed", "live"),
    ("closed", "debriefed"),
    ("debriefed", "reported"),
    ("reported", "archived"),
}


@pytest.mark.parametrize(("before", "after"), list(product(STATES, STATES)))
def test_exactly_the_steps_of_the_design_are_allowed(app: Flask, before: str, after: str) -> None:
    walk = a_walk(state=before)
    if (before, after) in ALLOWED:
        walks.move(walk, to=after, by=None)
        assert walk.state == after
    else:
        with pytest.raises(Problem) as refused:
            walks.move(walk, to=after, by=None)
        assert refused.value.code == "walk-step-refused"
        assert refused.value.detail
        assert walk.state == before


def test_a_step_is_noted_with_its_name_and_hour(app: Flask) -> None:
    facilitator = a_facilitator()
    walk = a_walk(by=facilitator, state="draft")
    walks.move(walk, to="enrolling", by=facilitator)
    walks.move(walk, to="live", by=facilitator)
    assert [entry.act for entry in audit.of(walk)] == ["walk.opened", "walk.started"]
    passed = walks.history(walk)
    assert [step.state for step in passed] == ["enrolling", "live"]
    assert all(step.person_id == facilitator.id for step in passed)
    assert all(abs((step.at - datetime.now(UTC)).total_seconds()) < 60 for step in passed)


def test_opening_says_when_joining_first_became_possible(app: Flask) -> None:
    walk = a_walk(state="draft")
    walks.move(walk, to="enrolling", by=None)
    assert walk.opened_at is not None


def test_closing_sets_the_hour_and_reopening_takes_it_away(app: Flask) -> None:
    walk = a_walk(state="live")
    walks.move(walk, to="closed", by=None)
    assert walk.closed_at is not None
    walks.move(walk, to="live", by=None)
    assert walk.closed_at is None


def test_a_walk_that_is_nowhere_does_not_open(app: Flask) -> None:
    walk = a_walk(state="draft", around=None, stops=0)
    assert walks.missing(walk) == [
        "Say where it is: a neighbourhood, an area, an itinerary or stops."
    ]
    with pytest.raises(Problem) as refused:
        walks.move(walk, to="enrolling", by=None)
    assert "Say where it is" in refused.value.detail


def test_an_unknown_state_is_no_step(app: Flask) -> None:
    with pytest.raises(Problem, match="walk-step-refused"):
        walks.move(a_walk(), to="<script>", by=None)
