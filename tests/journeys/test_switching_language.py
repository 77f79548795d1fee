"""A resident changes the language in the middle of something: all that they said is still there."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import a_walk
from tests.journeys.patience import address_of
from tests.journeys.recording import open_screen
from walks.walks import Walk

pytestmark = pytest.mark.journey


@pytest.fixture
def walk(app: Any) -> Walk:
    made: Walk = a_walk(stops=2)
    return made


@pytest.fixture
def joined(phone: Page, walk: Walk) -> Page:
    """The resident's phone on the walk, just joined, in English."""
    phone.goto(f"/join/{walk.join_code}#taking-part")
    phone.locator("#take-part").tap()
    phone.locator(".receipt-shown").wait_for()
    return phone


def switch(page: Page, name: str, code: str) -> None:
    page.locator("header").get_by_role("link", name=name).tap()
    expect(page.locator("html")).to_have_attribute("lang", code)


def test_a_code_half_typed_stays(phone: Page, walk: Walk) -> None:
    phone.goto("/")
    phone.locator("#code").fill(walk.join_code[:3])
    switch(phone, "Nederlands", "nl")
    expect(phone.locator("#code")).to_have_value(walk.join_code[:3])
    phone.reload()
    expect(phone.locator("#code")).to_have_value("")


def test_a_receipt_half_typed_stays(phone: Page, walk: Walk) -> None:
    phone.goto("/receipt")
    phone.locator("#receipt").fill("ABCD-EF")
    switch(phone, "العربية", "ar")
    expect(phone.locator("#receipt")).to_have_value("ABCD-EF")


def test_joining_goes_on_at_the_same_step(phone: Page, walk: Walk) -> None:
    phone.goto(f"/join/{walk.join_code}#taking-part")
    switch(phone, "Français", "fr")
    expect(phone.get_by_role("heading", level=1, name="Voulez-vous participer ?")).to_be_visible()
    switch(phone, "العربية", "ar")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.locator(".beside[lang=fr]").first).to_be_visible()
    phone.locator("#take-part").tap()
    expect(phone.locator(".receipt-shown")).to_be_visible()
    code = phone.locator(".receipt-shown__code").inner_text()
    switch(phone, "English", "en")
    expect(phone.locator(".receipt-shown__code")).to_have_text(code)


def test_a_profile_half_filled_in_stays(joined: Page) -> None:
    open_screen(joined, "joined/you/age_band")
    joined.locator("#age_band-30_44").check()
    open_screen(joined, "joined/you/with_today")
    joined.locator("#with_today-child").check()
    joined.locator("#with_today-load").check()
    switch(joined, "العربية", "ar")
    expect(joined.locator("#with_today-child")).to_be_checked()
    expect(joined.locator("#with_today-load")).to_be_checked()
    expect(joined.get_by_text("طفل", exact=True)).to_be_visible()
    open_screen(joined, "joined/you/age_band")
    expect(joined.locator("#age_band-30_44")).to_be_checked()


def test_a_stop_card_half_answered_stays(joined: Page) -> None:
    open_screen(joined, "walk")
    stop = joined.locator("a[href^='#stop/']").first.get_attribute("href")
    assert stop is not None
    for question, answer in (("orientation", 1), ("lively", 3)):
        open_screen(joined, f"{stop[1:]}/{question}")
        joined.locator("fieldset .choice__input").nth(answer).check()
    switch(joined, "Français", "fr")
    expect(joined.locator("fieldset .choice__input").nth(3)).to_be_checked()
    open_screen(joined, f"{stop[1:]}/orientation")
    expect(joined.locator("fieldset .choice__input").nth(1)).to_be_checked()


def test_a_note_being_written_stays(joined: Page) -> None:
    open_screen(joined, "new/idea")
    joined.locator(".tile").first.tap()
    joined.locator(".bar button").wait_for()
    open_screen(joined, f"{address_of(joined).partition('#')[2]}/proposal")
    joined.locator("textarea").fill("مقعد في الظل")
    switch(joined, "العربية", "ar")
    expect(joined.locator("textarea")).to_have_value("مقعد في الظل")
    switch(joined, "Nederlands", "nl")
    expect(joined.locator("textarea")).to_have_value("مقعد في الظل")
