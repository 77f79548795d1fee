"""What residents do in journeys again and again: join, come to a draft, keep it."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from tests.factories import a_neighbourhood, a_walk
from tests.journeys.conftest import IXELLES
from tests.journeys.patience import address_of
from walks.database import db
from walks.observations import Observation
from walks.walks import Walk

ARRIVED = "[data-state=received]:has-text('It has arrived. Thank you.')"


def a_walk_around_the_ponds() -> Walk:
    """A walk with four stops around where the resident stands."""
    around = (IXELLES["longitude"], IXELLES["latitude"])
    made: Walk = a_walk(within=a_neighbourhood("Ponds", around=around), around=around, stops=4)
    return made


def join(page: Page, walk: Walk) -> None:
    """Take part, and leave out whatever can be left out."""
    page.goto(f"/join/{walk.join_code}#taking-part")
    page.get_by_role("button", name="Yes, I take part").tap()
    page.get_by_role("link", name="Leave it out and go to the walk").tap()
    expect(page.get_by_role("heading", level=1, name=walk.title)).to_be_focused()


def open_screen(page: Page, route: str) -> None:
    """Open a screen of the walk by its address, and wait until its own heading has the focus.

    A page that has just been loaded first has to be at home, since it gives no heading the focus.
    """
    expect(page.locator("#page > .waiting")).to_have_count(0)
    page.evaluate("document.querySelector('h1')?.setAttribute('data-before', '')")
    page.goto(f"{address_of(page).partition('#')[0]}#{route}")
    page.locator("h1:focus:not([data-before])").wait_for()


def record(page: Page, kind: str = "Problem", theme: str = "Footway") -> None:
    """Come to a draft, one tap before it is kept."""
    page.get_by_role("link", name=kind).tap()
    page.get_by_role("button", name=theme, exact=True).tap()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()
    page.wait_for_url("**#record/**")


def keep(page: Page) -> None:
    """Keep the draft, and wait until it has arrived."""
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.locator(ARRIVED)).to_be_visible()


def lose_the_first_answer(page: Page, pattern: str) -> list[int]:
    """Let the server answer the first time and the phone not hear it; gives what was answered."""
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route(pattern, lose)
    return lost


def say(page: Page, words: str) -> None:
    """Write a few words."""
    page.get_by_role("link", name="A few words").tap()
    page.get_by_label("A few words").fill(words)
    page.get_by_role("button", name="Done").tap()


def the_observation() -> Observation:
    """The only one in the database, as it is now."""
    db.session.rollback()
    return db.session.scalars(select(Observation)).one()
