"""What can be seen of a page: what axe finds, and what only other lights and sizes show."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
NARROW = {"width": 320, "height": 256}  # what 1280 × 1024 pixels leave at 400 %
SCRIPT = Path(__file__).with_suffix(".js").read_text()


def look(page: Page, name: str, *, axe: bool = True) -> list[str]:
    """What is wrong with the page as it stands now, in every light and at every size."""
    faults = [*_in_the_light(page, name), *_in_the_dark(page, name)] if axe else []
    faults += _asked(page, "moving")
    page.emulate_media(color_scheme="dark", forced_colors="active", reduced_motion="reduce")
    photograph(page, f"{name}-forced")
    faults += _asked(page, "unfocused", "lost")
    page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
    return faults + _when_narrow(page, name)


def texts(page: Page) -> list[str]:
    """Everything that the page says in its own language, names that only screen readers say too."""
    return _answer(page, "said")


def photograph(page: Page, name: str) -> None:
    """Keep a picture of the page, when WALKS_SCREENSHOTS names a folder for it."""
    folder = os.environ.get("WALKS_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def _in_the_light(page: Page, name: str) -> list[str]:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    photograph(page, f"{name}-light")
    return _by_axe(page)


def _in_the_dark(page: Page, name: str) -> list[str]:
    """Only the colours are others."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    photograph(page, f"{name}-dark")
    return _by_axe(page, COLOURS)


def _by_axe(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def _when_narrow(page: Page, name: str) -> list[str]:
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size(NARROW)
    photograph(page, f"{name}-320")
    faults = _asked(page, "clipped", "covered")
    # A phone's browser widens its own window to what is too wide, so that is no measure.
    wide = page.evaluate("document.documentElement.scrollWidth") - NARROW["width"]
    page.set_viewport_size(size)
    return faults + ([f"{wide} pixels too wide"] if wide > 0 else [])


def _asked(page: Page, *questions: str) -> list[str]:
    return [f"{question}: {one}" for question in questions for one in _answer(page, question)]


def _answer(page: Page, question: str) -> list[str]:
    found: list[str] = page.evaluate(f"(() => {{{SCRIPT}\nreturn {question}();}})()")
    return found
