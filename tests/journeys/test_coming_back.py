"""A resident comes back with the receipt, or hands over what the phone could not send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from tests.factories import (
    PASSWORD,
    a_facilitator,
    a_neighbourhood,
    a_participant,
    a_walk,
    an_observation,
)
from tests.journeys.conftest import IXELLES, Person
from tests.journeys.looking import look
from tests.journeys.patience import wait_until
from tests.journeys.photographs import a_phone_photo
from walks import participants
from walks.database import db
from walks.observations import Observation
from walks.people import Person as Staff
from walks.photos import Photo
from walks.walks import Walk

pytestmark = pytest.mark.journey

DELIVERIES = "**/api/walks/*/observations*/**"
PHOTOS = "**/api/photos/*"
ARRIVED = "[data-state=received]"


@pytest.fixture
def leader(app: Flask) -> Staff:
    return a_facilitator()


@pytest.fixture
def walk(leader: Staff) -> Walk:
    around = (IXELLES["longitude"], IXELLES["latitude"])
    within = a_neighbourhood("Ponds", around=around)
    made: Walk = a_walk(by=leader, within=within, around=around, stops=4)
    return made


@pytest.fixture
def joined(phone: Page, walk: Walk) -> Page:
    """The resident's phone on the walk's screen."""
    phone.goto(f"/join/{walk.join_code}#taking-part")
    phone.get_by_role("button", name="Yes, I take part").tap()
    phone.wait_for_url("**/walk/**")
    go(phone, "")
    return phone


def go(page: Page, screen: str) -> None:
    page.evaluate("screen => { location.hash = screen; }", screen)
    expect(page.locator("h1")).to_be_visible()


def record(page: Page, *, note: str | None = None, photo: bool = False) -> None:
    """Keep a problem with what is said of it, and stay on it."""
    page.locator("a.kind--problem").tap()
    page.get_by_role("button", name="Footway").tap()
    if photo:
        picture = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": a_phone_photo()}
        page.get_by_label("Take a photo").set_input_files(picture)
        expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    page.get_by_role("button", name="Keep", exact=True).tap()
    if note:
        write(page, note)


def write(page: Page, note: str) -> None:
    page.get_by_role("link", name="A few words").click()
    page.get_by_role("textbox").fill(note)
    page.get_by_role("button", name="Done").click()


def the_receipt(page: Page) -> str:
    """What the phone shows as the receipt."""
    go(page, "receipt")
    code = page.locator("code")
    expect(code).to_be_visible()
    return code.inner_text()


def given() -> list[Observation]:
    db.session.rollback()
    return list(db.session.scalars(select(Observation).order_by(Observation.id)))


def count(table: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_another_device_sees_corrects_and_withdraws(
    joined: Page, resident: Person, a_browser: Callable[..., Person], walk: Walk
) -> None:
    # The first phone may still ask what became of its photo when that is gone.
    resident.expected.append("status of 404")
    record(joined, note="Too dark.", photo=True)
    wait_until(joined, lambda: count(Photo) == 1 and photo_state() == "kept")
    wait_until(joined, lambda: given()[0].note == "Too dark.")
    before_revision = given()[0].revision
    code = the_receipt(joined)
    library = a_browser()
    other = library.page
    other.goto(f"/receipt#{code}")
    other.wait_for_url(f"**/walk/{walk.id}")
    assert code.split("-")[0] not in other.evaluate("location.href + document.referrer")

    other.locator(f"a{ARRIVED}").click()
    expect(other.get_by_role("img", name="Photo 1")).to_have_js_property("naturalWidth", 1600)
    library.context.set_offline(True)
    library.expected.append("Failed to load resource")
    write(other, "Dark at night only.")
    expect(other.locator("[data-state=phone]")).to_be_visible()
    library.context.set_offline(False)
    expect(other.locator(ARRIVED)).to_be_visible()
    (observation,) = given()
    assert observation.note == "Dark at night only."
    assert observation.revision == before_revision + 1
    assert count(Photo) == 1

    other.get_by_role("button", name="Take this back").click()
    other.get_by_role("button", name="Yes, take it away").click()
    wait_until(other, lambda: given()[0].withdrawn_at is not None)

    go(other, "receipt")
    expect(other.get_by_text("You came here with your receipt.")).to_be_visible()
    other.get_by_role("button", name="Forget me here").click()
    other.get_by_role("button", name="Yes, do it").click()
    other.wait_for_url("**/")
    other.goto(f"/walk/{walk.id}")
    expect(other.get_by_role("heading", name="This phone is not on this walk")).to_be_visible()


def photo_state() -> str:
    db.session.rollback()
    return db.session.scalars(select(Photo)).one().state


def test_an_archived_walk_can_be_read_and_says_why_no_more(
    app: Flask, phone: Page, leader: Staff
) -> None:
    walk = a_walk(by=leader, state="archived")
    me = a_participant(on=walk)
    an_observation(by=me, note="Too dark.")
    code = participants.make_receipt(me)
    db.session.commit()
    phone.goto(f"/receipt#{code}")
    phone.wait_for_url(f"**/walk/{walk.id}")
    expect(phone.get_by_text("This walk is archived.")).to_be_visible()
    phone.locator(f"a{ARRIVED}").tap()
    expect(phone.get_by_text("Too dark.")).to_be_visible()
    go(phone, "receipt")
    with phone.expect_download():
        phone.get_by_role("button", name="Download everything I gave").tap()


def test_everything_is_taken_back(joined: Page, resident: Person) -> None:
    record(joined, note="Too dark.")
    expect(joined.locator(ARRIVED)).to_be_visible()
    code = the_receipt(joined)
    joined.get_by_role("button", name="Take everything back…").tap()
    joined.get_by_role("button", name="No, leave it as it is").tap()
    joined.get_by_role("button", name="Take everything back…").tap()
    joined.get_by_role("button", name="Yes, do it").tap()
    done = joined.get_by_role("heading", name="Everything you gave was taken back")
    expect(done).to_be_focused()
    (observation,) = given()
    assert (observation.note, observation.withdrawn_at is None) == (None, False)
    resident.expected.append("status of 410")
    joined.goto("/receipt")
    joined.get_by_label("Your receipt").fill(code.lower())
    joined.get_by_role("button", name="Come back").tap()
    expect(joined.locator(".notice", has_text="You took everything back")).to_be_visible()


def test_a_new_receipt_and_one_s_own_data(joined: Page, resident: Person) -> None:
    first = the_receipt(joined)
    with joined.expect_download() as downloading:
        joined.get_by_role("button", name="Download everything I gave").tap()
    assert Path(downloading.value.path()).read_bytes().startswith(b"PK")
    joined.get_by_role("button", name="Make a new receipt").tap()
    joined.get_by_role("button", name="Yes, do it").tap()
    expect(joined.locator(".notice", has_text="This is your new receipt.")).to_be_visible()
    assert joined.locator("code").inner_text() != first
    resident.expected.append("status of 410")
    joined.goto(f"/receipt#{first}")
    expect(joined.locator(".notice", has_text="You made a newer receipt since.")).to_be_visible()


def test_what_a_phone_cannot_send_is_handed_over(
    joined: Page, resident: Person, desk: Page, leader: Staff, walk: Walk
) -> None:
    resident.expected.append("Failed to load resource")
    for address in (DELIVERIES, PHOTOS):
        joined.route(address, lambda route: route.abort())
    record(joined, note="Too dark.", photo=True)
    go(joined, "receipt")
    with joined.expect_download() as downloading:
        joined.get_by_role("button", name="Save what is unsent as a file").tap()
    expect(joined.locator(".notice", has_text="Give it to your facilitator")).to_be_visible()
    file = downloading.value.path()
    assert downloading.value.suggested_filename.endswith(".zip")
    assert look(joined, "receipt-screen-unsent") == []
    assert count(Observation) == 0

    desk.goto(f"/lead/walks/{walk.id}/rescue")
    desk.get_by_label("E-mail").fill(leader.email)
    desk.get_by_label("Password", exact=True).fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    for outcome in ("1 0 0 0", "0 0 1 0"):
        desk.get_by_label("Rescue file").set_input_files(
            {"name": "walk-unsent.zip", "mimeType": "application/zip", "buffer": file.read_bytes()}
        )
        desk.get_by_role("button", name="Load").click()
        expect(desk.get_by_text("Everything in the file is kept")).to_be_visible()
        for kind in ("Observations", "Photos"):
            row = desk.get_by_role("row", name=f"{kind} {outcome}")
            expect(row).to_be_visible()
    assert look(desk, "rescue-loaded") == []
    (observation,) = given()
    assert observation.note == "Too dark."

    for address in (DELIVERIES, PHOTOS):
        joined.unroute(address)
    go(joined, "")
    joined.get_by_role("button", name="Send now").tap()
    expect(joined.get_by_text("Everything you recorded has been received.")).to_be_visible()
    assert (count(Observation), count(Photo), given()[0].note) == (1, 1, "Too dark.")


def test_its_page_and_screen_stand_in_every_light(joined: Page, resident: Person) -> None:
    the_receipt(joined)
    faults = look(joined, "receipt-screen")
    joined.get_by_role("button", name="Take everything back…").tap()
    faults += look(joined, "receipt-screen-sure")
    resident.expected.append("status of 404")
    joined.goto("/receipt")
    faults += look(joined, "receipt-page")
    joined.get_by_label("Your receipt").fill("FHKL")
    joined.get_by_role("button", name="Come back").tap()
    expect(joined.locator(".notice", has_text="Nobody has this receipt")).to_be_visible()
    faults += look(joined, "receipt-page-wrong")
    assert faults == []
