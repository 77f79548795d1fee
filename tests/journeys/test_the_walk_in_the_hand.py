"""Along the itinerary: the next stop, its card, what others noticed, and where one walked."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from tests.factories import a_participant, a_walk, an_observation
from tests.journeys.conftest import IXELLES, Person
from tests.journeys.patience import wait_until
from tests.journeys.recording import open_screen
from walks.confirmations import Confirmation
from walks.database import db
from walks.stop_cards import StopCard
from walks.traces import Trace
from walks.walks import Walk

pytestmark = pytest.mark.journey

START = (IXELLES["longitude"], IXELLES["latitude"])
METRE = 0.0014 / 98.4  # degrees to the east, in Ixelles


@pytest.fixture
def walk(app: Any) -> Walk:
    """A live walk of seven stops to the east, 98 m apart."""
    made: Walk = a_walk(around=START, stops=7)
    made.stops[0].prompt = "Close your eyes. What do you hear?"
    db.session.commit()
    return made


@pytest.fixture
def joined(phone: Page, walk: Walk) -> Page:
    """The resident's phone on the walk's screen."""
    join(phone, walk)
    return phone


def join(page: Page, walk: Walk) -> None:
    """Take part, and tell nothing about oneself."""
    page.goto(f"/join/{walk.join_code}#taking-part")
    page.locator("#take-part").click()
    page.wait_for_url(f"**/walk/{walk.id}*")
    page.goto(f"/walk/{walk.id}")
    expect(page.locator(".kinds")).to_be_visible()


def stand(context: BrowserContext, metres: float, *, north: float = 0) -> None:
    """Be so many metres along the itinerary."""
    at = {"longitude": START[0] + metres * METRE, "latitude": START[1] + north / 111_240}
    context.set_geolocation({**at, "accuracy": 6})


def fresh(kind: Any) -> list[Any]:
    """All rows of a table as they are now."""
    db.session.rollback()
    return list(db.session.scalars(select(kind)))


def answer_all(page: Page, values: list[str]) -> None:
    """Answer question after question with these faces."""
    for value in values:
        page.locator(f"label[for=level-{value}]").click()
        page.locator(".bar button").click()


def test_the_next_stop_follows_the_position_and_its_card_is_locked_for_good(
    resident: Person, joined: Page, walk: Walk
) -> None:
    open_screen(joined, "walk")
    offer = joined.locator("[aria-labelledby=next-stop]")
    expect(offer).to_contain_text("1. Stop 1")
    expect(offer).to_contain_text("You are there.")
    expect(offer).to_contain_text("What do you hear?")
    stand(resident.context, 190)
    expect(offer).to_contain_text("3. Stop 3")
    stand(resident.context, 10)
    expect(offer).to_contain_text("1. Stop 1")

    joined.locator("#answer-next").click()
    joined.get_by_role("link", name="Begin").click()
    expect(joined.get_by_role("heading", level=1)).to_have_text(
        "I know where I am and which way to go."
    )
    answer_all(joined, ["3", "1", "0"])
    joined.reload()  # the phone was put away: what was tapped is there
    open_screen(joined, f"stop/{walk.stops[0].id}")
    expect(joined.get_by_role("link", name="Lively place Not at all")).to_be_visible()
    open_screen(joined, f"stop/{walk.stops[0].id}/help")
    answer_all(joined, ["none", "2", "3", "2"])
    expect(joined.get_by_text("After that they cannot be changed.")).to_be_visible()
    joined.get_by_role("button", name="Lock my answers").click()
    expect(joined.get_by_text("They have been received. Thank you.")).to_be_visible()
    expect(joined.locator(".rows a")).to_have_count(0)

    (card,) = fresh(StopCard)
    kept = {one.question: (one.value, one.scale) for one in card.ratings}
    assert card.stop_id == walk.stops[0].id
    assert kept["help"] == (None, "faces-0-3")
    assert kept["overall"] == (2, "feeling-0-3")
    assert len(kept) == 7
    open_screen(joined, f"stop/{walk.stops[0].id}/overall")
    expect(joined.locator(".notice__title")).to_have_text("Your answers are locked")
    open_screen(joined, "walk")
    expect(offer).to_contain_text("2. Stop 2")


def test_a_card_is_answered_and_locked_by_keyboard_without_network(
    resident: Person, joined: Page, walk: Walk
) -> None:
    resident.expected.append("ERR_INTERNET_DISCONNECTED")
    open_screen(joined, f"stop/{walk.stops[1].id}/overall")  # its script is here from now on
    resident.context.set_offline(True)
    first = joined.get_by_role("radio").first
    first.focus()
    joined.keyboard.press("Space")
    joined.keyboard.press("ArrowDown")
    expect(joined.get_by_role("radio", name="Rather bad")).to_be_checked()
    joined.get_by_role("button", name="My answers").press("Enter")
    joined.get_by_role("button", name="Lock my answers").press("Enter")
    expect(joined.get_by_text("They are on this phone")).to_be_visible()
    resident.context.set_offline(False)
    expect(joined.get_by_text("They have been received. Thank you.")).to_be_visible()
    (card,) = fresh(StopCard)
    assert [(one.question, one.value) for one in card.ratings] == [("overall", 1)]


def test_me_too_is_said_of_what_was_released_and_taken_back(
    resident: Person, joined: Page, walk: Walk
) -> None:
    resident.expected.append("ERR_INTERNET_DISCONNECTED")
    seen = an_observation(
        by=a_participant(on=walk), at=walk.stops[1], note="Trop sombre", released=True, severity=2
    )
    an_observation(by=a_participant(on=walk), note="hidden")
    joined.get_by_role("link", name="What others noticed").click()
    expect(joined.get_by_text("Trop sombre")).to_be_visible()
    expect(joined.get_by_text("At stop 2")).to_be_visible()
    expect(joined.get_by_text("hidden")).to_have_count(0)
    me_too = joined.get_by_role("button", name="Me too")
    me_too.click()
    expect(me_too).to_have_attribute("aria-pressed", "true")
    expect(joined.locator("#unsent, .unsent").first).to_be_hidden()
    assert [one.observation_id for one in fresh(Confirmation)] == [seen.id]

    resident.context.set_offline(True)
    open_screen(joined, "")
    open_screen(joined, "others")
    expect(joined.get_by_text("This is what was here last time.")).to_be_visible()
    expect(me_too).to_have_attribute("aria-pressed", "true")
    me_too.click()
    expect(me_too).to_have_attribute("aria-pressed", "false")
    resident.context.set_offline(False)
    wait_until(joined, lambda: fresh(Confirmation) == [])


def test_a_trace_is_agreed_to_cut_shown_sent_and_deleted(resident: Person, joined: Page) -> None:
    resident.expected.append("404")
    open_screen(joined, "trace")
    expect(joined.get_by_text("Nothing has been noted yet.")).to_have_count(0)
    box = joined.get_by_role("checkbox")
    expect(box).not_to_be_checked()
    walk_along(resident, joined, 0, 60)
    assert noted(joined) == 0  # nobody agreed

    box.check()
    expect(joined.get_by_text("This phone notes your way now.")).to_be_visible()
    walk_along(resident, joined, 0, 90)
    expect(joined.get_by_text("only near the beginning and the end")).to_be_visible()
    walk_along(resident, joined, 90, 480)
    walk_along(resident, joined, 480, 480, north=80)  # astray, and back
    expect(joined.get_by_role("img", name="The itinerary as a dotted line")).to_be_visible()
    joined.get_by_role("button", name="Send my way").click()
    expect(joined.get_by_text("Your way has been received.")).to_be_visible()
    (trace,) = fresh(Trace)
    assert 200 < trace.length_m < 400
    lines = db.session.scalar(select(db.func.ST_AsText(trace.line)))
    first = float(lines.removeprefix("MULTILINESTRING((").split()[0])
    assert (first - START[0]) / METRE > 95  # the beginning stayed on the phone

    joined.get_by_role("button", name="Delete my way").click()
    expect(joined.locator(".notice__title")).to_have_text(["Your way is deleted."])
    expect(box).not_to_be_checked()
    assert fresh(Trace) == []
    assert noted(joined) == 0


def walk_along(resident: Person, page: Page, begin: int, end: int, *, north: float = 0) -> None:
    """Go along the itinerary, then so far off it, a fix each ten metres."""
    for metres in range(begin, end + 1, 10):
        stand(resident.context, metres)
        page.wait_for_timeout(60)
    for off in range(10, int(north) + 1, 10):
        stand(resident.context, end, north=off)
        page.wait_for_timeout(60)


def noted(page: Page) -> int:
    """How many points of the way the phone remembers."""
    return int(
        page.evaluate(
            """() => new Promise((answer) => {
              const opening = indexedDB.open("phone");
              opening.onsuccess = () => {
                const walk = location.pathname.split("/")[2];
                const shelf = opening.result.transaction("choices").objectStore("choices");
                const reading = shelf.get(`${walk}:way`);
                reading.onsuccess = () => answer((reading.result ?? []).length);
                opening.result.close();
              };
            })"""
        )
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_screen_of_it_is_readable(
    a_browser: Callable[..., Person], walk: Walk, scheme: str, width: int
) -> None:
    """Looked at by axe; with WALKS_SCREENSHOTS naming a folder, photographed there too."""
    size = {"width": width, "height": 760 if width == 360 else 900}
    resident = a_browser(
        viewport=size, color_scheme=scheme, geolocation=IXELLES, permissions=["geolocation"]
    )
    page = resident.page
    others = a_participant(on=walk)
    note = "The lamp by the bridge is out, one cannot see the step."
    an_observation(by=others, at=walk.stops[1], note=note, note_language="en", released=True)
    an_observation(by=others, kind="asset", of="comfort.bench", at=walk.stops[2], released=True)
    join(page, walk)
    stop = walk.stops[0].id

    def look(name: str) -> None:
        page.wait_for_timeout(150)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        folder = os.environ.get("WALKS_SCREENSHOTS")
        if folder:
            path = Path(folder) / f"hand-{name}-{width}-{scheme}.png"
            page.screenshot(path=path, full_page=True)

    open_screen(page, "walk")
    page.locator("#answer-next").wait_for()
    look("walk")
    open_screen(page, f"stop/{stop}")
    look("card-before")
    open_screen(page, f"stop/{stop}/orientation")
    page.locator("label[for=level-2]").click()
    look("card-question")
    answer_all(page, ["2", "1", "none", "3"])
    open_screen(page, f"stop/{stop}")
    look("card-summary")
    page.locator("#lock-card").click()
    page.locator(".notice--success").wait_for()
    look("card-locked")
    open_screen(page, "others")
    page.locator(".me-too").first.click()
    page.locator(".me-too[aria-pressed=true]").wait_for()
    look("others")
    open_screen(page, "trace")
    look("trace-before")
    page.get_by_role("checkbox").check()
    page.locator(".notice--info").wait_for()
    walk_along(resident, page, 0, 500)
    page.locator("svg.trace").wait_for()
    look("trace")
