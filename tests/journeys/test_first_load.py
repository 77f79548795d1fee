"""Residents pay for data: what joining and opening the walk costs the first time.

Weighed where it leaves the server, packed as it travels, whoever asked: the page or its worker.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.factories import a_neighbourhood, a_walk
from tests.journeys.conftest import IXELLES, Person, Travelled
from walks.assets import parts_of_the_walk_on
from walks.settings import ROOT

pytestmark = pytest.mark.journey

# Everything until the worker is active and the walk's screen stands; the same and the map's code;
# and all that the worker keeps afterwards, so that every screen opens in flight mode.
WITHOUT_MAP = 90_000
WITH_MAP = 160_000
WITH_ALL = 190_000
ALL_IS_KEPT = """async (parts) => {
  const kept = await Promise.all(parts.map((one) => caches.match(one)));
  return kept.every((one) => one !== undefined);
}"""


@pytest.fixture
def page(a_browser: Callable[..., Person]) -> Page:
    """A phone that has never seen Walks, whose browser keeps pages for when it is offline."""
    at_the_ponds = {"geolocation": IXELLES, "permissions": ["geolocation"]}
    return a_browser("Pixel 7", worker=True, **at_the_ponds).page


def test_the_first_load_is_small(app: Flask, page: Page, travelled: list[Travelled]) -> None:
    walk = a_walk(within=a_neighbourhood(), stops=4)
    page.goto(f"/join/{walk.join_code}#taking-part")
    page.get_by_role("button", name="Yes, I take part").tap()
    page.wait_for_url("**/walk/**")
    page.evaluate("location.hash = ''")
    expect(page.get_by_role("link", name="Problem")).to_be_visible()
    expect(page.locator("#page[data-offline=ready]")).to_be_attached()
    while not page.evaluate(ALL_IS_KEPT, parts_of_the_walk_on(app).later):
        page.wait_for_timeout(100)

    order = [one.path for one in travelled]
    rest = set(parts_of_the_walk_on(app).later)  # what the worker keeps once it is active
    asked = order.index("/service-worker.js")
    end = next(i for i, path in enumerate(order) if i > asked and path in rest - {*order[:i]})
    before, after = travelled[:end], travelled[end:]
    assert weight(before) <= WITHOUT_MAP, table(before)
    of_map = [one for one in after if one.path in map_parts(rest)]
    assert of_map
    assert weight([*before, *of_map]) <= WITH_MAP, table([*before, *of_map])
    assert weight(travelled) <= WITH_ALL, table(travelled)

    so_far = len(travelled)
    page.route("https://tile.openstreetmap.org/**", lambda route: route.fulfill(body=b""))
    page.get_by_role("link", name="Problem").tap()
    page.get_by_role("button", name="Footway").tap()
    page.get_by_role("link", name="Where").tap()
    page.get_by_role("button", name="Show it on the map").tap()
    expect(page.locator(".map-pin").first).to_be_visible()
    assert not [one.path for one in travelled[so_far:] if one.path.startswith("/static/")]


def map_parts(rest: set[str]) -> set[str]:
    """The map's style sheet and script, and what that one imports."""
    own = {path for path in rest if path.rpartition("/")[2].startswith("map.")}
    (script,) = (path for path in own if path.endswith(".js"))
    text = (ROOT / script.removeprefix("/")).read_text()
    return own | {path for path in rest if path.rpartition("/")[2] in text}


def weight(answers: list[Travelled]) -> int:
    """The bytes of these answers' bodies."""
    return sum(one.size for one in answers)


def table(answers: list[Travelled]) -> str:
    """What each of them weighs, the heaviest first."""
    heaviest = sorted(answers, key=lambda one: -one.size)
    return "\n".join(
        f"{one.size:7} {one.path}" for one in [*heaviest, Travelled("all", weight(answers))]
    )
