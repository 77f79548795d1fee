"""The resident's map on the installation's own basemap: with a network, and in flight mode."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.basemaps import a_basemap
from tests.factories import FLAGEY, PASSWORD, a_facilitator, a_neighbourhood, a_walk
from tests.journeys.conftest import Person
from tests.journeys.patience import wait_until
from tests.walks.test_assets import contrast
from walks.walks import Walk

pytestmark = pytest.mark.journey

# Each colour of the drawn map, and how many of its pixels have it.
COLOURS = """() => {
  const counts = {};
  for (const canvas of document.querySelectorAll(".map-ground canvas")) {
    if (!canvas.width) continue;
    const { width, height } = canvas;
    const copy = Object.assign(document.createElement("canvas"), { width, height });
    const read = copy.getContext("2d", { willReadFrequently: true });
    read.drawImage(canvas, 0, 0);
    const { data } = read.getImageData(0, 0, width, height);
    for (let i = 0; i < data.length; i += 4) {
      const hex = [0, 1, 2].map((k) => data[i + k].toString(16).padStart(2, "0")).join("");
      counts[`#${hex}`] = (counts[`#${hex}`] ?? 0) + 1;
    }
  }
  return counts;
}"""
TOKENS = """() => {
  const page = getComputedStyle(document.documentElement);
  return Object.fromEntries(["ground", "street", "water"].map(
    (name) => [name, page.getPropertyValue(`--map-${name}`)]));
}"""
KEPT = """async () => {
  const found = await caches.keys();
  const keys = await Promise.all(found.map(async (one) => (await caches.open(one)).keys()));
  const urls = keys.flat().map((request) => request.url);
  const has = (part) => urls.some((url) => url.includes(part));
  return has("/basemap?version=") && has("/chunks/layer.");
}"""
REST_IS_KEPT = """async () => {
  const script = await (await fetch("/service-worker.js")).text();
  const { first, later } = JSON.parse(/self\\.parts=(.*);/.exec(script)[1]);
  const found = await Promise.all([...first, ...later].map((one) => caches.match(one)));
  return found.every(Boolean);
}"""


@pytest.fixture
def basemap(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = a_basemap(tmp_path)
    monkeypatch.setitem(app.config, "WALKS", replace(app.config["WALKS"], basemap=path))
    return path


@pytest.fixture
def walker(a_browser: Callable[..., Person], address: str) -> Callable[..., Person]:
    """Open the phone of somebody who stands at the first stop."""

    def walker(**options: Any) -> Person:
        here = {"longitude": FLAGEY[0], "latitude": FLAGEY[1], "accuracy": 8}
        return a_browser("Pixel 7", geolocation=here, permissions=["geolocation"], **options)

    return walker


def join(phone: Page, walk: Walk) -> None:
    phone.goto(f"/join/{walk.join_code}#taking-part")
    phone.locator("#take-part").tap()
    phone.wait_for_url(f"**/walk/{walk.id}*")
    phone.evaluate("location.hash = ''")
    expect(phone.locator("a[href='#new/problem']")).to_be_visible()


def open_the_map(phone: Page) -> None:
    """By addresses and shapes, which are the same in every language."""
    phone.locator("a[href='#new/problem']").tap()
    phone.locator(".tile").first.tap()
    phone.wait_for_url("**#record/*")
    phone.evaluate(
        "location.hash = location.hash.replace(/^#record\\/([^/]+).*/, '#record/$1/place')"
    )
    phone.locator("button:has(use[href$='#map'])").tap()
    expect(phone.locator(".map-pin")).to_be_visible()


def drawn(phone: Page) -> dict[str, int]:
    """How many pixels of the map are of each named colour."""
    wait_until(phone, lambda: phone.evaluate(f"Object.keys(({COLOURS})()).length > 5"))
    counts, tokens = phone.evaluate(COLOURS), phone.evaluate(TOKENS)
    return {name: counts.get(colour, 0) for name, colour in tokens.items()}


def test_the_map_shows_streets_in_flight_mode(walker: Callable[..., Person], basemap: Path) -> None:
    walk = a_walk(within=a_neighbourhood(), stops=4)
    person = walker(worker=True)
    phone = person.page
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    join(phone, walk)
    phone.wait_for_selector("#page[data-offline=ready]", state="attached")
    wait_until(phone, lambda: phone.evaluate(f"({KEPT})()"))
    wait_until(phone, lambda: phone.evaluate(f"({REST_IS_KEPT})()"))
    assert len([url for url in asked if "/basemap?" in url]) == 1

    person.expected = ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    person.context.set_offline(True)
    phone.reload()
    open_the_map(phone)
    pixels = drawn(phone)
    assert pixels["street"] > 1_000
    assert pixels["ground"] > 10_000
    assert not [url for url in asked if "openstreetmap" in url]


def test_the_ground_is_dark_at_night(walker: Callable[..., Person], basemap: Path) -> None:
    phone = walker(color_scheme="dark").page
    join(phone, a_walk(stops=4))
    open_the_map(phone)
    tokens = phone.evaluate(TOKENS)
    assert tokens["ground"] == "#101113"
    assert drawn(phone)["ground"] > 10_000


def test_the_ground_is_legible_in_forced_colours(
    walker: Callable[..., Person], basemap: Path
) -> None:
    phone = walker(forced_colors="active").page
    join(phone, a_walk(stops=4))
    open_the_map(phone)
    wait_until(phone, lambda: phone.evaluate(f"Object.keys(({COLOURS})()).length > 5"))
    counts = phone.evaluate(COLOURS)
    ground, street = sorted(counts, key=counts.get, reverse=True)[:2]
    assert contrast(street, ground) > 2


def test_who_saves_data_is_sent_the_ground_only_when_they_ask_for_the_map(
    walker: Callable[..., Person], basemap: Path
) -> None:
    person = walker()
    person.context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"
    )
    phone = person.page
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    walk = a_walk(stops=4)
    join(phone, walk)
    phone.wait_for_timeout(3_000)  # as long as it would take to begin, twice
    assert not [one for one in asked if "/basemap?" in one]
    open_the_map(phone)
    assert drawn(phone)["street"] > 1_000
    opened = phone.evaluate("caches.keys().then((names) => names.join())")
    assert f"basemap-{walk.id}" in opened


def test_without_any_tiles_the_walk_is_on_plain_paper(
    walker: Callable[..., Person], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WALKS", replace(app.config["WALKS"], tile_url=None))
    phone = walker().page
    join(phone, a_walk(within=a_neighbourhood(), stops=4))
    open_the_map(phone)
    expect(phone.locator("path.outline")).to_be_attached()
    expect(phone.locator("path.itinerary")).to_be_attached()
    expect(phone.locator(".map-stop")).to_have_text(["1", "2", "3", "4"])
    for number in range(4):
        expect(phone.locator(".map-stop").nth(number)).to_be_in_viewport()
    expect(phone.locator(".leaflet-control-scale-line")).to_have_text(re.compile(r"\d+ m"))
    expect(phone.locator(".leaflet-tile-pane canvas, .leaflet-tile-pane img")).to_have_count(0)


# Opens the map again beside itself, with what the place screen gives it, and notes what it is told.
BOTH_POINTS = """async ([walk, longitude, latitude]) => {
  const [url] = performance.getEntriesByType("resource").map(({ name }) => name)
    .filter((name) => /chunks\\/map\\./.test(name));
  const { openMap } = await import(url);
  const place = document.createElement("div");
  document.querySelector("#page").replaceChildren(place);
  const observer = { longitude, latitude, accuracy_m: 8, source: "gps" };
  const position = { longitude: longitude + 0.0005, latitude, accuracy_m: null, source: "map" };
  window.told = [];
  await openMap(place, {
    sheet: walk, css: document.querySelector("#page").dataset.mapCss, position, observer,
    onplace: (at) => window.told.push(at),
  });
}"""


def test_where_one_stands_and_what_one_sees_are_both_on_the_map(
    walker: Callable[..., Person], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WALKS", replace(app.config["WALKS"], tile_url=None))
    phone = walker().page
    join(phone, a_walk(stops=2))
    open_the_map(phone)
    sheet = {"walk": {"id": "x"}, "stops": [], "tiles": None}
    phone.evaluate(BOTH_POINTS, [sheet, *FLAGEY])
    standing = phone.locator(".map-observer")
    expect(standing).to_have_attribute("aria-label", "You stand here")
    pin = phone.locator(".map-pin")
    stands, sees = standing.bounding_box(), pin.bounding_box()
    assert stands is not None
    assert sees is not None
    assert sees["x"] > stands["x"]
    line = phone.locator(".map-sight")
    before = line.get_attribute("d")

    pin.press("ArrowUp")
    [moved] = phone.evaluate("told")
    assert moved["latitude"] == pytest.approx(FLAGEY[1] + 2 / 111_320, abs=1e-6)
    assert moved["source"] == "map"
    x, y = sees["x"] + 24, sees["y"] + 20
    phone.mouse.move(x, y)
    phone.mouse.down()
    phone.mouse.move(x + 10, y + 30, steps=4)
    phone.mouse.move(x + 20, y + 60, steps=4)
    phone.mouse.up()
    last = phone.evaluate("told.at(-1)")
    assert last["latitude"] < FLAGEY[1]
    assert last["longitude"] > FLAGEY[0] + 0.0005
    assert line.get_attribute("d") != before


def test_the_facilitators_desk_draws_it_from_a_few_ranges(
    a_browser: Callable[..., Person], basemap: Path
) -> None:
    person = a_facilitator()
    walk = a_walk(by=person, stops=4)
    desk = a_browser().page
    parts: list[str] = []
    desk.on(
        "request",
        lambda one: (
            parts.append(one.headers.get("range", "whole"))
            if one.url.endswith("/basemap.pmtiles")
            else None
        ),
    )
    desk.goto("/account/login")
    desk.get_by_label("E-mail").fill(person.email)
    desk.get_by_label("Password", exact=True).fill(PASSWORD)
    desk.get_by_role("main").get_by_role("button", name="Sign in").click()
    desk.wait_for_url("**/lead/**")
    desk.goto(f"/lead/walks/{walk.id}")
    assert drawn(desk)["street"] > 1_000
    assert parts
    assert "whole" not in parts
