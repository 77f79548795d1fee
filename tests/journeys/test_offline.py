"""After joining once, the walk opens and records without any connection, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from playwright.sync_api import CDPSession, Page, Playwright, expect
from sqlalchemy import func, select

from tests.factories import a_neighbourhood, a_walk
from tests.journeys.conftest import CHROMIUM, IXELLES, Person
from tests.journeys.patience import PATIENCE_S, wait_until
from tests.journeys.photographs import a_phone_photo
from tests.journeys.recording import ARRIVED
from walks.assets import parts_of_the_walk_on
from walks.database import db
from walks.observations import Observation
from walks.walks import Walk

pytestmark = pytest.mark.journey

# A proxy that is not there: nothing gets out, not even to this machine.
NO_NETWORK = ("--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>")
ALL_IS_KEPT = """async (parts) => {
  const { build } = document.getElementById("page").dataset;
  const cache = await caches.open(`walks-${build}`);
  const kept = await Promise.all(["/walk/", ...parts].map((one) => cache.match(one)));
  return kept.every((one) => one !== undefined);
}"""
ONE_WAITS = "navigator.serviceWorker.ready.then((found) => found.waiting !== null)"


@pytest.fixture
def walk(app: Any) -> Walk:
    """A walk around the ponds that one can join."""
    around = (IXELLES["longitude"], IXELLES["latitude"])
    made: Walk = a_walk(within=a_neighbourhood("Ponds", around=around), around=around, stops=4)
    return made


@pytest.fixture
def switched_on(
    playwright: Playwright, address: str, tmp_path: Path
) -> Callable[..., Iterator[Page]]:
    """Switch the phone on: its browser with what it kept, with a network or without."""

    @contextmanager
    def switch_on(*, network: bool = True) -> Iterator[Page]:
        like = dict(playwright.devices["Pixel 7"])
        like.pop("default_browser_type")
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "phone",
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", *(() if network else NO_NETWORK)],
            base_url=address,
            locale="en-GB",
            geolocation=IXELLES,
            permissions=["geolocation"],
            **like,
        )
        context.set_default_timeout(PATIENCE_S * 1_000)
        try:
            yield context.pages[0]
        finally:
            context.close()

    return switch_on


@pytest.fixture
def resident(a_browser: Callable[..., Person], walk: Walk) -> Person:
    """Somebody who has joined the walk, whose browser keeps pages for when it is offline."""
    person = a_browser("Pixel 7", worker=True, geolocation=IXELLES, permissions=["geolocation"])
    join(person.page, walk)
    return person


def join(page: Page, walk: Walk) -> None:
    """Join, and wait until the phone has everything."""
    page.goto(f"/join/{walk.join_code}#taking-part")
    page.get_by_role("button", name="Yes, I take part").tap()
    page.wait_for_url("**/walk/**")
    page.evaluate("location.hash = ''")
    expect(page.get_by_role("heading", level=1, name=walk.title)).to_be_visible()
    parts = parts_of_the_walk_on(current_app)
    wait_until(page, lambda: page.evaluate(ALL_IS_KEPT, [*parts.first, *parts.later]))


def draft(page: Page) -> None:
    """Come to a draft, one tap before it is kept."""
    page.locator("a.kind--problem").tap()
    page.get_by_role("button", name="Footway").tap()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()


def observations() -> int:
    """How many the server has."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Observation)) or 0


def test_a_cold_start_in_flight_mode_opens_the_walk(
    switched_on: Callable[..., Any], walk: Walk
) -> None:
    with switched_on() as page:
        join(page, walk)
        draft(page)
        page.get_by_role("button", name="Keep", exact=True).tap()
        expect(page.locator(ARRIVED)).to_be_visible()

    with switched_on(network=False) as page:
        page.goto("/walk/")
        expect(page).to_have_url(f"/walk/{walk.id}")
        expect(page.get_by_role("heading", level=1, name=walk.title)).to_be_visible()
        expect(page.locator(".own__one")).to_have_count(1)
        assert page.evaluate("fetch('/healthz').catch(() => 'unreachable')") == "unreachable"

        page.get_by_role("link", name="The walk and its stops").tap()
        expect(page.locator(".stop")).to_have_count(4)
        page.get_by_role("link", name="Back to the walk").first.tap()
        draft(page)
        page.get_by_role("link", name="Where").tap()
        page.get_by_role("button", name="Show it on the map").tap()
        expect(page.locator("path.outline").first).to_be_attached()
        expect(page.locator("path.itinerary")).to_be_attached()
        expect(page.locator(".map-stop")).to_have_count(4)
        page.get_by_role("button", name="Done").tap()
        page.get_by_role("button", name="Keep", exact=True).tap()
        page.get_by_role("button", name="Clear width").tap()
        page.get_by_role("link", name="Back to the walk").first.tap()
        expect(page.locator("#unsent")).to_have_text("11 thing is only on this phone so far.")
    assert observations() == 1

    with switched_on() as page:
        page.goto(f"/walk/{walk.id}")
        expect(page.get_by_text("Everything you recorded has been received.")).to_be_visible()
        expect(page.locator("#unsent")).to_be_hidden()
    assert observations() == 2


def test_the_count_is_in_view_on_every_screen(resident: Person) -> None:
    page, badge = resident.page, resident.page.locator("#unsent")
    resident.expected.append("ERR_INTERNET_DISCONNECTED")
    expect(badge).to_be_hidden()
    resident.context.set_offline(True)
    draft(page)
    expect(badge.locator("[aria-hidden=true]").last).to_have_text("1")
    expect(badge).to_have_accessible_name("1 thing is only on this phone so far.")
    page.get_by_role("button", name="Keep", exact=True).tap()
    badge.tap()
    draft(page)
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(badge).to_have_accessible_name("2 things are only on this phone so far.")
    resident.context.set_offline(False)
    expect(badge).to_be_hidden()


def test_a_language_that_is_not_there_yet_is_said_in_words(resident: Person, walk: Walk) -> None:
    page = resident.page
    resident.expected.append("ERR_INTERNET_DISCONNECTED")
    resident.context.set_offline(True)
    page.reload()
    page.get_by_role("link", name="Français").tap()
    expect(page.get_by_text("This language is not on your phone yet")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")

    resident.context.set_offline(False)
    page.get_by_role("link", name="Français").tap()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    resident.context.set_offline(True)
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("link", name="English").tap()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1, name=walk.title)).to_be_visible()

    with page.expect_response("**/language/en"):
        resident.context.set_offline(False)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_language_chosen_on_another_page_is_followed(resident: Person, walk: Walk) -> None:
    page = resident.page
    page.goto("/")
    page.get_by_role("link", name="Nederlands").tap()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.goto(f"/walk/{walk.id}")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    resident.expected.append("ERR_INTERNET_DISCONNECTED")
    resident.context.set_offline(True)
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "nl")


@pytest.fixture
def another_build(app: Flask) -> Iterator[Callable[[], str]]:
    """Let the server have another build of the walk from now on; tells what it is called."""
    known: dict[int, str] = app.extensions["walks-shell"]
    before = dict(known)

    def build() -> str:
        known.update(dict.fromkeys(known, "0123456789ab"))
        return "0123456789ab"

    yield build
    known.update(before)


def test_a_new_version_waits_until_nobody_writes(
    resident: Person, another_build: Callable[[], str]
) -> None:
    page = resident.page
    shell = page.locator("#page")
    old = shell.get_attribute("data-build")
    new = another_build()
    draft(page)
    page.get_by_role("link", name="A few words").tap()
    page.get_by_label("A few words").fill("The kerb is high.")
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")
    wait_until(page, lambda: page.evaluate(ONE_WAITS))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(500)
    expect(shell).to_have_attribute("data-build", str(old))
    expect(page.get_by_label("A few words")).to_have_value("The kerb is high.")

    page.get_by_role("button", name="Done").tap()
    page.get_by_role("link", name="Back to the walk").tap()
    expect(shell).to_have_attribute("data-build", new)
    expect(page.get_by_text("The kerb is high.")).to_be_visible()
    kept = page.evaluate("caches.keys()")
    assert {f"walks-{old}", f"walks-{new}"} <= set(kept)


def test_what_the_server_has_removed_still_opens(resident: Person, app: Flask) -> None:
    """A deploy took the old build's files away while the phone still runs the old build."""
    page = resident.page
    resident.expected += ["404", "ERR_NAME_NOT_RESOLVED"]  # of the files, and of the map's tiles
    resident.context.route("**/static/**", lambda route: route.fulfill(status=404))
    page.reload()
    draft(page)
    page.get_by_role("link", name="Where").tap()
    page.get_by_role("button", name="Show it on the map").tap()
    expect(page.locator(".map-stop")).to_have_count(4)


def test_the_browser_sends_when_no_page_of_the_walk_is_open(
    resident: Person, walk: Walk, address: str
) -> None:
    page, context = resident.page, resident.context
    resident.expected.append("ERR_INTERNET_DISCONNECTED")
    context.set_offline(True)
    draft(page)
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.locator("[data-state=phone]")).to_be_visible()
    cdp = context.new_cdp_session(page)
    found = registration(cdp, page)
    context.set_offline(False)
    page.goto("/")
    before = observations()
    cdp.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": address, "registrationId": found, "tag": "outbox", "lastChance": False},
    )
    wait_until(page, lambda: observations() == before + 1 or before == 1)


def registration(cdp: CDPSession, page: Page) -> str:
    """The id by which the browser knows the worker's registration."""
    told: list[str] = []

    def listen(event: dict[str, Any]) -> None:
        told.extend(one["registrationId"] for one in event["registrations"])

    cdp.on("ServiceWorker.workerRegistrationUpdated", listen)
    cdp.send("ServiceWorker.enable")
    wait_until(page, lambda: bool(told))
    return told[0]


def test_a_full_phone_keeps_words_and_asks_about_a_photo(resident: Person, address: str) -> None:
    page = resident.page
    draft(page)
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.locator(ARRIVED)).to_be_visible()
    wait_until(page, lambda: bool(page.evaluate("caches.has('reserve')")))
    used = page.evaluate("navigator.storage.estimate().then((all) => all.usage)")
    cdp = resident.context.new_cdp_session(page)
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": used - 500_000})
    page.wait_for_timeout(31_000)  # for so long, the browser believes what it knew of the room

    picture = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": a_phone_photo()}
    page.get_by_label("Take a photo").set_input_files(picture)
    alert = page.get_by_role("alert").filter(has_text="Your phone is full")
    expect(alert).to_contain_text("All before it is safe.")
    alert.get_by_role("button", name="Go on without it").tap()
    expect(alert).to_have_count(0)
    expect(page.get_by_role("img", name="Photo 1")).to_have_count(0)

    page.get_by_role("link", name="A few words").tap()
    page.get_by_label("A few words").fill("The kerb is high. " * 200)
    page.get_by_role("button", name="Done").tap()
    expect(page.locator(ARRIVED)).to_be_visible()
    noted = select(Observation.note)
    wait_until(page, lambda: (db.session.scalar(noted) or "").startswith("The kerb is high."))
    assert not page.evaluate("caches.has('reserve')")


def test_a_phone_is_told_before_it_is_full(resident: Person) -> None:
    page = resident.page
    nearly = "navigator.storage.estimate = async () => ({ quota: 9e7, usage: 8e7 });"
    page.add_init_script(nearly)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Your phone is nearly full")).to_have_count(0)
    draft(page)
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.get_by_text("Your phone is nearly full", exact=True)).to_be_visible()
    expect(page.locator(ARRIVED)).to_be_visible()


def test_the_home_screen_is_offered_quietly(resident: Person) -> None:
    page = resident.page
    offer = page.get_by_text("Walks on your home screen")
    expect(offer).to_have_count(0)
    draft(page)
    page.get_by_role("button", name="Keep", exact=True).tap()
    page.evaluate("""() => {
      const offer = new Event("beforeinstallprompt", { cancelable: true });
      offer.prompt = () => { document.title = "asked"; };
      dispatchEvent(offer);
    }""")
    expect(page.locator(ARRIVED)).to_be_visible()
    expect(offer).to_have_count(0)
    page.get_by_role("link", name="Back to the walk").first.tap()
    expect(offer).to_be_visible()
    page.get_by_role("button", name="Put it there").tap()
    expect(page).to_have_title("asked")
    expect(offer).to_have_count(0)


def test_on_an_iphone_it_is_said_what_safari_does(
    a_browser: Callable[..., Person], walk: Walk
) -> None:
    page = a_browser("Pixel 7", worker=True).page
    page.add_init_script("navigator.standalone = false;")
    join(page, walk)
    draft(page)
    page.get_by_role("button", name="Keep", exact=True).tap()
    page.get_by_role("link", name="Back to the walk").first.tap()
    expect(page.get_by_text("Safari may erase what is only on this phone")).to_be_visible()
    expect(page.get_by_text("Touch the share button.")).to_be_visible()
    page.get_by_role("button", name="Not now").tap()
    expect(page.get_by_text("Safari may erase")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", level=1, name=walk.title)).to_be_visible()
    expect(page.get_by_text("Safari may erase")).to_have_count(0)


def test_staff_pages_never_meet_the_worker(resident: Person) -> None:
    for path in ("/", "/account/login"):
        resident.page.goto(path)
        assert resident.page.evaluate("navigator.serviceWorker.controller") is None
