"""A neighbourhood's figures, each against an example counted by hand."""

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from tests.factories import (
    ANTWERP,
    FLAGEY,
    NEXT_STREET,
    a_facilitator,
    a_neighbourhood,
    a_participant,
    a_photo,
    a_planner,
    a_walk,
    an_administrator,
    an_observation,
    an_organisation,
)
from tests.queries import queries
from walks.database import db, new_id
from walks.neighbourhoods import Neighbourhood
from walks.observations import Observation
from walks.people import Person
from walks.reports.counts import Count
from walks.reports.figures import Figures, gather
from walks.reports.scope import Period, Scope
from walks.walks import Walk

MOST_QUERIES = 25
DAY, NIGHT = datetime.fromisoformat("2026-05-02T14:00"), datetime.fromisoformat("2026-05-09T22:00")


@pytest.fixture
def quarter(app: Flask) -> Neighbourhood:
    return a_neighbourhood()


def report(of: Neighbourhood, reader: Person | None = None, **period: Any) -> Figures:
    return gather(of, Scope(of.id, reader or a_planner(), Period(**period)))


def over(**values: Any) -> Walk:
    return a_walk(state="closed", **values)


def test_kinds_are_counted_with_their_distinct_participants(quarter: Neighbourhood) -> None:
    walk = over()
    first, second = a_participant(on=walk), a_participant(on=walk)
    an_observation(by=first, released=True)
    an_observation(by=first, released=True)
    an_observation(by=second, released=True, kind="asset")
    found = report(quarter)
    assert found.total == Count(3, 2)
    assert found.kinds == {"problem": Count(2, 1), "asset": Count(1, 1), "idea": Count(0, 0)}


def test_themes_and_severities(quarter: Neighbourhood) -> None:
    walk = over()
    for severity in (3, 3, 1, None):
        an_observation(on=walk, of="sight.lighting", severity=severity, released=True)
    an_observation(on=walk, of="sight.escape", severity=2, released=True)
    an_observation(on=walk, of="comfort", released=True)
    an_observation(on=walk, of="comfort.bench", kind="asset", released=True)
    an_observation(on=walk, of=None, released=True)
    themes = report(quarter).themes
    assert [theme.slug for theme in themes] == ["sight", "comfort", ""]
    assert themes[0].severities == {3: 2, 2: 1, 1: 1, 0: 1}
    assert themes[0].kinds == {"problem": Count(5, 5)}
    assert themes[1].kinds == {"problem": Count(1, 1), "asset": Count(1, 1)}
    categories = {one.slug: one.kinds for one in report(quarter).categories}
    assert categories["sight.lighting"] == {"problem": Count(4, 4)}
    assert categories["comfort.bench"] == {"asset": Count(1, 1)}
    assert categories[""] == {"problem": Count(2, 2)}


def test_day_against_night(quarter: Neighbourhood) -> None:
    by_day = over(starts_at=DAY, light="day", within=quarter)
    over(starts_at=DAY, light="day", within=quarter)  # nobody recorded on it, and it counts
    by_night = over(starts_at=NIGHT, light="night")
    walker = a_participant(on=by_night)
    an_observation(on=by_day, of="footway.width", released=True)
    an_observation(by=walker, of="sight.lighting", released=True)
    an_observation(by=walker, of="sight.escape", released=True)
    an_observation(by=walker, kind="asset", released=True)
    day, night = report(quarter).lights
    assert (day.light, day.walks, day.total) == ("day", 2, Count(1, 1))
    assert (night.light, night.walks, night.total) == ("night", 1, Count(3, 1))
    assert night.kinds == {"problem": Count(2, 1), "asset": Count(1, 1)}
    assert night.problems_by_theme == {"sight": 2}


def test_whom_problems_affect(quarter: Neighbourhood) -> None:
    walk = over()
    walker = a_participant(on=walk)
    an_observation(by=walker, affects=["wheelchair", "pushchair"], released=True)
    an_observation(by=walker, affects=["wheelchair"], released=True)
    an_observation(on=walk, kind="asset", affects=["children"], released=True)
    found = {one.slug: one.count for one in report(quarter).affected}
    assert found == {"wheelchair": Count(2, 1), "pushchair": Count(1, 1)}


def test_a_planner_counts_what_is_released_on_walks_that_are_over(quarter: Neighbourhood) -> None:
    walk = over()
    an_observation(on=walk, released=True)
    an_observation(on=walk)
    an_observation(on=walk, released=True, withdrawn=True)
    an_observation(on=a_walk(state="live"), released=True)
    an_observation(on=walk, released=True, at=ANTWERP)
    found = report(quarter)
    assert found.total == Count(1, 1)
    assert found.rows.in_all == 1
    assert found.ground.measured == 1
    assert found.walks.in_all == 1


def test_a_facilitator_counts_the_own_organisations_walks(quarter: Neighbourhood) -> None:
    own, other = an_organisation(), an_organisation()
    an_observation(on=a_walk(by=own, state="live"))
    an_observation(on=over(by=other), released=True)
    found = report(quarter, a_facilitator(of=own))
    assert found.total == Count(1, 1)
    assert [walk.organisation for walk in found.walks.first] == [own.name]
    assert (found.counts_own, found.counts_released) == (True, False)


def test_an_administrator_counts_nothing(quarter: Neighbourhood) -> None:
    an_observation(on=over(within=quarter), released=True)
    found = report(quarter, an_administrator())
    assert (found.total, found.walks.in_all) == (Count(), 0)


def test_a_period_goes_by_the_walks_local_date(quarter: Neighbourhood) -> None:
    an_observation(on=over(starts_at=DAY), released=True)
    an_observation(on=over(starts_at=datetime.fromisoformat("2026-05-09T23:59")), released=True)
    assert report(quarter, begins=date(2026, 5, 3)).total == Count(1, 1)
    assert report(quarter, ends=date(2026, 5, 9)).total == Count(2, 2)
    assert report(quarter, begins=date(2026, 5, 3), ends=date(2026, 5, 8)).total == Count()


def test_walks_behind_it_carry_their_own_n(quarter: Neighbourhood) -> None:
    walk = over(title="By day", starts_at=DAY, within=quarter, head_count=9)
    later = over(title="By night", starts_at=NIGHT, light="night", within=quarter)
    an_observation(on=walk, released=True)
    found = report(quarter).walks
    assert [(one.title, one.head_count, one.count) for one in found.first] == [
        (later.title, None, Count()),
        (walk.title, 9, Count(1, 1)),
    ]


def test_what_is_asked_is_put_together_by_place_and_subject(quarter: Neighbourhood) -> None:
    walk = over()
    bridge, church = walk.stops
    walker = a_participant(on=walk)
    for proposal in ("A lamp", None):
        an_observation(by=walker, at=bridge, severity=2, proposal=proposal, released=True)
    an_observation(
        on=walk, at=bridge, severity=1, proposal="More light", affects=["children"], released=True
    )
    an_observation(
        on=walk, at=church, of="comfort.bench", kind="idea", note="A bench", released=True
    )
    an_observation(
        on=walk, at=church, of="crossing.kerb", severity=3, proposal="A ramp", released=1
    )
    an_observation(on=walk, at=church, of="upkeep.litter", released=True)  # asks for nothing
    found = report(quarter).asked
    assert found.in_all == 3
    ramp, lamp, bench = found.first
    assert (ramp.severity, ramp.voices) == (3, Count(1, 1)), "what stops someone comes first"
    assert (lamp.where.stop, lamp.voices, lamp.affects) == ("Stop 1", Count(3, 2), ["children"])
    assert [one.text for one in lamp.proposals.first] == ["A lamp", "More light"]
    assert [one.text for one in bench.proposals.first] == ["A bench"]


def test_the_same_stop_on_two_walks_is_one_place_and_one_near_it_too(
    quarter: Neighbourhood,
) -> None:
    by_day, by_night = over(), over(light="night")
    an_observation(on=by_day, at=by_day.stops[0], proposal="Light", released=True)
    an_observation(on=by_night, at=by_night.stops[0], proposal="Lamps", released=True)
    an_observation(on=by_night, at=FLAGEY, proposal="A lamp", released=True)
    an_observation(on=by_night, at=NEXT_STREET, proposal="Lamps here", released=True)
    near, far = report(quarter).asked.first
    assert near.voices == Count(3, 3)
    assert far.where.stop is None
    assert far.where.square is not None


def test_quotes_hear_everybody_once_before_anybody_twice(quarter: Neighbourhood) -> None:
    walk = over()
    loud = a_participant(on=walk)
    for number in range(8):
        an_observation(by=loud, note=f"I said this already, {number} times", released=True)
    an_observation(on=walk, note="I only said this one thing, once", released=True)
    found = report(quarter).quotes["problem"]
    assert found.in_all == 9
    assert len(found.first) == 6
    assert "I only said this one thing, once" in [one.note for one in found.first[:2]]


def test_photos_are_those_that_are_kept(quarter: Neighbourhood) -> None:
    walk = over()
    seen = an_observation(on=walk, released=True)
    kept = a_photo(of=seen)
    a_photo(of=seen, state="received")
    a_photo(of=an_observation(on=walk))
    found = report(quarter).pictures
    assert ([picture.id for picture in found.first], found.in_all) == ([kept.id], 1)


def test_the_map_holds_every_measured_observation(quarter: Neighbourhood) -> None:
    walk = over()
    for at in (FLAGEY, FLAGEY, NEXT_STREET):
        an_observation(on=walk, at=at, released=True)
    an_observation(on=walk, at=walk.stops[0], released=True)
    ground = report(quarter).ground
    assert sorted(mark.observations for mark in ground.marks) == [1, 2]
    assert ground.measured == 3
    assert sum(square.kinds["problem"] for square in ground.squares) == 3
    assert all(square.name for square in ground.squares)
    for mark in ground.marks:
        assert ground.frame.square(mark.longitude, mark.latitude)


@pytest.mark.parametrize("number", [10, 2_000])
def test_the_number_of_queries_stays_the_same(quarter: Neighbourhood, number: int) -> None:
    many_on(over(), number, proposal="Lamps", note="It is too dark here to walk")
    reader = a_planner()
    with queries() as seen:
        found = report(quarter, reader)
    assert found.total.observations == number
    assert len(seen) <= MOST_QUERIES


def test_lists_are_bounded_and_say_so(quarter: Neighbourhood) -> None:
    walk = over()
    many_on(walk, 3_000, stop_id=walk.stops[0].id, proposal="Lamps", note="Too dark to walk here")
    found = report(quarter)
    assert (len(found.rows.first), found.rows.in_all) == (60, 3_000)
    (asked,) = found.asked.first
    assert (len(asked.proposals.first), asked.proposals.in_all) == (3, 3_000)
    assert asked.voices == Count(3_000, 1)
    assert [mark.observations for mark in found.ground.marks] == [3_000]


def many_on(walk: Walk, number: int, **values: Any) -> None:
    """So many copies of one observation, given by one participant."""
    pattern = an_observation(on=walk, released=True, severity=2, **values)
    columns = Observation.__table__.columns
    row = db.session.execute(select(*columns).where(Observation.id == pattern.id)).mappings().one()
    copies = [{**row, "id": new_id()} for _ in range(number - 1)]
    db.session.execute(insert(Observation.__table__), copies)
    db.session.commit()
