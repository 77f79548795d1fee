"""Every state of the resident's pages, looked at in each language, every light and size.

With WALKS_SCREENSHOTS naming a folder, each state is also photographed there.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import a_neighbourhood, a_walk
from tests.journeys.conftest import IXELLES, Person
from tests.journeys.looking import look, texts
from tests.journeys.patience import address_of
from tests.journeys.photographs import a_phone_photo
from tests.journeys.recording import open_screen
from tests.pseudo import speak_pseudo
from tests.sentences import RESIDENTS, extracted
from walks.walks import Walk

pytestmark = pytest.mark.journey

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
LOCALES = {"en": "en-GB", "fr": "fr-BE", "nl": "nl-BE", "ar": "ar-BE"}

JOINED = [
    *("joined/receipt", "joined/you", "joined/you/age_band", "joined/access"),
    *("joined/access/senses", "joined/way"),
]
ELSEWHERE = ["you", "you/link", "you/understanding", "receipt", "others", "trace"]
PLAIN = re.compile(r"\b[A-Za-z]{3,}\b")
# What people wrote, the days and months of a date, and names that stay as they are.
WRITTEN = (
    "Around the ponds. Not open. Last year. Stop. Flagey. OpenStreetMap contributors. Leaflet."
    " We meet in front of the church and go slowly around the ponds. Everybody is welcome."
    " La bordure est trop haute pour mon fauteuil, il faut descendre. tile.openstreetmap.org"
    " Organisation 2. 6 months. localhost/receipt"
)
SAID_BY_PEOPLE = {*PLAIN.findall(WRITTEN), *calendar.day_name, *calendar.month_name}


@pytest.fixture
def walks(app: Any) -> dict[str, Walk]:
    """Walks in the states that a code can lead to."""
    flagey = a_neighbourhood()
    words = "We meet in front of the church and go slowly around the ponds. Everybody is welcome."
    return {
        "live": a_walk("Around the ponds", within=flagey, stops=4, introduction=words),
        "draft": a_walk("Not open", state="draft"),
        "closed": a_walk("Last year", state="closed"),
    }


def states_of_joining(page: Page, walks: dict[str, Walk]) -> Iterator[str]:
    page.goto("/")
    yield "start"
    page.goto("/join/ZZZZZZ")
    yield "code-unknown"
    page.goto(f"/join/{walks['draft'].join_code}")
    yield "not-open-yet"
    page.goto(f"/join/{walks['closed'].join_code}")
    yield "walk-ended"
    page.goto(f"/join/{walks['live'].join_code}")
    page.locator("#language[data-shown]").wait_for()
    yield "join-language"
    page.locator("#language [aria-current]").click()
    page.locator("#what[data-shown]").wait_for()
    yield "join-what"
    page.locator("#what .bar a").click()
    page.locator("#taking-part summary").click()
    yield "join-taking-part"
    page.locator("#take-part").click()
    page.locator(".receipt-shown").wait_for()
    yield from states_at(page, JOINED)


def states_at(page: Page, routes: list[str]) -> Iterator[str]:
    """The screens at these addresses of the walk, one after the other."""
    for route in routes:
        open_screen(page, route)
        yield route.replace("/", "-")


def states_of_recording(page: Page) -> Iterator[str]:
    page.goto(address_of(page).partition("#")[0])
    page.locator(".kind").first.wait_for()
    yield "home-empty"
    page.locator(".kind--problem").click()
    page.locator(".tile").first.wait_for()
    yield "themes"
    page.locator(".tile").first.click()
    page.locator(".bar button").wait_for()
    yield "draft"
    page.locator("input[type=file]").last.set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": a_phone_photo(1200)}
    )
    page.locator(".photo img").wait_for()
    yield "draft-photo"
    page.locator(".bar button").click()
    page.locator("[data-state=received]").wait_for()
    yield "received"
    page.locator(".asked .tile").nth(2).click()
    page.locator(".asked .level").first.wait_for()
    yield "asked-severity"
    page.locator(".asked .level").nth(2).click()
    page.locator(".asked .choice").first.wait_for()
    yield "asked-affects"
    yield from states_of_questions(page)


def states_of_questions(page: Page) -> Iterator[str]:
    record = address_of(page).partition("#")[2]
    for name in ("category", "severity", "affects", "theme", "proposal", "note"):
        open_screen(page, f"{record}/{name}")
        yield f"ask-{name}"
    page.locator("textarea").fill("La bordure est trop haute pour mon fauteuil, il faut descendre.")
    page.locator(".bar button").click()
    page.locator(".rows").wait_for()
    open_screen(page, f"{record}/place")
    page.locator("fieldset .choice__input").nth(2).check()
    yield "ask-place"
    page.locator("button:has(use[href$='#map'])").click()
    page.locator(".map .leaflet-marker-pane .map-pin").wait_for()
    yield "ask-place-map"
    open_screen(page, record)
    page.locator("[data-state=received]").wait_for()
    yield "said-all"
    yield from states_of_the_walk(page)


def states_of_the_walk(page: Page) -> Iterator[str]:
    page.route("**/api/walks/*/observations/*", lambda route: route.abort())
    open_screen(page, "new/asset")
    page.locator(".tile").nth(5).click()
    page.locator(".bar button").click()
    page.locator("[data-state=phone]").wait_for()
    yield "phone"
    open_screen(page, "new/idea")
    page.locator(".tile").nth(1).click()
    page.locator(".bar button").wait_for()
    open_screen(page, "")
    page.locator(".own__one").nth(2).wait_for()
    yield "home"
    open_screen(page, "walk")
    page.locator(".stop").first.wait_for()
    yield "walk"
    stop = page.locator("a[href^='#stop/']").first.get_attribute("href")
    assert stop is not None
    yield from states_at(page, [*ELSEWHERE, stop[1:], f"{stop[1:]}/overall"])


@pytest.mark.parametrize("language", list(LOCALES))
def test_no_fault_is_seen_in_any_state(
    a_browser: Callable[..., Person], walks: dict[str, Walk], language: str
) -> None:
    resident = a_resident(a_browser, LOCALES[language])
    states = _all(resident.page, walks)
    looked = {state: look(resident.page, f"{language}-{state}") for state in states}
    assert {state: faults for state, faults in looked.items() if faults} == {}
    expect(resident.page.locator("html")).to_have_attribute("lang", language)


def test_long_words_fit_and_none_is_forgotten(
    a_browser: Callable[..., Person],
    walks: dict[str, Walk],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    speak_pseudo(monkeypatch, extracted(RESIDENTS, tmp_path))
    resident = a_resident(a_browser, LOCALES["en"])
    looked = {}
    for state in _all(resident.page, walks):
        plain = {word for text in texts(resident.page) for word in PLAIN.findall(text)}
        untranslated = [f"untranslated: {word}" for word in sorted(plain - SAID_BY_PEOPLE)]
        looked[state] = untranslated + look(resident.page, f"pseudo-{state}", axe=False)
    assert {state: faults for state, faults in looked.items() if faults} == {}


def a_resident(a_browser: Callable[..., Person], locale: str) -> Person:
    """Somebody with a small phone that gives its position and asks for no motion."""
    resident = a_browser(
        "Pixel 7",
        viewport={"width": 360, "height": 740},
        locale=locale,
        reduced_motion="reduce",
        geolocation=IXELLES,
        permissions=["geolocation"],
    )
    resident.expected += ["Failed to load resource", "net::ERR_FAILED"]
    resident.page.route("https://tile.openstreetmap.org/**", _a_tile)
    return resident


def _all(page: Page, walks: dict[str, Walk]) -> Iterator[str]:
    yield from states_of_joining(page, walks)
    yield from states_of_recording(page)


def _a_tile(route: Any) -> None:
    route.fulfill(body=PIXEL, content_type="image/png")
