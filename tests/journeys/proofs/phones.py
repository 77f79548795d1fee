"""Phones in a bad network: the real client code under Node, and the real page in Chromium."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.journeys.photographs import a_phone_photo
from tests.walks.voices.phone import a_voice
from walks.participants import CONSENT
from walks.settings import ROOT
from walks.walks import Walk

NODE = ROOT / ".venv" / "bin" / "node"
IN_STORM = ROOT / "tests" / "js" / "phone-in-storm.js"
READ_STORE = (ROOT / "tests" / "js" / "reading-the-store.js").read_text()
BREATH_MS = 200
PATIENCE_MS = 120_000  # twenty phones share one machine
HAS_EVERYTHING = "navigator.serviceWorker.ready.then(() => true)"


@dataclass(frozen=True)
class Script:
    """What each phone records, and how long it may take to be rid of it."""

    observations: int
    photos: int
    seconds: int
    waits_until_kept: bool = True  # not only received: the worker's part too


@dataclass(frozen=True)
class Luggage:
    """Files that phones take their photos and voice notes from."""

    pictures: tuple[Path, ...]
    sound: Path


def luggage_in(folder: Path) -> Luggage:
    """Three photographs and a voice note."""
    pictures = tuple(folder / f"IMG_{n}.jpg" for n in range(3))
    for n, picture in enumerate(pictures):
        picture.write_bytes(a_phone_photo(320 + 64 * n))
    sound = folder / "voice.webm"
    sound.write_bytes(a_voice(seconds=1.0))
    return Luggage(pictures, sound)


class NodePhone:
    """A phone that is a process of its own; what it says at its end is told by `end`."""

    def __init__(self, walk: Walk, port: int, script: Script, luggage: Luggage, seed: int) -> None:
        orders = {
            "base": f"http://127.0.0.1:{port}",
            "code": walk.join_code,
            "walk": str(walk.id),
            "consent": CONSENT.version,
            "seed": seed,
            "observations": script.observations,
            "photos": script.photos,
            "pictures": [str(picture) for picture in luggage.pictures],
            "sound": str(luggage.sound),
            "seconds": script.seconds,
            "waitsUntilKept": script.waits_until_kept,
        }
        self.said = luggage.sound.with_name(f"phone-{seed}.json")
        with self.said.open("w") as said:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [str(NODE), str(IN_STORM), json.dumps(orders)],
                stdout=said,
                cwd=ROOT,
                start_new_session=True,
            )

    def end(self, seconds: float) -> dict[str, Any]:
        """Wait until it has nothing left to send, and give what it knows."""
        assert self.process.wait(timeout=seconds) == 0
        return dict(json.loads(self.said.read_text().splitlines()[-1]))

    def kill(self) -> None:
        """End it and what it started: `node` is a program that starts the real one."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class PagePhone:
    """The walk's page in Chromium, driven by taps."""

    def __init__(self, page: Page, address: str, walk: Walk) -> None:
        page.set_default_timeout(PATIENCE_MS)
        self.page = page
        self.walk = walk
        page.goto(f"{address}/join/{walk.join_code}#taking-part")
        page.locator("#take-part").tap()
        page.wait_for_url(f"**/walk/{walk.id}*")
        page.evaluate("location.hash = ''")
        page.get_by_role("heading", level=1, name=walk.title).wait_for()
        page.evaluate(HAS_EVERYTHING)

    def record(self, pictures: list[Path]) -> None:
        """Record a problem with these photos, and say how bad it is after it was kept."""
        page = self.page
        page.locator("a.kind--problem").tap()
        page.get_by_role("button", name="Footway").tap()
        for number, picture in enumerate(pictures, 1):
            page.get_by_label("Take a photo").set_input_files(picture)
            page.get_by_role("img", name=f"Photo {number}").wait_for()
        page.get_by_role("button", name="Keep", exact=True).tap()
        page.get_by_role("button", name="Clear width").tap()
        page.get_by_role("link", name="Back to the walk").first.tap()

    def hurry(self) -> None:
        """Let the phone notice that there is a network again."""
        self.page.evaluate("dispatchEvent(new Event('online'))")
        self.page.wait_for_timeout(BREATH_MS)

    def told(self) -> dict[str, Any]:
        """What the phone's own memory holds."""
        return dict(self.page.evaluate(READ_STORE, str(self.walk.id)))

    def is_settled(self, script: Script) -> bool:
        """Whether everything is acknowledged, and every photo as far as the script waits."""
        open_ = {"waiting", "received"} if script.waits_until_kept else {"waiting"}
        return all(_is_settled(one, open_) for one in self.told()["observations"])


def _is_settled(observation: dict[str, Any], open_: set[str]) -> bool:
    acknowledged = observation["acknowledged"]
    if not acknowledged or acknowledged["change"] != observation["change"]:
        return False
    return all(one["state"] not in open_ for one in observation["media"])
