"""Residents pay for data: what joining and opening the walk costs the first time, compressed."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories import a_neighbourhood, a_walk

pytestmark = pytest.mark.journey

WITHOUT_MAP = 91_000
WITH_MAP = 160_000
PACKED_ALREADY = ("font/", "image/png", "image/jpeg")


def test_the_first_load_is_small(phone: Page) -> None:
    walk = a_walk(within=a_neighbourhood(), stops=4)
    weights: dict[str, int] = {}

    def weigh(route: Route) -> None:
        """Count an answer's body as it travels, or would behind a server that compresses."""
        answer = route.fetch()
        body = answer.body()
        packed = answer.headers.get("content-type", "").startswith(PACKED_ALREADY)
        size = len(body if packed else gzip.compress(body, 6))
        weights.setdefault(answer.url.rpartition("/static/dist/")[2], size)
        route.fulfill(response=answer)

    phone.route("**/*", weigh)
    phone.route("https://tile.openstreetmap.org/**", lambda route: route.fulfill(body=b""))
    phone.goto(f"/join/{walk.join_code}")
    phone.get_by_role("button", name="Yes, I take part").tap()
    phone.get_by_role("link", name="Leave it out and go to the walk").tap()
    expect(phone.get_by_role("link", name="Problem")).to_be_visible()
    without_map = sum(weights.values())
    assert without_map <= WITHOUT_MAP, weights

    phone.get_by_role("link", name="Problem").tap()
    phone.get_by_role("button", name="Footway").tap()
    phone.get_by_role("link", name="Where").tap()
    phone.get_by_role("button", name="Show it on the map").tap()
    expect(phone.locator(".map-pin")).to_be_visible()
    assert sum(weights.values()) <= WITH_MAP, weights
    phone.unroute_all(behavior="ignoreErrors")  # what is still on its way needs no weighing
