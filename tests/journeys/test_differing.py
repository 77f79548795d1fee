"""Somebody with two phones, and a number that was given twice: the person decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.factories import a_participant, an_observation
from tests.journeys.conftest import Person
from tests.journeys.patience import address_of, wait_until
from tests.journeys.recording import (
    ARRIVED,
    a_walk_around_the_ponds,
    join,
    keep,
    record,
    say,
    the_observation,
)
from walks.database import db
from walks.observations import Observation
from walks.walks import Walk

pytestmark = pytest.mark.journey

# The same person's other phone delivers its own version of an observation.
OTHER_PHONE = """async ([walk, id]) => {
  const opened = indexedDB.open("phone");
  await new Promise((resolve) => { opened.onsuccess = resolve; });
  const asked = opened.result.transaction("walks").objectStore("walks").get(walk);
  await new Promise((resolve) => { asked.onsuccess = resolve; });
  const delivery = {
    schema: 1, based_on: 1, kind: "idea", theme: "comfort", note: "From the other phone.",
    note_language: "en", recorded_at: new Date().toISOString(), photos: [],
  };
  const answer = await fetch(`/api/walks/${walk}/observations/${id}`, {
    method: "PUT",
    headers: {
      Authorization: `Bearer ${asked.result.token}`, "Content-Type": "application/json",
    },
    body: JSON.stringify(delivery),
  });
  return answer.status;
}"""


@pytest.fixture
def walk(app: Any) -> Walk:
    return a_walk_around_the_ponds()


@pytest.fixture
def differing(resident: Person, walk: Walk) -> Page:
    """A phone whose change meets one that another phone made meanwhile."""
    resident.expected.append("409")
    page = resident.page
    join(page, walk)
    record(page)
    keep(page)
    id_ = address_of(page).rpartition("/")[2]
    assert page.evaluate(OTHER_PHONE, [str(walk.id), id_]) == 200
    say(page, "From this phone.")
    expect(page.get_by_role("button", name="Keep what is on this phone")).to_be_visible()
    return page


def test_what_is_on_this_phone_can_be_kept(differing: Page) -> None:
    assert the_observation().note == "From the other phone."
    differing.get_by_role("button", name="Keep what is on this phone").tap()
    expect(differing.locator(ARRIVED)).to_be_visible()
    expect(differing.get_by_role("alert")).to_have_count(0)
    now = the_observation()
    assert (now.kind, now.note, now.revision) == ("problem", "From this phone.", 3)


def test_the_other_version_can_be_taken(differing: Page) -> None:
    differing.get_by_role("button", name="Take the other version").tap()
    expect(differing.locator(ARRIVED)).to_be_visible()
    expect(differing.get_by_role("heading", name="Idea: Comfort")).to_be_visible()
    expect(differing.get_by_text("From the other phone.")).to_be_visible()
    assert (the_observation().note, the_observation().revision) == ("From the other phone.", 2)

    say(differing, "And then again from this one.")
    wait_until(differing, lambda: the_observation().revision == 3)
    assert the_observation().note == "And then again from this one."


def test_a_number_that_somebody_else_has_is_changed_for_another(
    resident: Person, walk: Walk
) -> None:
    resident.expected.append("409")
    page = resident.page
    join(page, walk)
    record(page)
    taken = address_of(page).rpartition("/")[2]
    an_observation(by=a_participant(on=walk), note="Somebody else’s.", id=UUID(taken))
    page.get_by_role("button", name="Keep", exact=True).tap()
    page.get_by_role("button", name="Try again").tap()
    expect(page.locator(ARRIVED)).to_be_visible()
    assert not address_of(page).endswith(taken)
    db.session.rollback()
    found = {one.note: str(one.id) for one in db.session.scalars(select(Observation))}
    assert found.pop("Somebody else’s.") == taken
    assert list(found.values()) == [address_of(page).rpartition("/")[2]]
    page.get_by_role("link", name="Back to the walk").first.tap()
    expect(page.locator(".own__one")).to_have_count(1)
