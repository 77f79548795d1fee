"""Photos from the gallery: of another hour and another place, if the person says so."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect
from sqlalchemy import select

from tests.journeys.conftest import Person
from tests.journeys.patience import wait_until
from tests.journeys.photographs import a_phone_photo
from tests.journeys.recording import (
    a_walk_around_the_ponds,
    join,
    keep,
    record,
    say,
    the_observation,
)
from walks.database import db
from walks.photos import Photo
from walks.walks import Walk

pytestmark = pytest.mark.journey

TAKEN, OFFSET = 0x9003, 0x9011
BRIDGE = (4.35, 50.8)
# Notes what the page itself draws, what it hands to a worker, and the longest that it is busy.
WATCHED = """() => {
  window.handed = [];
  window.drawn = [];
  window.longest = 0;
  const note = (owner, name, list) => {
    const does = owner[name];
    owner[name] = function (...given) {
      list.push(given[0]?.file?.size ?? name);
      return does.apply(this, given);
    };
  };
  note(Worker.prototype, "postMessage", handed);
  note(window, "createImageBitmap", drawn);
  note(HTMLCanvasElement.prototype, "getContext", drawn);
  note(HTMLCanvasElement.prototype, "toBlob", drawn);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(longest, duration);
  }).observe({ type: "longtask" });
}"""


@pytest.fixture
def draft(phone: Page, app: Any) -> Page:
    """A draft on the resident's phone, somewhere in Ixelles, now."""
    walk: Walk = a_walk_around_the_ponds()
    join(phone, walk)
    record(phone)
    return phone


def a_photo_of(
    taken: datetime | None, at: tuple[float, float] | None, *, name: str = "IMG_1.jpg"
) -> FilePayload:
    """A photo whose file says when and where it was taken, longitude first."""
    told = Image.Exif()
    if taken:
        told.get_ifd(0x8769)[TAKEN] = taken.strftime("%Y:%m:%d %H:%M:%S")
        told.get_ifd(0x8769)[OFFSET] = "+00:00"
    if at:
        east, north = ((degrees, 0.0, 0.0) for degrees in at)
        told.get_ifd(0x8825).update({1: "N", 2: north, 3: "E", 4: east})
    file = io.BytesIO()
    Image.open(io.BytesIO(a_phone_photo(800))).save(file, "JPEG", exif=told)
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


def yesterday() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)


def test_the_hour_and_the_place_of_a_photo_are_used_on_a_yes(draft: Page) -> None:
    taken = yesterday()
    draft.get_by_label("Choose a photo").set_input_files(a_photo_of(taken, BRIDGE))
    expect(draft.get_by_text("This photo was taken yesterday")).to_contain_text("at another place")
    expect(draft.get_by_role("img", name="Photo 1")).to_be_visible()
    draft.get_by_role("button", name="Yes, use it").tap()
    expect(draft.get_by_text("as the photo says")).to_be_visible()
    expect(draft.get_by_role("button", name="Yes, use it")).to_have_count(0)
    keep(draft)
    kept = the_observation()
    assert (kept.recorded_at, kept.position_source, kept.accuracy_m) == (taken, "photo", None)


def test_nothing_of_it_is_used_without_a_yes(draft: Page) -> None:
    draft.get_by_label("Choose a photo").set_input_files(a_photo_of(yesterday(), BRIDGE))
    draft.get_by_role("button", name="No, leave it").tap()
    expect(draft.get_by_role("button", name="No, leave it")).to_have_count(0)
    keep(draft)
    kept = the_observation()
    assert kept.position_source == "gps"
    assert kept.recorded_at > datetime.now(UTC) - timedelta(minutes=10)


def test_a_photo_that_was_just_taken_asks_nothing(draft: Page) -> None:
    just = a_photo_of(datetime.now(UTC), None)
    draft.get_by_label("Choose a photo").set_input_files([just, just | {"name": "IMG_2.jpg"}])
    expect(draft.get_by_role("img", name="Photo 2")).to_be_visible()
    expect(draft.get_by_role("heading", name="Use what the photo says?")).to_have_count(0)


def test_the_camera_asks_nothing(draft: Page) -> None:
    draft.get_by_label("Take a photo").set_input_files(a_photo_of(yesterday(), BRIDGE))
    expect(draft.get_by_role("img", name="Photo 1")).to_be_visible()
    expect(draft.get_by_role("heading", name="Use what the photo says?")).to_have_count(0)


def test_a_photo_of_twelve_megapixels_is_shrunk_aside_while_the_page_answers(
    draft: Page, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    picture = tmp_path / "IMG_1.jpg"  # a file's bytes given to the driver would pass by the page
    picture.write_bytes(a_phone_photo(4000))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    draft.route("**/resident-shrink.*.js", hold)
    draft.evaluate(WATCHED)
    draft.get_by_label("Choose a photo").set_input_files(picture)
    wait_until(draft, lambda: held)
    say(draft, "While it is being shrunk.")
    expect(draft.get_by_text("While it is being shrunk.")).to_be_visible()
    expect(draft.get_by_role("img", name="Photo 1")).to_have_count(0)
    held[0].continue_()
    expect(draft.get_by_role("img", name="Photo 1")).to_be_visible()
    assert draft.evaluate("handed") == [picture.stat().st_size]
    assert draft.evaluate("drawn") == []
    record_property("longest task in ms (aim: 100)", draft.evaluate("longest"))


def test_typical_photos_of_phones_stay_under_400_kb(draft: Page, real_data: Path) -> None:
    pictures = sorted((real_data / "photos" / "gps").glob("*.[jJ][pP][gG]"))
    large = [one for one in pictures if _megapixels(one) >= 8][:4]
    if not large:
        pytest.skip("the real data hold no photograph of 8 megapixels under photos/gps")
    draft.get_by_label("Choose a photo").set_input_files(large)
    expect(draft.get_by_role("img", name=f"Photo {len(large)}")).to_be_visible()
    keep(draft)
    sizes = sorted(photo.received_bytes for photo in db.session.scalars(select(Photo)))
    assert sizes[len(sizes) // 2] <= 400_000, sizes


def _megapixels(path: Path) -> float:
    with Image.open(path) as picture:
        return picture.width * picture.height / 1e6


def test_where_the_shrinker_does_not_come_the_page_shrinks_by_itself(draft: Page) -> None:
    draft.route("**/resident-shrink.*.js", lambda route: route.fulfill(body=""))
    draft.evaluate(WATCHED)
    draft.get_by_label("Take a photo").set_input_files(a_photo_of(yesterday(), None))
    expect(draft.get_by_role("img", name="Photo 1")).to_be_visible()
    assert draft.evaluate("drawn")


def test_a_photo_is_kept_where_what_it_says_cannot_be_read(resident: Person, draft: Page) -> None:
    resident.expected.append("Failed to load")
    draft.route("**/exif*.js", lambda route: route.abort())
    draft.get_by_label("Choose a photo").set_input_files(a_photo_of(yesterday(), BRIDGE))
    expect(draft.get_by_role("img", name="Photo 1")).to_be_visible()
