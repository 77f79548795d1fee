"""What a journey needs: Walks served over HTTP, its worker at work, and Chromium in a phone's size.

A journey writes what it starts from with the `app` fixture's database and commits; the served app
is that very app. `phone` and `desk` are pages of a browser with nothing in it, and fail the test
when the page's console told an error that the test did not expect (`page.expected`). They have no
service worker, so that every request meets the server; `a_browser(..., worker=True)` lets it work.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.journeys.patience import PATIENCE_S
from tests.journeys.weighing import TRAVELLED, Travelled, serving
from walks.assets import build_assets
from walks.database import db
from walks.settings import ROOT

CHROMIUM = Path("/usr/bin/chromium")
IXELLES = {"latitude": 50.8333, "longitude": 4.3667, "accuracy": 8}
WITHOUT_WORKER = "delete Navigator.prototype.serviceWorker;"
WORKER = "import sys; from tests.journeys.worker import work; work(sys.argv[1], sys.argv[2])"


@dataclass
class Person:
    """A page of somebody's browser, and the console errors that the journey expects there."""

    page: Page
    context: BrowserContext
    expected: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def unexpected(self) -> list[str]:
        """The console's errors that no expected text explains."""
        return [said for said in self.told if not any(text in said for text in self.expected)]


@pytest.fixture
def travelled(_server: str) -> list[Travelled]:
    """What leaves the server from now on."""
    TRAVELLED.clear()
    return TRAVELLED


@pytest.fixture(scope="session")
def built(shared_app: Flask) -> None:
    """The assets as the sources are now; one test worker builds, the others wait."""
    dist = ROOT / "static" / "dist"
    with (Path(tempfile.gettempdir()) / f"walks-assets-{os.getuid()}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _newest(dist / "manifest.json") < _newest(*_sources()):
            build_assets(shared_app)
    shared_app.extensions["walks-assets"].manifest = "json:dist/manifest.json"


def _sources() -> list[Path]:
    kinds = ("*.js", "*.css", "*.json", "*.svg")
    found = [path for kind in kinds for path in (ROOT / "static").rglob(kind)]
    how = (ROOT / "walks" / "assets").glob("*.py")
    return [*how, *(path for path in found if "dist" not in path.parts)]


def _newest(*paths: Path) -> float:
    return max((path.stat().st_mtime for path in paths if path.exists()), default=0)


@pytest.fixture(scope="session")
def _server(shared_app: Flask, built: None) -> Iterator[str]:
    with serving(shared_app) as address:
        yield address


@pytest.fixture(scope="session")
def _worker(shared_app: Flask) -> Iterator[None]:
    settings = shared_app.config["WALKS"]
    with shared_app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", WORKER, str(settings.var), url],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    yield
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture
def address(app: Flask, _server: str, _worker: None) -> Iterator[str]:
    """Where Walks is served, without a slash at its end; forms need their token here."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield _server
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of browsers, which waits for what is expected as patiently as we do."""
    expect.set_options(timeout=PATIENCE_S * 1_000)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not there")
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def a_browser(
    browser: Browser, playwright: Playwright, address: str
) -> Iterator[Callable[..., Person]]:
    """Open somebody's browser: `a_browser("Pixel 7", locale="fr-BE", color_scheme="dark")`."""
    opened: list[Person] = []
    with ExitStack() as stack:

        def open_one(device: str | None = None, *, worker: bool = False, **options: Any) -> Person:
            like = dict(playwright.devices[device]) if device else {"viewport": _desk()}
            like.pop("default_browser_type", None)
            given = {"locale": "en-GB", "timezone_id": "Europe/Brussels", **like, **options}
            context = stack.enter_context(_context(browser, base_url=address, **given))
            if not worker:
                context.add_init_script(WITHOUT_WORKER)
            person = Person(context.new_page(), context)
            person.page.on("console", lambda said: _listen(person, said.type, said.text))
            person.page.on("pageerror", lambda error: person.told.append(str(error)))
            opened.append(person)
            return person

        yield open_one
        unexpected = [said for person in opened for said in person.unexpected()]
    assert unexpected == []


def _desk() -> dict[str, int]:
    return {"width": 1280, "height": 900}


def _listen(person: Person, kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        person.told.append(text)


@contextmanager
def _context(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE_S * 1_000)
    try:
        yield context
    finally:
        context.close()


@pytest.fixture
def resident(a_browser: Callable[..., Person]) -> Person:
    """A resident's phone, in English, that gives its position: a square in Ixelles, to 8 m."""
    return a_browser("Pixel 7", geolocation=IXELLES, permissions=["geolocation"])


@pytest.fixture
def phone(resident: Person) -> Page:
    """The page on the resident's phone."""
    return resident.page


@pytest.fixture
def desk(a_browser: Callable[..., Person]) -> Page:
    """A page 1280 pixels wide."""
    return a_browser().page
