"""Confirming the head count publishes guarded tables of the walk and its neighbourhoods."""

from typing import Any

import pytest
from flask import Flask

from tests.factories import (
    NEXT_STREET,
    a_facilitator,
    a_neighbourhood,
    a_participant,
    a_walk,
)
from walks import audit
from walks.acts.confirming import confirm_head_count
from walks.database import db
from walks.disclosure import Reason, Shown, Subject, Withheld, latest
from walks.neighbourhoods import Neighbourhood
from walks.problems import Problem
from walks.statistics import holding
from walks.walks import Walk


def people(on: Walk, **numbers: int) -> None:
    for gender, number in numbers.items():
        for _ in range(number):
            a_participant(on=on, profile={"gender": gender})


def gender_of(subject: Walk | Neighbourhood) -> dict[str, Any]:
    kind = "walk" if isinstance(subject, Walk) else "neighbourhood"
    table = next(t for t in latest(Subject(kind, str(subject.id))) if t.fields == ("gender",))
    return {category: cell for (category,), cell in table.cells.items()}


@pytest.fixture
def quarter(app: Flask) -> Neighbourhood:
    return a_neighbourhood()


def test_the_head_count_is_kept_noted_and_the_tables_are_there(quarter: Neighbourhood) -> None:
    walk, facilitator = a_walk(state="closed", within=quarter), a_facilitator()
    people(walk, woman=8, man=7)
    confirm_head_count(walk, 15, by=facilitator)
    db.session.commit()
    assert walk.head_count == 15
    assert [entry.act for entry in audit.of(walk)] == ["walk.counted"]
    for subject in (walk, quarter):
        assert gender_of(subject)["woman"] == Shown(8)
        assert gender_of(subject)["*"] == Shown(15)


def test_small_groups_are_withheld(quarter: Neighbourhood) -> None:
    walk = a_walk(state="closed", within=quarter)
    people(walk, woman=12, man=2)
    confirm_head_count(walk, 14, by=a_facilitator())
    assert isinstance(gender_of(quarter)["man"], Withheld)
    shown = [cell.n for cell in gender_of(quarter).values() if isinstance(cell, Shown)]
    assert 2 not in shown
    assert not {12, 14} <= set(shown), "the small group is the difference of what is shown"


def test_more_participants_than_people_counted_withhold_everything(quarter: Neighbourhood) -> None:
    walk = a_walk(state="closed", within=quarter)
    people(walk, woman=10)
    confirm_head_count(walk, 9, by=a_facilitator())
    assert set(gender_of(walk).values()) == {Withheld(Reason.HEAD_COUNT_EXCEEDED)}


def test_a_neighbourhood_waits_for_each_of_its_walks(quarter: Neighbourhood) -> None:
    first, second = (a_walk(state="closed", within=quarter) for _ in range(2))
    people(first, woman=8, man=7)
    people(second, woman=8, man=7)
    confirm_head_count(first, 15, by=a_facilitator())
    assert set(gender_of(quarter).values()) == {Withheld(Reason.HEAD_COUNT_UNCONFIRMED)}
    confirm_head_count(second, 15, by=a_facilitator())
    assert gender_of(quarter)["woman"] == Shown(16)


def test_a_walk_is_held_where_it_halts_too_whatever_was_recorded(quarter: Neighbourhood) -> None:
    elsewhere = a_neighbourhood("Elsewhere", around=(4.5, 50.9))
    walk = a_walk(state="closed", within=elsewhere)  # its stops lie around Flagey
    beside = a_walk(state="closed", within=elsewhere, around=(4.5, 50.9))
    assert holding.neighbourhoods_of(walk) == [quarter.id, elsewhere.id]
    assert set(holding.head_counts(quarter.id)) == {walk.id}
    assert set(holding.head_counts(elsewhere.id)) == {walk.id, beside.id}


def test_a_walk_that_names_no_neighbourhood_and_halts_in_none_is_published_alone(
    quarter: Neighbourhood,
) -> None:
    walk = a_walk(state="closed", around=None)
    people(walk, woman=8, man=7)
    confirm_head_count(walk, 15, by=a_facilitator())
    assert gender_of(walk)["woman"] == Shown(8)
    assert latest(Subject("neighbourhood", str(quarter.id))) == []


def test_a_walk_that_is_not_over_cannot_be_counted(quarter: Neighbourhood) -> None:
    walk = a_walk(state="live", within=quarter, around=NEXT_STREET)
    with pytest.raises(Problem):
        confirm_head_count(walk, 3, by=a_facilitator())
    assert latest(Subject("walk", str(walk.id))) == []
