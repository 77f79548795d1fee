"""The resident's journey in engines other than Chromium's: what one lacks is told in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from sqlalchemy import select

from tests.factories import a_neighbourhood, a_walk
from tests.journeys.conftest import IXELLES
from tests.journeys.engines import firefox, webkit
from tests.journeys.patience import PATIENCE_S
from tests.journeys.photographs import a_phone_photo
from tests.journeys.proofs.storm import Storm, a_storm
from walks.database import db
from walks.observations import Observation
from walks.photos import Photo
from walks.voices import Voice
from walks.walks import Walk

pytestmark = pytest.mark.journey

AROUND = (IXELLES["longitude"], IXELLES["latitude"])
HAS_EVERYTHING = """
  const done = arguments[arguments.length - 1];
  navigator.serviceWorker.ready.then(() => done(true), () => done(false));
"""


@dataclass
class Resident:
    """Somebody with one of these browsers, and the network between it and Walks."""

    driver: WebDriver
    network: Storm
    walk: Walk

    @property
    def address(self) -> str:
        return f"http://localhost:{self.network.ports[0]}"

    def go(self, path: str) -> None:
        self.driver.get("about:blank")  # an address with another fragment alone loads nothing
        self.driver.get(self.address + path)

    def show(self, screen: str) -> None:
        """Go to another screen of the same page."""
        self.driver.execute_script(f"location.hash = '{screen}'")

    def find(self, selector: str) -> WebElement:
        return _wait(lambda: self.driver.find_elements(By.CSS_SELECTOR, selector))[0]

    def press(self, selector: str) -> None:
        """Press what can be pressed; screens that are drawn anew meanwhile are looked at again."""

        def pressed() -> bool:
            self.find(selector)
            return bool(self.driver.execute_script(PRESS, selector))

        _wait(pressed)

    def give(self, picture: Path) -> None:
        """Choose a file; where the screen was drawn anew meanwhile, in the field that is there."""

        def given() -> bool:
            try:
                self.find("input[type=file]").send_keys(str(picture))
            except StaleElementReferenceException:
                return False
            return True

        _wait(given)

    def reads(self, text: str) -> None:
        """The page says so, or will."""
        shown = ""
        deadline = time.monotonic() + PATIENCE_S
        while text not in shown:
            assert time.monotonic() < deadline, f"“{text}” is not said, but: {shown}"
            shown = str(self.driver.execute_script("return document.body.innerText"))

    def record(self, picture: Path | None = None) -> None:
        self.press("a.kind--problem")
        self.press(".tile")
        self.find(".bar button")
        if picture:
            self.give(picture)
            self.find(".record img")
        self.press(".bar button")


PRESS = """
  const found = document.querySelector(arguments[0]);
  if (!found || found.disabled) return false;
  found.click();
  return true;
"""


@pytest.fixture
def walk(app: Any) -> Walk:
    within = a_neighbourhood("Ponds", around=AROUND)
    made: Walk = a_walk(within=within, around=AROUND, stops=4)
    return made


@pytest.fixture(params=[firefox, webkit], ids=["firefox", "webkit"])
def resident(request: pytest.FixtureRequest, address: str, walk: Walk) -> Iterator[Resident]:
    engine: Callable[[tuple[float, float]], AbstractContextManager[WebDriver]] = request.param
    port = urlsplit(address).port
    assert port is not None
    with a_storm(port, phones=1, seed=0) as network, engine(AROUND) as driver:
        network.blows = False
        yield Resident(driver, network, walk)


def test_joining_recording_reopening_without_a_network_and_sending(
    resident: Resident, tmp_path: Path
) -> None:
    picture = tmp_path / "IMG_1.jpg"
    picture.write_bytes(a_phone_photo(1600))
    _join(resident)

    resident.record(picture)
    resident.find("[data-state=received]")
    _speaks_and_stands(resident)

    resident.network.is_down = True
    resident.go(f"/walk/{resident.walk.id}")
    resident.reads(resident.walk.title)
    assert len(resident.driver.find_elements(By.CSS_SELECTOR, ".own__one")) == 1
    resident.record()
    resident.find("[data-state=phone]")
    assert len(_kept()) == 1

    resident.network.is_down = False
    resident.go(f"/walk/{resident.walk.id}")
    resident.reads("Everything you recorded has been received.")
    assert len(_kept()) == 2
    _wait(lambda: [one.state for one in _all(Photo)] == ["kept"])


def _join(resident: Resident) -> None:
    resident.go(f"/join/{resident.walk.join_code}#taking-part")
    resident.press("#take-part")
    _wait(lambda: f"/walk/{resident.walk.id}" in resident.driver.current_url)
    resident.go(f"/walk/{resident.walk.id}")
    resident.find("a.kind--problem")
    assert resident.driver.execute_async_script(HAS_EVERYTHING)


def _speaks_and_stands(resident: Resident) -> None:
    """Firefox records sound and knows where it is; WebKitGTK says what to do instead."""
    observation = resident.driver.current_url.rpartition("/")[2]
    resident.show(f"record/{observation}/voice")
    if resident.driver.name == "firefox":
        _say_something(resident)
    else:
        resident.reads("Type a few words instead.")
    resident.show(f"record/{observation}/place")
    if resident.driver.name == "firefox":
        assert _kept()[0].position_source == "gps"
    else:
        resident.reads("You can also leave it open.")
    resident.show("")
    resident.find("a.kind--problem")


def _say_something(resident: Resident) -> None:
    resident.press(".voice-booth button")
    resident.reads("Stop and keep it")
    time.sleep(1.5)
    resident.press(".voice-booth button")
    resident.reads("Listen")
    _wait(lambda: [one.state for one in _all(Voice)] == ["kept"])


def _kept() -> list[Observation]:
    db.session.rollback()
    return list(db.session.scalars(select(Observation).order_by(Observation.received_at)))


def _all(table: type[Any]) -> list[Any]:
    db.session.rollback()
    return list(db.session.scalars(select(table)))


def _wait(look: Callable[[], Any]) -> Any:
    """What the look finds, as soon as it finds something."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := look()):
        assert time.monotonic() < deadline, "It did not come to be."
        time.sleep(0.1)
    return found
