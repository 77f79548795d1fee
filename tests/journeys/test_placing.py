"""Where it is: in words, live, with and without a map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import IXELLES, Person
from tests.journeys.recording import (
    a_walk_around_the_ponds,
    join,
    keep,
    record,
    the_observation,
)
from walks.database import db
from walks.observations import Observation
from walks.walks import Walk

pytestmark = pytest.mark.journey


@pytest.fixture
def walk(app: Any) -> Walk:
    return a_walk_around_the_ponds()


def placing(person: Person, walk: Walk) -> Page:
    """The question where it is, of a new draft."""
    person.expected.append("ERR_FAILED")
    page = person.page
    page.route("https://tile.openstreetmap.org/**", lambda route: route.abort())
    join(page, walk)
    record(page)
    page.get_by_role("link", name="Where").tap()
    expect(page.get_by_role("heading", level=1, name="Where is it?")).to_be_focused()
    return page


def test_the_live_position_is_said_in_words(resident: Person, walk: Walk) -> None:
    page = placing(resident, walk)
    expect(page.get_by_text("The place is known", exact=True)).to_be_visible()
    expect(page.get_by_text("to about 8 m", exact=True)).to_be_visible()
    expect(page.locator(".notice").get_by_text("At stop 1")).to_be_visible()
    nearer = {**IXELLES, "latitude": IXELLES["latitude"] + 0.0012, "accuracy": 5}
    resident.context.set_geolocation(nearer)
    expect(page.locator(".notice").get_by_text("m from stop")).to_be_visible()


def test_a_coarse_position_says_so_and_blocks_nothing(
    a_browser: Callable[..., Person], walk: Walk
) -> None:
    coarse = {**IXELLES, "accuracy": 260}
    person = a_browser("Pixel 7", geolocation=coarse, permissions=["geolocation"])
    page = placing(person, walk)
    expect(page.get_by_text("The place is known only roughly")).to_be_visible()
    expect(page.get_by_text("only to about 250 m")).to_be_visible()
    page.get_by_role("button", name="Done").tap()
    keep(page)
    assert the_observation().accuracy_m == 260


def test_an_old_position_says_so(resident: Person, walk: Walk) -> None:
    page = resident.page
    page.clock.install()
    placing(resident, walk)
    expect(page.get_by_text("to about 8 m", exact=True)).to_be_visible()
    page.clock.fast_forward(130_000)
    expect(page.get_by_text("to about 8 m (2 minutes ago)")).to_be_visible()
    expect(page.get_by_text("The place is known only roughly")).to_be_visible()


def test_whoever_stands_elsewhere_keeps_both_points(resident: Person, walk: Walk) -> None:
    page = placing(resident, walk)
    page.get_by_role("button", name="I stand here, it is over there").tap()
    pin = page.get_by_role("button", name="The place. Move it with the arrow keys.")
    expect(pin).to_be_focused()
    pin.press("Shift+ArrowUp")
    expect(page.get_by_text("It is about 20 m from where you stand.")).to_be_visible()
    page.get_by_role("button", name="Done").tap()
    keep(page)
    now = the_observation()
    stood, shown = _degrees(now, "observer_position"), _degrees(now, "position")
    assert stood == pytest.approx((IXELLES["longitude"], IXELLES["latitude"]))
    assert shown[1] - stood[1] == pytest.approx(20 / 111_320, rel=0.05)
    assert (now.position_source, now.observer_accuracy_m) == ("map", 8)


def test_here_takes_the_other_point_away_again(resident: Person, walk: Walk) -> None:
    page = placing(resident, walk)
    page.get_by_role("button", name="I stand here, it is over there").tap()
    page.get_by_role("button", name="The place. Move it").press("Shift+ArrowUp")
    expect(page.get_by_text("from where you stand")).to_be_visible()
    page.get_by_role("button", name="It is where I am now").tap()
    expect(page.get_by_text("from where you stand")).to_have_count(0)
    page.get_by_role("button", name="Done").tap()
    keep(page)
    now = the_observation()
    assert (now.position_source, now.observer_position) == ("gps", None)


def _degrees(observation: Observation, column: str) -> tuple[float, float]:
    point = getattr(Observation, column)
    wanted = db.select(db.func.ST_X(point), db.func.ST_Y(point))
    x, y = db.session.execute(wanted.where(Observation.id == observation.id)).one()
    return float(x), float(y)
