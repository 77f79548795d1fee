"""Making a walk, changing it and counting heads."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from tests.factories import a_facilitator, a_neighbourhood, a_walk, an_observation
from walks import audit, methods, walks
from walks.database import db
from walks.problems import Problem
from walks.walks import Plan, drawing, lists, surroundings
from walks.walks.drawing import TypedStop

ITINERARY = [(4.37, 50.82), (4.371, 50.821), (4.373, 50.822)]


def a_plan() -> Plan:
    return Plan(
        title="Flagey by night",
        starts_at=datetime(2026, 12, 4, 20, 0),  # noqa: DTZ001 - local to the walk's time zone
        method_id=methods.newest()[0].id,
        light="night",
        itinerary=ITINERARY,
        stops=[
            TypedStop("Place Flagey"),
            TypedStop("The ponds", "Would you sit here?", ITINERARY[1]),
        ],
    )


def test_a_walk_is_made_as_planned(app: Flask) -> None:
    facilitator = a_facilitator()
    walk = walks.make(a_plan(), by=facilitator)
    db.session.commit()
    found = walks.find(str(walk.id))
    assert (found.state, found.organisation_id) == ("draft", facilitator.organisation_id)
    assert [(stop.ordinal, stop.name) for stop in found.stops] == [
        (1, "Place Flagey"),
        (2, "The ponds"),
    ]
    assert drawing.text_of_line(found.itinerary).splitlines()[0] == "50.820000, 4.370000"
    assert drawing.stops(drawing.text_of_stops(found.stops)) == a_plan().stops
    assert [entry.act for entry in audit.of(found)] == ["walk.made"]


@pytest.mark.parametrize("no_id", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_walk_that_is_not_there_is_not_found(app: Flask, no_id: str) -> None:
    with pytest.raises(Problem, match="not-found"):
        walks.find(no_id)


def test_a_stop_stays_itself_when_it_is_moved_renamed_or_joined_by_others(app: Flask) -> None:
    facilitator = a_facilitator()
    walk = walks.make(a_plan(), by=facilitator)
    flagey, ponds = walk.stops
    new = [TypedStop("The ponds"), TypedStop("Flagey square"), TypedStop("Bridge")]
    walks.change(walk, replace(a_plan(), stops=new), by=facilitator)
    db.session.commit()
    assert [stop.name for stop in walks.find(walk.id).stops] == [
        "The ponds",
        "Flagey square",
        "Bridge",
    ]
    assert walk.stops[0] is ponds
    assert walk.stops[1] is flagey


def test_a_walk_that_people_joined_keeps_its_stops_and_its_method(app: Flask) -> None:
    facilitator = a_facilitator()
    walk = a_walk(by=facilitator, stops=2)
    observation = an_observation(on=walk, at=walk.stops[1])
    fewer = replace(a_plan(), stops=[TypedStop("Stop 1")])
    with pytest.raises(Problem) as refused:
        walks.change(walk, fewer, by=facilitator)
    assert list(refused.value.members["errors"]) == ["stops"]
    db.session.rollback()
    assert observation.stop_id == walk.stops[1].id
    with pytest.raises(Problem) as refused:
        walks.change(walk, replace(a_plan(), method_id=0), by=facilitator)
    assert list(refused.value.members["errors"]) == ["method"]


def test_an_archived_walk_is_not_changed(app: Flask) -> None:
    facilitator = a_facilitator()
    with pytest.raises(Problem, match="walk-archived"):
        walks.change(a_walk(by=facilitator, state="archived"), a_plan(), by=facilitator)


def test_heads_are_counted_when_the_walk_is_over(app: Flask) -> None:
    facilitator = a_facilitator()
    with pytest.raises(Problem, match="walk-step-refused"):
        walks.confirm_head_count(a_walk(by=facilitator), 12, by=facilitator)
    walk = a_walk(by=facilitator, state="closed")
    walks.confirm_head_count(walk, 12, by=facilitator)
    walks.confirm_head_count(walk, 13, by=facilitator)
    assert walk.head_count == 13
    assert [entry.details for entry in audit.of(walk)] == [
        {"before": None, "count": 12},
        {"before": 12, "count": 13},
    ]


def test_an_organisation_s_walks_are_listed_page_by_page(app: Flask) -> None:
    facilitator = a_facilitator()
    for day in range(1, 6):
        a_walk(f"Walk {day}", by=facilitator, state="closed", starts_at=datetime(2026, 5, day))  # noqa: DTZ001
    a_walk("Somebody else's", state="closed")
    first = lists.of_organisation(facilitator.organisation_id, "past", size=2)
    assert [walk.title for walk in first.walks] == ["Walk 5", "Walk 4"]
    assert (first.pages, first.count) == (3, 5)
    too_far = lists.of_organisation(facilitator.organisation_id, "past", page=99, size=2)
    assert [walk.title for walk in too_far.walks] == ["Walk 1"]


def test_points_that_changed_places_are_noticed(app: Flask) -> None:
    right, wrong = [(4.37, 50.82)], [(50.82, 4.37)]
    assert not surroundings.is_swapped(wrong)  # nothing is loaded to tell by
    a_neighbourhood()
    assert surroundings.is_swapped(wrong)
    assert not surroundings.is_swapped(right)
    assert not surroundings.is_swapped([])
