"""What a resident's phone has to do: bytes, Lighthouse's marks, how long saving takes."""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Page, Playwright, sync_playwright

from tests.bench.measures import Measure
from tests.factories import a_neighbourhood, a_walk
from tests.journeys import first_load
from tests.journeys.conftest import CHROMIUM, IXELLES
from tests.journeys.photographs import a_phone_photo
from tests.journeys.weighing import serving
from walks.settings import ROOT
from walks.walks import Walk

BIN, NODE_BIN = ROOT / ".venv" / "bin", ROOT / "node_modules" / ".bin"
SAVES = 15
TWELVE_MEGAPIXELS = 4000  # wide, in 4:3
# Lighthouse's marks are out of a hundred; speed wavers with the machine's load, so the middle one
# of some runs counts.
RUNS = 3
MARKS = {"accessibility": 100, "best-practices": 100, "performance": 98}
# From the tap to the notice that says what is safe; what the page says follows the store's
# `complete` in the same task.
TAP_AND_WAIT = """() => new Promise((resolve) => {
  const began = performance.now();
  const look = () => document.querySelector("[data-state]");
  new MutationObserver((_, watch) => {
    if (!look()) return;
    watch.disconnect();
    resolve(performance.now() - began);
  }).observe(document.querySelector("main"), { childList: true, subtree: true });
  document.querySelector(".bar button").click();
})"""
WATCH_TASKS = """() => {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(longest, duration);
  }).observe({ type: "longtask" });
}"""


def measure(app: Flask) -> list[Measure]:
    """Everything about phones, on a walk with stops and an itinerary."""
    around = (IXELLES["longitude"], IXELLES["latitude"])
    walk = a_walk(within=a_neighbourhood("Ponds", around=around), around=around, stops=4)
    with serving(app) as address, sync_playwright() as playwright:
        return [
            *_bytes(app, playwright, address, walk),
            *_saving(playwright, address, walk),
            *_marks(playwright, address, walk),
        ]


@contextmanager
def _a_phone(playwright: Playwright, address: str) -> Iterator[Page]:
    like = dict(playwright.devices["Pixel 7"])
    like.pop("default_browser_type")
    given = {"locale": "en-GB", "geolocation": IXELLES, "permissions": ["geolocation"]}
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
    try:
        yield browser.new_context(base_url=address, **like, **given).new_page()
    finally:
        browser.close()


def _bytes(app: Flask, playwright: Playwright, address: str, walk: Walk) -> list[Measure]:
    with _a_phone(playwright, address) as page:
        found = first_load.first_load(app, page, walk)
    of_all = first_load.weight(found.all_)
    return [
        _kilobytes("first load without the map", found.without_map, first_load.WITHOUT_MAP),
        _kilobytes("first load with the map's code", found.with_map, first_load.WITH_MAP),
        _kilobytes("first load with every screen for flight mode", of_all, first_load.WITH_ALL),
    ]


def _kilobytes(what: str, weight: int, bound: int) -> Measure:
    return Measure(what, weight / 1000, "kB", bound / 1000)


def _saving(playwright: Playwright, address: str, walk: Walk) -> list[Measure]:
    """How long a tap on Keep takes, a shrunk photo being there; the longest task of shrinking."""
    with tempfile.TemporaryDirectory() as folder, _a_phone(playwright, address) as page:
        photo = Path(folder) / "IMG_1.jpg"
        photo.write_bytes(a_phone_photo(TWELVE_MEGAPIXELS))
        _join(page, walk)
        times, longest = [], []
        for _ in range(SAVES):
            _begin(page)
            page.evaluate(WATCH_TASKS)
            page.locator("input[type=file]").first.set_input_files(photo)
            page.locator(".record img").first.wait_for()
            page.wait_for_timeout(300)
            longest.append(page.evaluate("window.longest"))
            times.append(page.evaluate(TAP_AND_WAIT))
    return [
        Measure(
            "tap on Keep until safely stored, median (aim: 50)", statistics.median(times), "ms"
        ),
        Measure("the slowest of them", max(times), "ms"),
        Measure(
            "longest task of the page while 12 megapixels shrink, median (aim: 100)",
            statistics.median(longest),
            "ms",
        ),
    ]


def _join(page: Page, walk: Walk) -> None:
    page.goto(f"/join/{walk.join_code}#taking-part")
    page.locator("#take-part").click()
    page.wait_for_url("**/walk/**")


def _begin(page: Page) -> None:
    page.evaluate("location.hash = ''")
    page.locator("a.kind").first.click()
    page.locator(".tile").first.click()
    page.locator(".bar button").wait_for()


def _marks(playwright: Playwright, address: str, walk: Walk) -> list[Measure]:
    """Lighthouse on the page to join, as somebody new, and on a record, as somebody who joined."""
    join = _median("join page", f"{address}/join/{walk.join_code}", None)
    with tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--remote-debugging-port=0"],
            base_url=address,
        )
        try:
            page = context.new_page()
            _join(page, walk)
            _begin(page)
            page.wait_for_url("**#record/**")
            port = (Path(profile) / "DevToolsActivePort").read_text().split()[0]
            record = _median("record page", page.url, port)
        finally:
            context.close()
    return [*join, *record]


def _median(what: str, address: str, port: str | None) -> list[Measure]:
    runs = [_lighthouse(address, port) for _ in range(RUNS)]
    return [
        Measure(
            f"Lighthouse, {what}: {name}",
            statistics.median(run[name] for run in runs),
            "",
            bound,
            at_least=True,
        )
        for name, bound in MARKS.items()
    ]


def _lighthouse(address: str, port: str | None) -> dict[str, float]:
    """The marks of one run; by a port, in a browser that has joined already."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [
            *(str(BIN / "node"), str(NODE_BIN / "lighthouse"), address, "--quiet"),
            *("--form-factor=mobile", "--throttling-method=simulate"),
            *("--output=json", f"--output-path={report.name}"),
            f"--only-categories={','.join(MARKS)}",
            *(
                [f"--port={port}", "--disable-storage-reset"]
                if port
                else ["--chrome-flags=--headless=new --no-sandbox"]
            ),
        ]
        subprocess.run(  # noqa: S603 - a program of our own packages
            command, check=True, env={"CHROME_PATH": str(CHROMIUM), "PATH": "/usr/bin:/bin"}
        )
        told: dict[str, Any] = json.loads(Path(report.name).read_text())
    return {name: round(100 * told["categories"][name]["score"]) for name in MARKS}
