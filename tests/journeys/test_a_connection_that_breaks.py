"""What does not come over a bad connection takes nothing away from what is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import IXELLES, Person
from tests.journeys.recording import a_walk_around_the_ponds, join, keep, record
from walks.walks import Walk

pytestmark = pytest.mark.journey

BROKEN = ("ERR_FAILED", "Failed to fetch", "Failed to register", "fetching the script")


@pytest.fixture
def walk(app: Any) -> Walk:
    """A walk that one can join."""
    return a_walk_around_the_ponds()


@pytest.fixture
def page(a_browser: Callable[..., Person]) -> Page:
    """A phone that keeps pages for when it is offline, where some requests will fail."""
    at_the_ponds = {"geolocation": IXELLES, "permissions": ["geolocation"]}
    person = a_browser("Pixel 7", worker=True, **at_the_ponds)
    person.expected += BROKEN
    return person.page


def test_what_comes_behind_may_fail_and_the_page_stands(page: Page, walk: Walk) -> None:
    lost = []
    for pattern in ("**/service-worker.js", "**/chunks/voice-pieces.*", "**/chunks/speech.*"):
        page.context.route(pattern, lambda route: lost.append(route.abort()))
    join(page, walk)
    record(page)
    keep(page)
    assert len(lost) >= 2


def test_a_screen_that_does_not_come_says_so_and_comes_later(page: Page, walk: Walk) -> None:
    page.context.route("**/chunks/about.*", lambda route: route.abort())
    page.context.route("**/service-worker.js", lambda route: route.abort())
    join(page, walk)
    page.get_by_role("link", name="The walk and its stops").tap()
    expect(page.get_by_role("heading", level=1, name="Walks was not reached")).to_be_focused()
    page.context.unroute("**/chunks/about.*")
    page.get_by_role("button", name="Try again").tap()
    expect(page.get_by_role("heading", name="Stops")).to_be_visible()
