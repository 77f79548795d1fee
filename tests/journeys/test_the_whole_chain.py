"""The product's main job, from official outlines to a planner's GIS, by its pages alone.

It always runs in the demo's neighbourhoods with a made photograph, in English and in French; and in
those of Brussels with a real phone's photograph where the real data are. With WALKS_SCREENSHOTS
naming a folder, each step is photographed there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyogrio.raw
import pytest
import shapely
from flask import Flask
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD, a_facilitator, a_planner, an_administrator, an_organisation
from tests.journeys.conftest import Person
from tests.journeys.setting import City, Tongue, brussels, the_demo
from walks.languages import NAMES, worded

pytestmark = pytest.mark.journey

TITLE = "Along the water"
NOTE = "Le trottoir est trop étroit pour une poussette."
TILES = "https://tile.openstreetmap.org/**"
A_TILE = "<svg xmlns='http://www.w3.org/2000/svg'/>"
WALKED = "3"
NEAR = 1e-5  # degrees: about a metre


@pytest.fixture(params=["demo-en", "demo-fr", "brussels-en"])
def setting(request: pytest.FixtureRequest, app: Flask, tmp_path: Path) -> tuple[City, Tongue]:
    """A city, and the language that everybody there chooses."""
    place, _, language = request.param.partition("-")
    if place == "demo":
        return the_demo(tmp_path), Tongue(language)
    return brussels(request.getfixturevalue("real_data")), Tongue(language)


@pytest.fixture
def staff(app: Flask) -> None:
    """An association that leads walks, and the municipal service that reads of them."""
    a_facilitator(email="facilitator@example.org", of=an_organisation("The walkers' association"))
    service = an_organisation("The service of public space", kind="municipality")
    a_planner(email="planner@example.org", of=service)
    an_administrator(email="administrator@example.org", of=service)


@pytest.mark.usefixtures("staff")
def test_from_outlines_to_the_planners_gis(
    setting: tuple[City, Tongue], a_browser: Callable[..., Person], tmp_path: Path
) -> None:
    city, say = setting
    administrator, facilitator, planner = (a_desk(a_browser) for _ in range(3))
    load_outlines(administrator, city, say)

    code = make_and_open_walk(facilitator, city, say)
    resident = a_phone(a_browser, city, say)
    join(resident, code, say)
    record(resident, city, say)

    see_it_arrive(facilitator, say)
    release_and_close(facilitator, say)

    read_report(planner, city, say)
    file = tmp_path / "observations.geojson"
    take_away(planner, say, file)
    told, point = only_feature(file)
    assert told["neighbourhood"] == city.code
    assert told["neighbourhood_name_fr"] == city.names["fr"]
    assert (told["kind"], told["category"], told["severity"]) == ("problem", "footway.width", 3)
    assert list(told["affects"]) == ["pushchair"]
    assert (told["note"], told["note_language"]) == (NOTE, say.code)
    assert (told["photos"], told["accuracy_m"], told["position_source"]) == (1, 8, "gps")
    assert not any(told[flag] for flag in ("late", "far", "time_odd"))
    assert (point.x, point.y) == pytest.approx(city.at, abs=NEAR)


def a_desk(a_browser: Callable[..., Person]) -> Page:
    page = a_browser().page
    page.route(TILES, lambda route: route.fulfill(content_type="image/svg+xml", body=A_TILE))
    return page


def a_phone(a_browser: Callable[..., Person], city: City, say: Tongue) -> Page:
    where = {"longitude": city.at[0], "latitude": city.at[1], "accuracy": 8}
    page = a_browser("Pixel 7", geolocation=where, permissions=["geolocation"]).page
    page.goto("/")
    choose_language(page, say)
    return page


def choose_language(page: Page, say: Tongue) -> None:
    page.get_by_role("link", name=NAMES[say.code], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", say.code)


def sign_in(page: Page, who: str, say: Tongue) -> None:
    """Come in by the header; who has signed in reads their account's language until they choose."""
    page.goto("/")
    choose_language(page, say)
    page.get_by_role("navigation", name=say("Main")).get_by_role(
        "link", name=say("Sign in")
    ).click()
    page.get_by_label(say("E-mail address")).fill(f"{who}@example.org")
    page.get_by_label(say("Password"), exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name=say("Sign in")).click()
    page.wait_for_url(lambda address: "account" not in address)
    choose_language(page, say)


def load_outlines(page: Page, city: City, say: Tongue) -> None:
    sign_in(page, "administrator", say)
    page.get_by_role("main").get_by_role("link", name=say("Neighbourhoods")).click()
    page.get_by_label(say("File"), exact=True).set_input_files(city.outlines)
    page.get_by_role("button", name=say("Look at the file")).click()
    look(page, "01-outlines")
    page.get_by_role("button", name=say("Load these neighbourhoods")).click()
    expect(page.get_by_role("cell", name=city.names["fr"]).first).to_be_visible()


def make_and_open_walk(page: Page, city: City, say: Tongue) -> str:
    """The code to join, as the facilitator's page shows it once the walk is under way."""
    sign_in(page, "facilitator", say)
    look(page, "02-no-walk")
    page.get_by_role("link", name=say("Prepare the first walk")).click()
    now = datetime.now(ZoneInfo("Europe/Brussels"))
    page.get_by_label(say("Title")).fill(TITLE)
    page.get_by_label(say("Date")).fill(f"{now:%Y-%m-%d}")
    page.get_by_label(say("Hour")).fill(f"{now:%H:%M}")
    page.get_by_role("combobox", name=say("Neighbourhood")).select_option(
        worded(city.names, say.code)
    )
    page.get_by_role("textbox", name=say("Stops")).fill(
        "Le pont | Would you walk here alone?\nLa fontaine"
    )
    look(page, "03-new-walk")
    page.get_by_role("button", name=say("Save the walk")).click()
    look(page, "04-draft")
    for step in ("Open for joining", "Start the walk"):
        page.get_by_role("button", name=say(step)).click()
        look(page, f"05-{step}")
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    return page.get_by_role("code").first.inner_text()


def join(page: Page, code: str, say: Tongue) -> None:
    page.get_by_label(say("The code of your walk")).fill(code)
    look(page, "06-code")
    page.get_by_role("button", name=say("Join")).tap()
    page.get_by_role("main").get_by_role("link", name=NAMES[say.code]).tap()
    look(page, "07-invitation")
    page.get_by_role("link", name=say("Go on")).tap()
    page.get_by_role("button", name=say("Yes, I take part")).tap()
    expect(page.get_by_role("heading", level=1, name=say("Your receipt"))).to_be_visible()
    look(page, "08-receipt")
    page.get_by_role("link", name=say("Leave it out and go to the walk")).tap()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    look(page, "09-walk")


def record(page: Page, city: City, say: Tongue) -> None:
    page.get_by_role("link", name=say("Problem")).tap()
    look(page, "10-themes")
    page.get_by_role("button", name=say.subject("footway")).tap()
    page.get_by_label(say("Take a photo")).set_input_files(city.photo)
    expect(page.get_by_role("img", name=say("Photo {number}").format(number=1))).to_be_visible()
    look(page, "11-photo")
    page.get_by_role("link", name=say("A few words")).tap()
    page.get_by_label(say("A few words")).fill(NOTE)
    page.get_by_role("button", name=say("Done")).tap()
    page.get_by_role("button", name=say("Keep"), exact=True).tap()
    expect(page.get_by_text(say("It has arrived. Thank you.")).last).to_be_visible()
    look(page, "12-received")
    page.get_by_role("button", name=say.subject("footway.width")).tap()
    page.get_by_role("button", name=say.choice("severities", 3)).tap()
    page.get_by_label(say.choice("affects", "pushchair")).check()
    page.get_by_role("button", name=say("Done")).tap()
    expect(page.get_by_text(say("It has arrived. Thank you.")).last).to_be_visible()
    page.get_by_role("link", name=say("Back to the walk")).first.tap()
    expect(page.get_by_text(say("Everything you recorded has been received."))).to_be_visible()
    look(page, "13-own")


def see_it_arrive(page: Page, say: Tongue) -> None:
    """The page tells of the observation by itself, and shows the photo once it is kept."""
    news = say.counted(1, "%(num)s new observation.", "%(num)s new observations.") % {"num": 1}
    expect(page.get_by_text(news)).to_be_visible()
    look(page, "14-news")
    page.get_by_role("link", name=say("Show"), exact=True).click()
    expect(page.get_by_text(NOTE)).to_be_visible()
    photo = page.get_by_role("img", name=say("Photo of this observation, larger"))
    for _ in range(40):
        if photo.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    is_drawn(photo)


def release_and_close(page: Page, say: Tongue) -> None:
    subject = say.subject("footway.width")
    look(page, "15-arrived")
    page.get_by_role("button", name=f"{say('Release')}: {subject}").click()
    expect(page.get_by_role("button", name=f"{say('Withhold')}: {subject}")).to_be_visible()
    page.get_by_role("button", name=say("Close the walk")).click()
    look(page, "16-closed")
    page.get_by_label(say("How many people walked?")).fill(WALKED)
    page.get_by_role("button", name=say("Confirm the head count")).click()
    walked = say.counted(3, "%(num)s person walked.", "%(num)s people walked.") % {"num": 3}
    expect(page.get_by_text(walked)).to_be_visible()
    look(page, "17-head-count")


def read_report(page: Page, city: City, say: Tongue) -> None:
    name = worded(city.names, say.code)
    sign_in(page, "planner", say)
    look(page, "18-reports")
    page.get_by_role("table").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    listed = page.get_by_role("region", name=say("The observations"))
    expect(listed.get_by_text(say.subject("footway.width"))).to_be_visible()
    expect(listed.get_by_text(NOTE)).to_be_visible()
    pictures = page.get_by_role("region", name=say("In pictures"))
    is_drawn(pictures.get_by_role("img", name=say("Photo of this observation, larger")))
    look(page, "19-report")


def take_away(page: Page, say: Tongue, file: Path) -> None:
    page.get_by_role("link", name=say("Take away as GeoJSON")).click()
    look(page, "20-export")
    with page.expect_download() as download:
        page.get_by_role("link", name=say("Download")).click()
    download.value.save_as(file)
    page.get_by_role("button", name=say("Sign out")).click()
    page.goto("/plan/")
    page.wait_for_url("**/account/login**")


def only_feature(file: Path) -> tuple[dict[str, Any], shapely.Point]:
    """The properties and the point of the one feature that GDAL reads in the file."""
    meta, _, shapes, columns = pyogrio.raw.read(file)
    assert meta["crs"] == "EPSG:4326"
    assert len(shapes) == 1
    told = {name: column[0] for name, column in zip(meta["fields"], columns, strict=True)}
    return told, shapely.from_wkb(shapes[0])


def is_drawn(image: Any) -> None:
    """The one picture is there, and the browser could decode it."""
    expect(image).to_be_visible()
    image.scroll_into_view_if_needed()
    expect(image).not_to_have_js_property("naturalWidth", 0)


def look(page: Page, name: str) -> None:
    folder = os.environ.get("WALKS_SCREENSHOTS")
    if not folder:
        return
    page.wait_for_load_state("networkidle")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)
