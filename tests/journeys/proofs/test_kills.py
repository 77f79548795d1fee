"""Chromium killed in mid-record: what the page had said was kept is there after it starts again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Playwright

from tests.factories import a_neighbourhood, a_walk
from tests.journeys.conftest import CHROMIUM, IXELLES
from tests.journeys.photographs import a_phone_photo
from tests.journeys.proofs.phones import READ_STORE
from walks.walks import Walk

pytestmark = [pytest.mark.journey, pytest.mark.proof]

SEED = 20261121
KILLS = 50 if os.environ.get("WALKS_SOAK") else 5
LONGEST_S = 3.0  # a record with two photos takes about as long
PATIENCE_S = 20
SAYING = """() => {
  const say = () => {
    const [, id] = /^#record\\/([^/]+)$/.exec(location.hash) ?? [];
    if (!id || !document.querySelector(".record")) return;
    const state = document.querySelector("[data-state]")?.dataset.state ?? "draft";
    const photos = document.querySelectorAll(".record img").length;
    window.said(JSON.stringify({ id, state, photos }));
  };
  new MutationObserver(say).observe(document, { childList: true, subtree: true });
}"""


@dataclass
class Killed:
    """A phone whose browser dies again and again; `said` is what its page showed before."""

    profile: Path
    said: list[str] = field(default_factory=list)

    def hear(self, said: str) -> None:
        """Note what the page shows."""
        self.said.append(said)

    @contextmanager
    def switched_on(self, playwright: Playwright) -> Iterator[tuple[Page, subprocess.Popen[bytes]]]:
        """Its browser, with what it kept; killed at the end if it is still there."""
        (self.profile / "DevToolsActivePort").unlink(missing_ok=True)
        process = _chromium(self.profile)
        try:
            browser = playwright.chromium.connect_over_cdp(_address_of(self.profile))
            context = browser.contexts[0]
            context.set_default_timeout(10_000)
            context.grant_permissions(["geolocation"])
            context.set_geolocation(IXELLES)
            page = context.pages[0]
            page.expose_function("said", self.hear)
            page.add_init_script(f"({SAYING})()")
            yield page, process
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a browser and all its parts at once, with no time to write anything."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def walk(app: Any) -> Walk:
    around = (IXELLES["longitude"], IXELLES["latitude"])
    made: Walk = a_walk(within=a_neighbourhood("Ponds", around=around), around=around, stops=4)
    return made


def test_chromium_killed_in_mid_record(
    playwright: Playwright,
    address: str,
    walk: Walk,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - to be the same each time
    pictures = [tmp_path / f"IMG_{n}.jpg" for n in range(3)]
    for n, picture in enumerate(pictures):
        picture.write_bytes(a_phone_photo(640 + 320 * n))
    phone = Killed(tmp_path / "profile")
    with phone.switched_on(playwright) as (page, _):
        _join(page, address, walk)
    for _kill in range(KILLS):
        with phone.switched_on(playwright) as (page, process):
            page.goto(f"{address}/walk/{walk.id}")
            page.locator("a.kind").first.wait_for()
            _check(phone, page.evaluate(READ_STORE, str(walk.id))["observations"])
            timer = threading.Timer(chance.uniform(0.1, LONGEST_S), kill, [process])
            timer.start()
            with suppress(Error):
                _record_until_killed(page, pictures)
            timer.join()
    with phone.switched_on(playwright) as (page, _):
        page.goto(f"{address}/walk/{walk.id}")
        page.locator("a.kind").first.wait_for()
        found = page.evaluate(READ_STORE, str(walk.id))["observations"]
        _check(phone, found)
    record_property("kills", KILLS)
    record_property("states that the page had shown", len(phone.said))
    record_property("drafts and observations found", len(found))
    record_property("photos found whole", sum(len(one["media"]) for one in found))


def _record_until_killed(page: Page, pictures: list[Path]) -> None:
    while True:
        page.locator("a.kind").first.click()
        page.locator(".tile").first.click()
        for picture in pictures[:2]:
            page.locator("input[type=file]").first.set_input_files(picture)
        page.locator(".bar button").click()
        page.evaluate("location.hash = ''")


def _join(page: Page, address: str, walk: Walk) -> None:
    page.goto(f"{address}/join/{walk.join_code}#taking-part")
    page.locator("#take-part").click()
    page.wait_for_url(f"**/walk/{walk.id}*")


def _check(phone: Killed, found: list[dict[str, Any]]) -> None:
    """The store is whole, and nothing that the page had shown is missing."""
    there = {one["id"]: one for one in found}
    for one in found:
        for media in one["media"]:
            assert media["found"] == media["digest"], "bytes are missing or not the same"
    for said in map(_read, phone.said):
        assert said["id"] in there, "a draft is gone"
        assert len(there[said["id"]]["media"]) >= said["photos"], "a photo is gone"
        if said["state"] != "draft":
            assert there[said["id"]]["kept_at"] is not None, "what was kept is a draft again"


def _read(said: str) -> dict[str, Any]:
    return dict(json.loads(said))


def _chromium(profile: Path) -> subprocess.Popen[bytes]:
    options = [
        *("--headless=new", "--no-sandbox", "--no-first-run", "--lang=en-GB"),
        *("--remote-debugging-port=0", "--window-size=412,915", f"--user-data-dir={profile}"),
    ]
    return subprocess.Popen(  # noqa: S603 - the browser that journeys are tried in
        [str(CHROMIUM), *options, "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _address_of(profile: Path) -> str:
    """Where the browser that has just been started listens for its driver."""
    told = profile / "DevToolsActivePort"
    deadline = time.monotonic() + PATIENCE_S
    while not told.exists() or "\n" not in told.read_text():
        assert time.monotonic() < deadline, "Chromium did not start"
        time.sleep(0.05)
    return f"http://127.0.0.1:{told.read_text().split()[0]}"
