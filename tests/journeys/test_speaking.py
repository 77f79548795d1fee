"""A resident says it instead of typing; a facilitator hears it and writes it down."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect
from sqlalchemy import select

from tests.factories import PASSWORD, a_facilitator, a_neighbourhood, a_walk
from tests.journeys.conftest import CHROMIUM, IXELLES, Person
from tests.journeys.patience import wait_until
from tests.journeys.recording import ARRIVED
from walks.database import db
from walks.people import Person as Staff
from walks.voices import Voice
from walks.walks import Walk

pytestmark = pytest.mark.journey

TILES = "**://tile.openstreetmap.org/**"
WHO = "Only you and the facilitators of this walk can hear this."
ROW = "Say it instead of typing Voice note, 0:0"
SAID = "The lamp before the school has been broken since spring."


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium with a microphone that beeps, and that nobody has to allow."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not there")
    fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    browser = playwright.chromium.launch(
        executable_path=str(CHROMIUM), args=["--no-sandbox", *fake]
    )
    yield browser
    browser.close()


@pytest.fixture
def facilitator(app: Any) -> Staff:
    return a_facilitator()


@pytest.fixture
def walk(facilitator: Staff) -> Walk:
    around = (IXELLES["longitude"], IXELLES["latitude"])
    made: Walk = a_walk(
        by=facilitator, within=a_neighbourhood("Ponds", around=around), around=around
    )
    return made


@pytest.fixture
def begun(phone: Page, walk: Walk) -> Page:
    """The phone on the page of a draft's voice note."""
    join(phone, walk)
    begin(phone)
    return phone


def join(page: Page, walk: Walk) -> None:
    page.goto(f"/join/{walk.join_code}#taking-part")
    page.get_by_role("button", name="Yes, I take part").click()
    page.wait_for_url("**/walk/**")
    page.evaluate("location.hash = ''")
    expect(page.get_by_role("heading", level=1, name=walk.title)).to_be_visible()


def begin(page: Page) -> None:
    page.get_by_role("link", name="Problem").click()
    page.get_by_role("button", name="Footway").click()
    page.get_by_role("link", name="Say it instead of typing").click()
    expect(page.get_by_role("heading", level=1, name="Say it instead of typing")).to_be_focused()


def speak(page: Page, *, milliseconds: int = 2_500) -> None:
    """Record for so long, and stop."""
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Your phone hears you.")).to_be_visible()
    page.wait_for_timeout(milliseconds)
    page.get_by_role("button", name="Stop and keep it").click()
    expect(page.get_by_text("Voice note, 0:0")).to_be_visible()


def look(page: Page, name: str) -> None:
    """Nothing that axe finds; a picture where WALKS_SCREENSHOTS names a folder."""
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()
    if folder := os.environ.get("WALKS_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"voice-{name}.png"), full_page=True)


def the_voice() -> Voice | None:
    db.session.rollback()
    return db.session.scalars(select(Voice)).one_or_none()


def kept_voice(page: Page) -> Voice:
    """The voice note, once the worker kept it."""
    wait_until(page, lambda: getattr(the_voice(), "state", "received") != "received")
    voice = the_voice()
    assert voice is not None
    assert voice.state == "kept"
    return voice


@pytest.fixture
def desk(a_browser: Callable[..., Person], facilitator: Staff) -> Page:
    """The facilitator's desk, signed in, in a city whose map tiles cannot be had."""
    person = a_browser()
    person.expected.append("ERR_FAILED")
    page = person.page
    page.route(TILES, lambda route: route.abort())
    page.goto("/account/login")
    page.fill("input[name=email]", facilitator.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    return page


def test_what_is_said_arrives_and_the_facilitator_hears_and_writes_it_down(
    begun: Page, desk: Page, walk: Walk
) -> None:
    expect(begun.get_by_text(WHO)).to_be_visible()
    expect(begun.get_by_text("At most 2:00 minutes.")).to_be_visible()
    speak(begun)
    begun.get_by_role("button", name="Listen", exact=True).click()
    expect(begun.get_by_role("button", name="Stop listening")).to_be_visible()
    expect(begun.get_by_role("button", name="Listen", exact=True)).to_be_visible()
    begun.get_by_role("link", name="Done").click()
    expect(begun.get_by_role("link", name=ROW)).to_be_visible()
    assert the_voice() is None
    begun.get_by_role("button", name="Keep", exact=True).click()
    expect(begun.locator(ARRIVED)).to_be_visible()
    voice = kept_voice(begun)
    assert voice.duration_s is not None
    assert 1.5 < voice.duration_s < 10

    desk.goto(f"/lead/walks/{walk.id}")
    audio = desk.locator("audio")
    expect(audio).to_have_attribute("aria-label", "Voice note: Footway")
    audio.evaluate("async (audio) => { audio.muted = true; await audio.play(); }")
    wait_until(desk, lambda: audio.evaluate("(audio) => audio.currentTime > 0.1"))
    seconds = audio.evaluate("(audio) => audio.duration")
    assert seconds == pytest.approx(voice.duration_s, abs=0.2)
    look(desk, "walk-page")
    desk.get_by_role("link", name="Write down what is said: Footway").click()
    desk.get_by_label("What is said").fill(SAID)
    desk.get_by_label("Language of the transcript").select_option("en")
    look(desk, "transcript")
    desk.get_by_role("button", name="Keep the transcript").click()
    expect(desk.get_by_text("The transcript is kept.")).to_be_visible()
    expect(desk.get_by_text(SAID)).to_be_visible()


def test_deleted_it_is_gone_and_another_can_be_recorded(begun: Page) -> None:
    speak(begun, milliseconds=1_200)
    begun.get_by_role("button", name="Delete the voice note").click()
    expect(begun.get_by_text("Voice note, 0:0")).to_have_count(0)
    expect(begun.get_by_role("button", name="Record")).to_be_focused()
    speak(begun, milliseconds=1_200)
    begun.get_by_role("button", name="Record anew").click()
    begun.wait_for_timeout(1_500)
    begun.get_by_role("button", name="Stop and keep it").click()
    begun.get_by_role("link", name="Done").click()
    begun.get_by_role("button", name="Keep", exact=True).click()
    expect(begun.locator(ARRIVED)).to_be_visible()
    kept_voice(begun)


def test_a_page_that_dies_while_it_records_loses_at_most_a_second(
    resident: Person, begun: Page, walk: Walk
) -> None:
    begun.get_by_role("button", name="Record").click()
    expect(begun.get_by_text("Your phone hears you.")).to_be_visible()
    begun.wait_for_timeout(4_000)
    begun.close(run_before_unload=False)
    again = resident.context.new_page()
    again.goto(f"/walk/{walk.id}")
    again.locator("a.own__one").click()
    expect(again.get_by_role("link", name=ROW)).to_be_visible()
    again.get_by_role("button", name="Keep", exact=True).click()
    expect(again.locator(ARRIVED)).to_be_visible()
    voice = kept_voice(again)
    assert voice.duration_s is not None
    assert voice.duration_s >= 2.5


def test_leaving_the_screen_keeps_what_was_said(begun: Page) -> None:
    begun.get_by_role("button", name="Record").click()
    expect(begun.get_by_text("Your phone hears you.")).to_be_visible()
    begun.wait_for_timeout(1_500)
    begun.get_by_role("link", name="Back").click()
    expect(begun.get_by_role("link", name=ROW)).to_be_visible()


def test_it_stops_by_itself(phone: Page, walk: Walk, app: Any) -> None:
    before = app.config["WALKS"]
    app.config["WALKS"] = replace(before, voice_max_seconds=3)
    try:
        join(phone, walk)
    finally:
        app.config["WALKS"] = before
    begin(phone)
    phone.get_by_role("button", name="Record").click()
    expect(phone.get_by_text("Voice note, 0:03")).to_be_visible()
    expect(phone.get_by_role("button", name="Stop and keep it")).to_have_count(0)


DENIED = """navigator.mediaDevices.getUserMedia =
    () => Promise.reject(new DOMException("no", "NotAllowedError"));"""


def test_a_closed_microphone_is_said_and_typing_offered(
    a_browser: Callable[..., Person], walk: Walk
) -> None:
    person = a_browser("Pixel 7")
    person.context.add_init_script(DENIED)
    join(person.page, walk)
    begin(person.page)
    person.page.get_by_role("button", name="Record").click()
    expect(person.page.get_by_text("The microphone is closed to this page")).to_be_visible()
    person.page.get_by_role("link", name="Type instead").click()
    expect(person.page.get_by_label("A few words")).to_be_visible()


def test_a_browser_that_cannot_record_says_so(a_browser: Callable[..., Person], walk: Walk) -> None:
    person = a_browser("Pixel 7")
    person.context.add_init_script("delete window.MediaRecorder")
    join(person.page, walk)
    begin(person.page)
    expect(person.page.get_by_text("This phone cannot record sound here")).to_be_visible()
    expect(person.page.get_by_role("button", name="Record")).to_have_count(0)
    expect(person.page.get_by_role("link", name="Type instead")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_state_is_open_to_everybody(
    a_browser: Callable[..., Person], walk: Walk, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 800}
    page = a_browser(viewport=size, color_scheme=scheme).page
    join(page, walk)
    begin(page)
    look(page, f"offered-{width}-{scheme}")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Your phone hears you.")).to_be_visible()
    page.wait_for_timeout(1_500)
    look(page, f"recording-{width}-{scheme}")
    page.get_by_role("button", name="Stop and keep it").click()
    expect(page.get_by_text("Voice note, 0:0")).to_be_visible()
    look(page, f"kept-{width}-{scheme}")
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()
    look(page, f"record-{width}-{scheme}")
