"""A resident joins a walk on a phone and records what they notice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from tests.journeys.conftest import Person
from tests.journeys.patience import address_of, wait_until
from tests.journeys.photographs import a_phone_photo
from tests.journeys.recording import (
    ARRIVED,
    a_walk_around_the_ponds,
    lose_the_first_answer,
    record,
    the_observation,
)
from walks.database import db
from walks.observations import Observation, OwedPhoto
from walks.photos import Photo
from walks.walks import Walk, code_shown

pytestmark = pytest.mark.journey

DELIVERIES = "**/api/walks/*/observations/*"


@pytest.fixture
def walk(app: Any) -> Walk:
    """A walk around the ponds that one can join."""
    return a_walk_around_the_ponds()


@pytest.fixture
def joined(phone: Page, walk: Walk) -> Page:
    """The resident's phone on the walk's screen, come there by the code."""
    phone.goto("/")
    phone.get_by_label("The code of your walk").fill(code_shown(walk).lower())
    phone.get_by_role("button", name="Join").tap()
    phone.get_by_role("link", name="English").last.tap()
    phone.get_by_role("link", name="Go on").tap()
    phone.get_by_role("button", name="Yes, I take part").tap()
    phone.get_by_role("link", name="Leave it out and go to the walk").tap()
    expect(phone.get_by_role("heading", level=1, name=walk.title)).to_be_focused()
    return phone


def photograph(page: Page, content: bytes) -> None:
    """Take a photo with the phone's camera."""
    picture = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": content}
    page.get_by_label("Take a photo").set_input_files(picture)
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()


def test_three_taps_record_a_problem(joined: Page, walk: Walk) -> None:
    taps = [
        joined.get_by_role("link", name="Problem"),
        joined.get_by_role("button", name="Footway"),
        joined.get_by_role("button", name="Keep", exact=True),
    ]
    for tap in taps:
        tap.tap()
    expect(joined.locator(ARRIVED)).to_be_visible()
    assert len(taps) == 3

    observation = the_observation()
    assert (observation.walk_id, observation.kind) == (walk.id, "problem")
    assert observation.theme is not None
    assert observation.theme.slug == "footway"
    assert (observation.category, observation.severity, observation.affects) == (None, None, [])
    assert (observation.position_source, observation.accuracy_m) == ("gps", 8)
    assert observation.neighbourhood is walk.neighbourhood


def test_what_is_asked_afterwards_becomes_the_next_revision(joined: Page) -> None:
    record(joined)
    joined.get_by_role("button", name="Keep", exact=True).tap()
    expect(joined.locator(ARRIVED)).to_be_visible()
    joined.get_by_role("button", name="Clear width").tap()
    joined.get_by_role("button", name="Stops me or dangerous").tap()
    joined.get_by_label("Wheelchair users").check()
    joined.get_by_label("Older people").check()
    joined.get_by_role("button", name="Done").tap()
    expect(joined.locator(ARRIVED)).to_be_visible()
    expect(joined.get_by_role("heading", name="Problem: Clear width")).to_be_visible()

    both = ["older_people", "wheelchair"]
    wait_until(joined, lambda: sorted(the_observation().affects) == both)
    observation = the_observation()
    assert observation.category is not None
    assert observation.category.slug == "footway.width"
    assert observation.severity == 3
    assert observation.revision > 1


def test_received_is_said_only_after_the_acknowledgement(joined: Page) -> None:
    may_answer = threading.Event()

    def slow(route: Route) -> None:
        answer = route.fetch()
        while not may_answer.is_set():
            joined.wait_for_timeout(50)
        route.fulfill(response=answer)

    joined.route(DELIVERIES, slow)
    record(joined)
    joined.get_by_role("button", name="Keep", exact=True).tap()
    expect(joined.get_by_text("It is safe on this phone and is being sent.")).to_be_visible()
    expect(joined.locator(ARRIVED)).to_have_count(0)
    may_answer.set()
    expect(joined.locator(ARRIVED)).to_be_visible()


def test_a_lost_answer_makes_no_second_copy(resident: Person, joined: Page) -> None:
    resident.expected.append("ERR_FAILED")
    lost = lose_the_first_answer(joined, DELIVERIES)
    record(joined)
    joined.get_by_role("button", name="Keep", exact=True).tap()
    expect(joined.get_by_text("sent as soon as there is a connection")).to_be_visible()
    joined.get_by_role("link", name="Back to the walk").first.tap()
    joined.get_by_role("button", name="Send now").tap()
    expect(joined.get_by_text("Everything you recorded has been received.")).to_be_visible()
    assert lost == [201]
    assert the_observation().revision == 1


def test_a_photo_travels_small_and_whole(joined: Page) -> None:
    taken = a_phone_photo()
    record(joined)
    photograph(joined, taken)
    joined.get_by_role("button", name="Keep", exact=True).tap()
    expect(joined.locator(ARRIVED)).to_be_visible()

    owed = db.session.scalars(select(OwedPhoto)).one()
    photo = db.session.get_one(Photo, owed.id)
    assert photo.received_digest == owed.digest
    assert photo.received_bytes < 600_000 < len(taken)  # noise is what shrinks least
    wait_until(joined, lambda: _state_of(photo) == "kept")
    assert (photo.width, photo.height) == (2048, 1536)


def test_real_phones_photos_arrive(joined: Page, real_data: Path) -> None:
    pictures = sorted((real_data / "photos" / "gps").glob("*.[jJ][pP][gG]"))[:4]
    if not pictures:
        pytest.skip("the real data hold no photographs under photos/gps")
    record(joined)
    joined.get_by_label("Choose a photo").set_input_files(pictures)
    expect(joined.get_by_role("img", name=f"Photo {len(pictures)}")).to_be_visible()
    joined.get_by_role("button", name="Keep", exact=True).tap()
    expect(joined.locator(ARRIVED)).to_be_visible()
    for photo in db.session.scalars(select(Photo)):
        wait_until(joined, lambda photo=photo: _state_of(photo) == "kept")


def test_a_reload_in_mid_record_keeps_the_draft(joined: Page) -> None:
    record(joined, "Idea", "Comfort")
    photograph(joined, a_phone_photo(1200))
    joined.get_by_role("link", name="A few words").tap()
    joined.get_by_label("A few words").fill("A bench in the shade.")
    joined.reload()
    expect(joined.get_by_label("A few words")).to_have_value("A bench in the shade.")
    joined.get_by_role("button", name="Done").tap()
    expect(joined.get_by_role("img", name="Photo 1")).to_be_visible()
    joined.get_by_role("link", name="Back to the walk").tap()
    expect(joined.get_by_text("Not finished")).to_be_visible()
    assert db.session.scalar(select(Observation)) is None


def test_the_draft_is_there_before_the_camera_opens(resident: Person, joined: Page) -> None:
    record(joined)
    draft = address_of(joined)
    with joined.expect_file_chooser():
        joined.get_by_text("Take a photo").tap()
    joined.close()
    again = resident.context.new_page()
    again.goto(draft)
    expect(again.get_by_role("heading", name="Problem: Footway")).to_be_visible()
    again.get_by_role("button", name="Keep", exact=True).tap()
    expect(again.locator(ARRIVED)).to_be_visible()


def test_what_is_refused_stays_and_can_be_mended(resident: Person, joined: Page) -> None:
    resident.expected.append("422")
    refusal = {"code": "invalid", "title": "Something is not right", "detail": "Write it anew."}

    def refuse(route: Route) -> None:
        route.fulfill(status=422, json=refusal)

    joined.route(DELIVERIES, refuse)
    record(joined)
    joined.get_by_role("button", name="Keep", exact=True).tap()
    expect(joined.get_by_role("alert")).to_contain_text("Write it anew.")
    joined.unroute(DELIVERIES)
    joined.get_by_role("link", name="A few words").tap()
    joined.get_by_label("A few words").fill("The kerb is high.")
    joined.get_by_role("button", name="Done").tap()
    expect(joined.locator(ARRIVED)).to_be_visible()
    assert the_observation().note == "The kerb is high."


def test_a_place_is_said_without_a_map_or_a_position(
    a_browser: Callable[..., Person], walk: Walk
) -> None:
    page = a_browser("Pixel 7", permissions=[]).page
    page.goto(f"/join/{walk.join_code}#taking-part")
    page.get_by_role("button", name="Yes, I take part").tap()
    page.get_by_role("link", name="Leave it out and go to the walk").tap()
    record(page)
    page.get_by_role("link", name="Where").tap()
    expect(page.get_by_text("This phone does not give its position")).to_be_visible()
    page.get_by_label("Between stops 3 and 4").check()
    page.get_by_label("left side").check()
    page.get_by_role("button", name="Done").tap()
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.locator(ARRIVED)).to_be_visible()

    observation = the_observation()
    assert (observation.position, observation.position_source) == (None, "between")
    assert observation.stop_id == walk.stops[2].id
    assert observation.next_stop_id == walk.stops[3].id
    assert observation.side == "left"


def test_the_arrow_keys_move_the_pin_of_the_map(resident: Person, joined: Page) -> None:
    resident.expected.append("ERR_FAILED")
    joined.route("https://tile.openstreetmap.org/**", lambda route: route.abort())
    record(joined)
    joined.get_by_role("link", name="Where").tap()
    joined.get_by_role("button", name="Show it on the map").tap()
    pin = joined.get_by_role("button", name="The place. Move it with the arrow keys.")
    pin.press("ArrowUp")
    pin.press("Shift+ArrowRight")
    expect(joined.get_by_text("shown on the map")).to_be_visible()
    joined.get_by_role("button", name="Done").tap()
    joined.get_by_role("button", name="Keep", exact=True).tap()
    expect(joined.locator(ARRIVED)).to_be_visible()
    assert (the_observation().position_source, the_observation().accuracy_m) == ("map", None)


def test_what_was_taken_back_is_gone(joined: Page) -> None:
    record(joined)
    joined.get_by_role("button", name="Keep", exact=True).tap()
    expect(joined.locator(ARRIVED)).to_be_visible()
    joined.get_by_role("button", name="Take this back").tap()
    joined.get_by_role("button", name="Yes, take it away").tap()
    expect(joined.get_by_text("Nothing yet.")).to_be_visible()
    wait_until(joined, lambda: the_observation().withdrawn_at is not None)


def test_another_language_keeps_what_was_typed(joined: Page) -> None:
    record(joined)
    joined.get_by_role("link", name="A few words").tap()
    joined.get_by_label("A few words").fill("Trop étroit pour mon fauteuil.")
    joined.get_by_role("link", name="Français").tap()
    expect(joined.locator("html")).to_have_attribute("lang", "fr")
    expect(joined.locator("textarea")).to_have_value("Trop étroit pour mon fauteuil.")


def test_everything_is_done_with_the_keyboard_alone(desk: Page, walk: Walk) -> None:
    desk.goto(f"/join/{walk.join_code}")
    desk.locator(".tongue[aria-current]").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1, name=walk.title)).to_be_focused()
    _press(desk, "Go on")
    expect(desk.get_by_role("heading", level=1, name="take part")).to_be_focused()
    _press(desk, "Yes, I take part")
    expect(desk.get_by_role("heading", level=1, name="Your receipt")).to_be_visible()
    _press(desk, "Leave it out and go to the walk")
    expect(desk.get_by_role("heading", level=1, name=walk.title)).to_be_focused()
    _press(desk, "Asset")
    _press(desk, "Comfort")
    _press(desk, "Keep")
    expect(desk.locator(ARRIVED)).to_be_visible()
    _press(desk, "Benches")
    expect(desk.get_by_role("heading", name="Whom does it touch most?")).to_be_focused()


def _press(page: Page, name: str) -> None:
    """Go to something by tabulator, as far as it takes, and press Enter."""
    page.get_by_text(name, exact=True).first.wait_for()
    for _step in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.innerText"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"No tabulator leads to {name}")


def _state_of(photo: Photo) -> str:
    db.session.refresh(photo)
    return photo.state
