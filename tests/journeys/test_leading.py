"""The facilitator makes a walk, draws it, opens it and sees what arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.factories import (
    PASSWORD,
    a_facilitator,
    a_neighbourhood,
    a_photo,
    a_walk,
    an_observation,
)
from tests.journeys.conftest import Person as Browser
from walks.database import db
from walks.people import Person
from walks.walks import Walk, drawing

pytestmark = pytest.mark.journey

TILES = "**://tile.openstreetmap.org/**"


@pytest.fixture
def facilitator(app: Flask) -> Person:
    a_neighbourhood()
    return a_facilitator()


def sign_in(page: Page, person: Person) -> None:
    page.route(TILES, lambda route: route.abort())
    page.goto("/account/login")
    page.fill("input[name=email]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


@pytest.fixture
def desk(a_browser: Callable[..., Browser], facilitator: Person) -> Page:
    """The facilitator's desk, signed in, in a city whose map tiles cannot be had."""
    browser = a_browser()
    browser.expected.append("ERR_FAILED")
    sign_in(browser.page, facilitator)
    return browser.page


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the thing with this name has the keyboard."""
    for _ in range(120):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText }"
        )
        if name and label in name:
            return
    raise AssertionError(f"Tab never reached {label!r}")


def the_walk() -> Walk:
    db.session.rollback()
    return db.session.scalars(select(Walk)).one()


def test_a_walk_is_made_and_opened_by_keyboard_alone(desk: Page) -> None:
    desk.goto("/lead/")
    tab_to(desk, "Prepare the first walk")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("New walk")
    expect(desk.get_by_role("application", name="Map to draw on")).to_be_visible()

    tab_to(desk, "Title")
    desk.keyboard.type("Flagey by night")
    tab_to(desk, "By day")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    tab_to(desk, "Neighbourhood")
    desk.keyboard.type("Flagey")
    tab_to(desk, "Map to draw on")
    for key in ("Enter", "ArrowRight", "Enter", "ArrowDown", "Enter"):
        desk.keyboard.press(key)
        expect(desk.locator(".leaflet-pan-anim")).to_have_count(0)  # the map has come to rest
    tab_to(desk, "Stops")
    desk.keyboard.type("Place Flagey")
    tab_to(desk, "Save the walk")
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("heading", level=1)).to_have_text("Flagey by night")
    tab_to(desk, "Open for joining")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("The walk is now: Open for joining.")).to_be_visible()
    walk = the_walk()
    assert (walk.state, walk.light) == ("enrolling", "night")
    assert walk.neighbourhood is not None
    assert len(drawing.text_of_line(walk.itinerary).splitlines()) == 3
    assert [stop.name for stop in walk.stops] == ["Place Flagey"]


def test_an_itinerary_is_drawn_by_mouse_moved_undone_and_given_stops(desk: Page) -> None:
    desk.goto("/lead/walks/new")
    desk.get_by_label("Title").fill("Around the ponds")
    board = desk.get_by_role("application", name="Map to draw on")
    points = desk.locator("textarea[name=itinerary]")
    for x, y in ((200, 150), (300, 150), (300, 220), (360, 260)):
        board.click(position={"x": x, "y": y})
    assert len(points.input_value().splitlines()) == 4
    desk.get_by_role("button", name="Undo").click()
    assert len(points.input_value().splitlines()) == 3

    before = points.input_value().splitlines()
    handle = desk.get_by_label("Point 2 of the itinerary")
    handle.hover()
    desk.mouse.down()
    box = board.bounding_box()
    assert box is not None
    desk.mouse.move(box["x"] + 420, box["y"] + 120, steps=5)
    desk.mouse.up()
    moved = points.input_value().splitlines()
    assert [a == b for a, b in zip(before, moved, strict=True)] == [True, False, True]

    desk.get_by_label("Point 1 of the itinerary").focus()
    desk.keyboard.press("Delete")
    assert points.input_value().splitlines() == moved[1:]

    desk.get_by_label("Stops").fill("The bridge | Would you walk here alone?\nThe ponds")
    desk.get_by_role("button", name="Put “The ponds” on the map").click()
    board.click(position={"x": 300, "y": 100})
    desk.get_by_role("button", name="Save the walk").click()

    expect(desk.get_by_role("heading", level=1)).to_have_text("Around the ponds")
    expect(desk.get_by_role("application", name="Map of the walk")).to_be_visible()
    walk = the_walk()
    assert drawing.text_of_line(walk.itinerary).splitlines() == moved[1:]
    bridge, ponds = walk.stops
    assert (bridge.position, bridge.prompt) == (None, "Would you walk here alone?")
    assert ponds.position is not None


def test_what_arrives_is_told_without_a_reload(desk: Page, facilitator: Person) -> None:
    walk = a_walk(by=facilitator)
    desk.goto(f"/lead/walks/{walk.id}")
    expect(desk.get_by_text("Nothing recorded yet")).to_be_visible()
    an_observation(on=walk, note="Il fait noir ici", note_language="fr")
    expect(desk.get_by_text("1 new observation.")).to_be_visible()
    desk.get_by_role("link", name="Show").click()
    expect(desk.get_by_text("Il fait noir ici")).to_be_visible()
    desk.get_by_role("button", name="Release: Lighting").click()
    expect(desk.get_by_role("button", name="Withhold: Lighting")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_page_passes_axe(
    a_browser: Callable[..., Browser], facilitator: Person, scheme: str, language: str
) -> None:
    walk = a_walk(by=facilitator, state="closed")
    live = a_walk(by=facilitator)
    draft = a_walk(by=facilitator, state="draft", stops=0, around=None)
    observation = an_observation(
        on=walk, note="Ici", note_language="fr", severity=2, is_late=True, affects=["wheelchair"]
    )
    for state in ("received", "refused"):
        a_photo(of=observation, state=state)
    size: dict[str, Any] = {"width": 360, "height": 740}
    browser = a_browser(color_scheme=scheme, viewport=size if scheme == "dark" else None)
    browser.expected.extend(["ERR_FAILED", "422"])
    sign_in(browser.page, facilitator)
    browser.page.goto(f"/language/{language}")
    pages = [
        "/lead/",
        "/lead/walks/new",
        f"/lead/walks/{walk.id}",
        f"/lead/walks/{live.id}",
        f"/lead/walks/{draft.id}",
        f"/lead/walks/{live.id}/edit",
        f"/lead/walks/{live.id}/sheet",
        f"/lead/walks/{walk.id}/release-all",
    ]
    told = [_faults_of(browser.page, address) for address in pages]
    assert not any(told), "\n".join(told)


def _faults_of(page: Page, address: str) -> str:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    faults = Axe().run(page)
    return f"{address}: {faults.generate_report()}" if faults.violations_count else ""
