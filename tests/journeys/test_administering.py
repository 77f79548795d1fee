"""An administrator lets somebody in; and every page of accounts, looked at by axe.

With WALKS_SCREENSHOTS naming a folder, each page is also photographed there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD, a_facilitator, an_administrator, an_organisation
from tests.journeys.conftest import Person
from walks.database import db
from walks.languages import LOCALES, NAMES
from walks.people import Person as Account

pytestmark = pytest.mark.journey

GOOD = "four ponds under a bridge"


@pytest.fixture
def administrator(app: Flask) -> Account:
    return an_administrator(of=an_organisation("City of ponds, service of participation"))


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/account/login")
    page.fill("#email", email)
    page.fill("#password", password)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "login" not in url)


def test_somebody_new_is_let_in_and_forgets_and_is_let_in_again(
    administrator: Account, desk: Page, a_browser: Callable[..., Person]
) -> None:
    theirs = a_browser("Pixel 7").page
    sign_in(desk, administrator.email)
    desk.get_by_role("link", name="People", exact=True).click()
    desk.get_by_role("link", name="Add a person").click()
    desk.get_by_label("Name").fill("Somebody New")
    desk.get_by_label("E-mail address").fill("new@example.org")
    desk.get_by_label("Planner").check()
    desk.get_by_role("radio", name="Nederlands").check()
    desk.get_by_role("button", name="Add the person").click()
    for password in (GOOD, f"{GOOD} again"):
        desk.get_by_role("button", name="Make a reset link").click()
        theirs.goto(desk.get_by_label("Link to copy").input_value())
        theirs.fill("#password", password)
        theirs.fill("#again", password)
        theirs.locator("main button[type=submit]").click()
        sign_in(theirs, "new@example.org", password)
        expect(theirs.locator("html")).to_have_attribute("lang", "nl")
        theirs.goto("/account/")
        theirs.locator("main form[action$=logout] button").click()
        desk.get_by_role("link", name="Done").click()


def test_the_keyboard_alone_signs_in(administrator: Account, desk: Page) -> None:
    desk.goto("/account/login")
    desk.focus("#email")
    desk.keyboard.type(administrator.email)
    desk.keyboard.press("Tab")
    desk.keyboard.type(PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/admin/")


def pages_of(page: Page, administrator: Account, other: Account) -> Iterator[str]:
    """Each page of accounts and administration, in each of its states."""
    page.goto("/account/login")
    yield "sign-in"
    page.locator("main button[type=submit]").click()
    yield "sign-in-failed"
    page.goto("/account/reset")
    yield "forgotten"
    page.goto("/account/reset/x")
    yield "link-over"
    page.goto("/nowhere")
    yield "problem"
    language = page.evaluate("document.documentElement.lang")
    sign_in(page, administrator.email)
    for name in ("", "password"):
        page.goto(f"/account/{name}")
        yield f"account-{name}"
    page.locator("main button[type=submit]").first.click()
    yield "password-wrong"
    for name in ("", "people", "people?search=zz", "people/new", "organisations"):
        page.goto(f"/admin/{name}")
        yield f"admin-{name}".replace("?", "-").replace("/", "-")
    page.goto("/admin/people/new")
    page.locator("main button[type=submit]").click()
    yield "person-wrong"
    page.goto("/admin/organisations/new")
    page.locator("main button[type=submit]").click()
    yield "organisation-wrong"
    page.goto(f"/admin/people/{other.id}")
    yield "person"
    page.locator("form[action$=reset-link] button").click()
    link = page.locator("#link").input_value()
    yield "reset-link"
    page.goto(f"/admin/people/{other.id}")
    page.locator("form[action$=deactivate] button").click()
    yield "person-closed"
    page.locator("form[action$=reactivate] button").click()
    page.locator("form[action$=reset-link] button").click()
    link = page.locator("#link").input_value()
    page.goto(link)
    yield "reset"
    assert page.evaluate("document.documentElement.lang") == language


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_fault_on_any_page(
    administrator: Account, a_browser: Callable[..., Person], language: str, width: int
) -> None:
    other = a_facilitator(email="facilitator-with-a-long-address@participation.example.org")
    administrator.language = language
    db.session.commit()
    somebody = a_browser(
        viewport={"width": width, "height": 800}, locale=LOCALES[language].replace("_", "-")
    )
    somebody.expected = ["404", "410", "422"]
    faults = {}
    for name in pages_of(somebody.page, administrator, other):
        found = faults_of(somebody.page, f"{name}-{language}-{width}")
        if found:
            faults[name] = found
    assert faults == {}


def faults_of(page: Page, name: str) -> list[str]:
    """What axe finds by day and by night, and what is wider than the screen or a small target."""
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        faults: list[Any] = Axe().run(page).response["violations"]
        found += [f"{scheme}: {fault['id']} {fault['nodes'][0]['target']}" for fault in faults]
        if folder := os.environ.get("WALKS_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    small = page.evaluate(
        """[...document.querySelectorAll("main :is(button, input:not([type=hidden]), select)")]
        .map(one => one.closest(".choice") ?? one)
        .filter(one => one.getBoundingClientRect().height < 47.5).map(one => one.outerHTML)"""
    )
    return found + small
