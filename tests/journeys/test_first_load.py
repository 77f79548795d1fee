"""Residents pay for data: what joining and opening the walk costs the first time stays small."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.factories import a_neighbourhood, a_walk
from tests.journeys.conftest import IXELLES, Person
from tests.journeys.first_load import (
    WITH_ALL,
    WITH_MAP,
    WITHOUT_MAP,
    first_load,
    table,
    weight,
)
from tests.journeys.weighing import Travelled

pytestmark = pytest.mark.journey


@pytest.fixture
def page(a_browser: Callable[..., Person]) -> Page:
    """A phone that has never seen Walks, whose browser keeps pages for when it is offline."""
    at_the_ponds = {"geolocation": IXELLES, "permissions": ["geolocation"]}
    return a_browser("Pixel 7", worker=True, **at_the_ponds).page


def test_the_first_load_is_small(app: Flask, page: Page, travelled: list[Travelled]) -> None:
    found = first_load(app, page, a_walk(within=a_neighbourhood(), stops=4))
    assert found.without_map <= WITHOUT_MAP, table(found.until_active)
    assert found.with_map <= WITH_MAP, table([*found.until_active, *found.of_map])
    assert weight(found.all_) <= WITH_ALL, table(found.all_)

    so_far = len(travelled)
    page.route("https://tile.openstreetmap.org/**", lambda route: route.fulfill(body=b""))
    page.get_by_role("link", name="Problem").tap()
    page.get_by_role("button", name="Footway").tap()
    page.get_by_role("link", name="Where").tap()
    page.get_by_role("button", name="Show it on the map").tap()
    expect(page.locator(".map-pin").first).to_be_visible()
    assert not [one.path for one in travelled[so_far:] if one.path.startswith("/static/")]
