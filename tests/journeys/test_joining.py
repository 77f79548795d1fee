"""A resident joins a walk, one question a screen, and changes later what they said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from tests.factories import a_walk
from tests.journeys.conftest import Person
from tests.journeys.patience import wait_until
from tests.journeys.recording import a_walk_around_the_ponds, lose_the_first_answer
from walks.database import db
from walks.participants import Participant, Profile
from walks.walks import Walk

pytestmark = pytest.mark.journey

JOINING = "**/api/joining/*"


@pytest.fixture
def walk(app: Any) -> Walk:
    """A walk with an itinerary, so that one may be asked for one's way."""
    return a_walk_around_the_ponds()


def expect_step(page: Page, words: str) -> None:
    """The page says how far one has come."""
    expect(page.locator(".eyebrow:visible").first).to_have_text(words, ignore_case=True)


def the_profile() -> Profile | None:
    return db.session.scalars(select(Profile)).one_or_none()


def participants() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Participant)) or 0


def test_every_step_is_one_question_with_a_way_back(phone: Page, walk: Walk) -> None:
    phone.goto(f"/join/{walk.join_code}")
    expect_step(phone, "Step 1 of 7")
    phone.get_by_role("link", name="English").last.tap()
    expect(phone.get_by_role("heading", level=1, name=walk.title)).to_be_focused()
    expect_step(phone, "Step 2 of 7")
    phone.get_by_role("link", name="Go on").tap()
    expect(phone.get_by_role("heading", level=1, name="Do you want to take part?")).to_be_focused()
    expect(phone.get_by_text("Children under 13 take part only with a guardian")).to_be_visible()
    phone.get_by_role("link", name="Back").tap()
    expect_step(phone, "Step 2 of 7")
    phone.get_by_role("link", name="Go on").tap()
    phone.get_by_role("button", name="Yes, I take part").tap()

    expect(phone.get_by_role("heading", level=1, name="Your receipt")).to_be_visible()
    expect_step(phone, "Step 4 of 7")
    expect(phone.get_by_role("img", name="QR code")).to_be_visible()
    phone.get_by_role("link", name="Go on").tap()
    expect_step(phone, "Step 5 of 7")
    phone.get_by_role("link", name="No, leave this out").tap()
    expect_step(phone, "Step 6 of 7")
    phone.get_by_role("link", name="No, leave this out").tap()
    expect_step(phone, "Step 7 of 7")
    phone.get_by_role("link", name="Back").tap()
    expect_step(phone, "Step 6 of 7")
    phone.get_by_role("link", name="No, leave this out").tap()
    phone.get_by_role("button", name="No, do not keep my way").tap()
    expect(phone.get_by_role("heading", level=1, name=walk.title)).to_be_focused()
    assert the_profile() is None


def test_a_walk_without_an_itinerary_asks_for_no_way(phone: Page, app: Any) -> None:
    walk = a_walk(around=None)
    phone.goto(f"/join/{walk.join_code}#taking-part")
    expect_step(phone, "Step 3 of 6")
    phone.get_by_role("button", name="Yes, I take part").tap()
    phone.get_by_role("link", name="Go on").tap()
    phone.get_by_role("link", name="No, leave this out").tap()
    phone.get_by_role("link", name="No, leave this out").tap()
    expect(phone.get_by_role("heading", level=1, name=walk.title)).to_be_focused()


def test_the_language_comes_first_and_each_writes_its_own(phone: Page, walk: Walk) -> None:
    phone.goto(f"/join/{walk.join_code}")
    names = phone.locator(".tongue bdi").all_inner_texts()
    assert names[:3] == ["Français", "Nederlands", "English"]
    phone.get_by_role("link", name="Nederlands").last.tap()
    expect(phone.locator("html")).to_have_attribute("lang", "nl")
    expect(phone.get_by_role("heading", level=1, name=walk.title)).to_be_visible()
    assert phone.url.endswith("#what")


def test_a_lost_answer_joins_nobody_twice(resident: Person, walk: Walk) -> None:
    resident.expected.append("ERR_FAILED")
    page = resident.page
    lost = lose_the_first_answer(page, JOINING)
    page.goto(f"/join/{walk.join_code}#taking-part")
    page.get_by_role("button", name="Yes, I take part").tap()
    expect(page.get_by_text("Walks was not reached", exact=True)).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Yes, I take part").tap()
    expect(page.get_by_role("heading", level=1, name="Your receipt")).to_be_visible()
    assert lost == [201]
    assert participants() == 1


def test_the_steps_need_no_network_but_for_joining(resident: Person, walk: Walk) -> None:
    resident.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to load resource"]
    page = resident.page
    page.goto(f"/join/{walk.join_code}")
    resident.context.set_offline(True)
    page.get_by_role("link", name="English").last.tap()
    page.get_by_role("link", name="Go on").tap()
    page.get_by_role("button", name="Yes, I take part").tap()
    expect(page.get_by_text("Walks was not reached", exact=True)).to_be_visible()
    resident.context.set_offline(False)
    page.get_by_role("button", name="Yes, I take part").tap()
    expect(page.get_by_role("heading", level=1, name="Your receipt")).to_be_visible()
    resident.context.set_offline(True)
    page.get_by_role("link", name="Go on").tap()
    page.get_by_role("link", name="Yes, ask me").tap()
    page.get_by_label("A woman").check()
    page.get_by_role("link", name="Go on").tap()
    expect(page.get_by_text("question 2 of")).to_be_visible()
    assert the_profile() is None
    resident.context.set_offline(False)
    wait_until(page, lambda: getattr(the_profile(), "gender", None) == "woman")


def test_answers_about_disability_need_their_own_consent(phone: Page, walk: Walk) -> None:
    phone.goto(f"/join/{walk.join_code}#taking-part")
    phone.get_by_role("button", name="Yes, I take part").tap()
    expect(phone.get_by_role("heading", level=1, name="Your receipt")).to_be_visible()
    phone.goto(phone.url.partition("#")[0] + "#joined/access")
    phone.get_by_role("button", name="Yes, my answers to these questions may be kept.").tap()
    phone.get_by_label("wheelchair").first.check()
    wait_until(phone, lambda: getattr(the_profile(), "getting_around", []) != [])
    told = the_profile()
    assert told is not None
    assert told.sensitive_consent_at is not None

    phone.goto(phone.url.partition("#")[0] + "#you")
    phone.get_by_role("button", name="No, delete my answers to these questions").tap()
    wait_until(phone, lambda: getattr(the_profile(), "getting_around", None) == [])
    told = the_profile()
    assert told is not None
    assert told.sensitive_consent_at is None
    expect(phone.get_by_role("button", name="Yes, my answers to these")).to_be_focused()


def test_what_was_told_can_be_changed_and_deleted_later(phone: Page, walk: Walk) -> None:
    phone.goto(f"/join/{walk.join_code}#taking-part")
    phone.get_by_role("button", name="Yes, I take part").tap()
    phone.get_by_role("link", name="Leave it out and go to the walk").tap()
    phone.get_by_role("link", name="About you").tap()
    phone.get_by_role("link", name="You are…").tap()
    phone.get_by_label("A woman").check()
    phone.get_by_role("link", name="Done").tap()
    expect(phone.get_by_text("A woman")).to_be_visible()
    expect(phone.get_by_text("What you told has been received.")).to_be_visible()
    phone.get_by_role("link", name="You are…").tap()
    expect(phone.get_by_label("A woman")).to_be_checked()
    phone.get_by_label("A man").check()
    phone.get_by_role("link", name="Done").tap()
    wait_until(phone, lambda: getattr(the_profile(), "gender", None) == "man")
    phone.get_by_role("button", name="Delete what I told about myself").tap()
    expect(phone.get_by_text("What you told about yourself is deleted.")).to_be_visible()
    wait_until(phone, lambda: the_profile() is None)


def test_the_way_is_kept_only_after_a_yes(phone: Page, walk: Walk) -> None:
    phone.goto(f"/join/{walk.join_code}#taking-part")
    phone.get_by_role("button", name="Yes, I take part").tap()
    expect(phone.get_by_role("heading", level=1, name="Your receipt")).to_be_visible()
    start = phone.url.partition("#")[0]
    phone.goto(f"{start}#trace")
    expect(phone.locator("#trace-agreed")).not_to_be_checked()
    phone.goto(f"{start}#joined/way")
    phone.get_by_role("button", name="Yes, note my way during the walk").tap()
    expect(phone.get_by_role("heading", level=1, name=walk.title)).to_be_focused()
    phone.goto(f"{start}#trace")
    expect(phone.locator("#trace-agreed")).to_be_checked()


def test_without_a_script_every_step_can_be_read(
    a_browser: Callable[..., Person], walk: Walk
) -> None:
    page = a_browser("Pixel 7", java_script_enabled=False).page
    page.goto(f"/join/{walk.join_code}")
    for heading in ("Which language do you want?", walk.title, "Do you want to take part?"):
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
