"""A planner reads a neighbourhood's report, on the desk and on paper, and takes it away."""

import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.factories import (
    FLAGEY,
    NEXT_STREET,
    PASSWORD,
    a_facilitator,
    a_neighbourhood,
    a_participant,
    a_planner,
    a_walk,
    an_observation,
)
from tests.journeys.conftest import Person
from walks.acts.confirming import confirm_head_count
from walks.database import db
from walks.neighbourhoods import Neighbourhood
from walks.walks import Walk

pytestmark = pytest.mark.journey
EMAIL = "planner@example.org"
A_TILE = "<svg xmlns='http://www.w3.org/2000/svg'/>"
TILES = "https://tile.openstreetmap.org/**"


@pytest.fixture
def quarter(app: Flask) -> Neighbourhood:
    """A neighbourhood with a walk by day and one by night, and what was noticed on them."""
    a_planner(email=EMAIL)
    found = a_neighbourhood("Étangs", code="BXL-07")
    by_day = a_walk("Ponds by day", state="closed", within=found, starts_at=on("2026-05-02T14:00"))
    by_night = a_walk(
        "Ponds by night",
        state="closed",
        within=found,
        light="night",
        starts_at=on("2026-05-09T22:00"),
    )
    for walk in (by_day, by_night):
        record_on(walk)
    confirm_head_count(by_day, 12, by=a_facilitator())
    confirm_head_count(by_night, 12, by=a_facilitator())
    db.session.commit()
    return found


def on(written: str) -> datetime:
    return datetime.fromisoformat(written)


def record_on(walk: Walk) -> None:
    people = [a_participant(on=walk, profile={"gender": "woman"}) for _ in range(6)]
    people += [a_participant(on=walk, profile={"gender": "man"}) for _ in range(6)]
    for number, walker in enumerate(people[:4]):
        an_observation(
            by=walker,
            at=(FLAGEY[0] + number / 5_000, FLAGEY[1]),
            severity=number % 3 + 1,
            note="Il fait noir sous le pont",
            note_language="fr",
            proposal="Une lampe sous le pont",
            affects=["wheelchair"],
            released=True,
        )
    bench = {"of": "comfort.bench", "released": True}
    an_observation(by=people[5], at=NEXT_STREET, kind="asset", note="A bench in the sun", **bench)
    an_observation(by=people[6], at=walk.stops[0], kind="idea", note="A bench here too", **bench)


def sign_in(page: Page) -> None:
    page.goto("/account/login")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "login" not in address)


def open_report(page: Page) -> None:
    page.goto("/plan/")
    page.get_by_role("table").get_by_role("link", name="Étangs").click()
    expect(page.get_by_role("heading", level=1, name="Étangs")).to_be_visible()


def faults(page: Page) -> list[str]:
    """What axe finds, and what is wider than the screen."""
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    told = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    return told + ([f"{wide} pixels too wide"] if wide > 0 else [])


def test_a_planner_finds_reads_and_takes_away(desk: Page, quarter: Neighbourhood) -> None:
    sign_in(desk)
    open_report(desk)
    asked = desk.get_by_role("region", name="What is asked")
    expect(asked.get_by_text("Une lampe sous le pont").first).to_be_visible()
    desk.get_by_label("From").fill("2026-05-05")
    desk.get_by_role("button", name="Show this period").click()
    walks = desk.get_by_role("region", name="The walks behind it")
    expect(walks.get_by_text("Ponds by night").first).to_be_visible()
    expect(walks.get_by_text("Ponds by day")).to_have_count(0)
    desk.get_by_role("link", name="Take away as GeoJSON").click()
    expect(desk.get_by_text("6 observations")).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download").click()
    features = json.loads(Path(download.value.path()).read_bytes())["features"]
    assert len(features) == 6
    assert {feature["properties"]["neighbourhood"] for feature in features} == {"BXL-07"}


def test_the_map_to_zoom_shows_what_the_drawn_one_does(desk: Page, quarter: Neighbourhood) -> None:
    asked_for: list[str] = []

    def a_tile(route: Any) -> None:
        asked_for.append(route.request.url)
        route.fulfill(content_type="image/svg+xml", body=A_TILE)

    desk.route(TILES, a_tile)
    sign_in(desk)
    open_report(desk)
    marks = desk.locator(".report-map__mark").count()
    assert asked_for == [], "nobody is asked for a map before the button is pressed"
    desk.get_by_role("button", name="Show a street map, which asks tile.openstreetmap.org").click()
    expect(desk.locator(".leaflet-marker-icon.map-mark")).to_have_count(marks)
    expect(desk.locator(".leaflet-marker-icon.map-stop")).to_have_count(2)
    expect(desk.locator(".report-map")).not_to_be_visible()
    assert asked_for


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_fault(
    a_browser: Callable[..., Person], quarter: Neighbourhood, width: int, scheme: str
) -> None:
    planner = a_browser(viewport={"width": width, "height": 900}, color_scheme=scheme)
    planner.expected.append("422")  # the page of a period that is none
    page = planner.page
    sign_in(page)
    found = {}
    for address in (
        "/plan/",
        "/plan/export",
        f"/plan/neighbourhoods/{quarter.slug}",
        f"/plan/neighbourhoods/{quarter.slug}?begins=2030-01-01&ends=2029-01-01",
    ):
        page.goto(address)
        for closed in page.locator("details:not([open]) > summary").all():
            closed.click()
        found[address] = faults(page)
    assert {address: told for address, told in found.items() if told} == {}


def test_the_report_reads_on_paper(desk: Page, quarter: Neighbourhood, tmp_path: Path) -> None:
    sign_in(desk)
    open_report(desk)
    file = tmp_path / "report.pdf"
    desk.pdf(path=file, format="A4", prefer_css_page_size=True)
    text = " ".join(text_of(file).split())
    for said in (
        "Étangs",
        "What is asked",
        "Une lampe sous le pont",
        "Answer of the",  # authority, on the next line
        "participants in these walks, n = 24",
        "Day against night",
        "How to read this",
    ):
        assert said in text
    for left_on_the_screen in ("Sign out", "Show this period", "Show a street map"):
        assert left_on_the_screen not in text
    assert "Squares of" in text
    assert len(text_of(file).split("\f")) - 1 <= 6


def text_of(file: Path) -> str:
    """The text of a PDF, page by page, by poppler's pdftotext."""
    command = ["pdftotext", str(file), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
