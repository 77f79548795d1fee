"""Words spoken aloud on a tap, where the phone has a voice of its own."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.patience import wait_until
from tests.journeys.recording import a_walk_around_the_ponds, join, keep, record
from walks.walks import Walk

pytestmark = pytest.mark.journey

# A phone that speaks English by itself, and French only by asking somebody else.
VOICES = """() => {
  window.heard = [];
  window.silenced = 0;
  const voices = [
    { lang: "en-GB", localService: true, default: true, name: "here" },
    { lang: "fr-FR", localService: false, default: false, name: "elsewhere" },
  ];
  let timer;
  const speech = {
    getVoices: () => voices,
    addEventListener() {},
    speak(said) {
      heard.push(said.text);
      timer = setTimeout(() => said.onend?.({}), 40);
    },
    cancel() { clearTimeout(timer); silenced += 1; },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


@pytest.fixture
def walk(app: Any) -> Walk:
    return a_walk_around_the_ponds()


@pytest.fixture
def speaking(phone: Page, walk: Walk) -> Page:
    phone.add_init_script(f"({VOICES})()")
    join(phone, walk)
    return phone


def test_a_question_and_its_answers_are_read_on_a_tap(speaking: Page) -> None:
    speaking.get_by_role("link", name="Problem").tap()
    speaking.get_by_role("button", name="Listen", exact=True).tap()
    wait_until(speaking, lambda: speaking.evaluate("heard.length > 8"))
    heard = speaking.evaluate("heard")
    assert heard[0] == "What is the problem about?"
    assert heard[1].startswith("Footway")
    speaking.get_by_role("button", name="Listen: Footway").tap()
    wait_until(speaking, lambda: speaking.evaluate("heard.at(-1)") == heard[1])


def test_leaving_the_screen_stops_it(speaking: Page) -> None:
    speaking.get_by_role("link", name="Problem").tap()
    speaking.get_by_role("button", name="Listen", exact=True).tap()
    wait_until(speaking, lambda: speaking.evaluate("heard.length > 1"))
    speaking.get_by_role("link", name="Back to the walk").tap()
    expect(speaking.locator(".kind").first).to_be_visible()
    before = speaking.evaluate("heard.length")
    speaking.wait_for_timeout(300)
    assert speaking.evaluate("heard.length") == before
    assert speaking.evaluate("silenced") > 0


def test_nothing_is_said_unasked_and_three_taps_stay_three(speaking: Page) -> None:
    record(speaking)
    keep(speaking)
    assert speaking.evaluate("heard") == []


def test_consent_is_read_too(phone: Page, walk: Walk) -> None:
    phone.add_init_script(f"({VOICES})()")
    phone.goto(f"/join/{walk.join_code}#taking-part")
    phone.locator("#taking-part .listen").first.tap()
    wait_until(phone, lambda: phone.evaluate("heard.length > 3"))
    heard = phone.evaluate("heard")
    assert heard[0] == "Do you want to take part?"
    assert heard[1].startswith("You record what you notice")


def test_a_voice_that_would_ask_somebody_else_is_none(phone: Page, walk: Walk) -> None:
    phone.add_init_script(f"({VOICES})()")
    phone.goto(f"/join/{walk.join_code}")
    phone.get_by_role("link", name="Français").last.tap()
    expect(phone.locator("html")).to_have_attribute("lang", "fr")
    expect(phone.get_by_role("heading", level=1, name=walk.title)).to_be_visible()
    phone.wait_for_timeout(300)
    expect(phone.locator(".listen")).to_have_count(0)


def test_without_any_voice_there_is_no_button(phone: Page, walk: Walk) -> None:
    join(phone, walk)
    phone.get_by_role("link", name="Problem").tap()
    expect(phone.get_by_role("button", name="Footway")).to_be_visible()
    expect(phone.locator(".listen")).to_have_count(0)
