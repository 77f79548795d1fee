"""What joining and opening the walk costs a resident the first time.

Weighed where it leaves the server, packed as it travels, whoever asked: the page or its worker.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Page, expect

from tests.journeys.patience import wait_until
from tests.journeys.weighing import TRAVELLED, Travelled
from walks.assets import parts_of_the_walk_on
from walks.settings import ROOT
from walks.walks import Walk

# Bounds in bytes: everything until the worker is active and the walk's screen stands; the same and
# the map's code; and all that the worker keeps afterwards, so that every screen opens in flight
# mode.
WITHOUT_MAP = 90_000
WITH_MAP = 160_000
WITH_ALL = 190_000
ALL_IS_KEPT = """async (parts) => {
  const kept = await Promise.all(parts.map((one) => caches.match(one)));
  return kept.every((one) => one !== undefined);
}"""


@dataclass(frozen=True)
class FirstLoad:
    """What travelled until the worker was active, what of the map's code, and everything."""

    until_active: list[Travelled]
    of_map: list[Travelled]
    all_: list[Travelled]

    @property
    def without_map(self) -> int:
        """Bytes until the service worker is active."""
        return weight(self.until_active)

    @property
    def with_map(self) -> int:
        """The same and the map's code."""
        return weight([*self.until_active, *self.of_map])


def first_load(app: Flask, page: Page, walk: Walk) -> FirstLoad:
    """Join and open the walk on a phone that has never seen Walks; wait until all is kept."""
    TRAVELLED.clear()
    page.goto(f"/join/{walk.join_code}#taking-part")
    page.get_by_role("button", name="Yes, I take part").tap()
    page.wait_for_url("**/walk/**")
    page.evaluate("location.hash = ''")
    expect(page.get_by_role("link", name="Problem")).to_be_visible()
    expect(page.locator("#page[data-offline=ready]")).to_be_attached()
    later = parts_of_the_walk_on(app).later
    wait_until(page, lambda: page.evaluate(ALL_IS_KEPT, later))
    return _parted(list(TRAVELLED), set(later))


def _parted(travelled: list[Travelled], rest: set[str]) -> FirstLoad:
    """Part what travelled where the worker, once active, begins to fetch the rest."""
    order = [one.path for one in travelled]
    asked = order.index("/service-worker.js")
    end = next(i for i, path in enumerate(order) if i > asked and path in rest - {*order[:i]})
    of_map = [one for one in travelled[end:] if one.path in _map_parts(rest)]
    assert of_map
    return FirstLoad(travelled[:end], of_map, travelled)


def _map_parts(rest: set[str]) -> set[str]:
    """The map's style sheet and script, and what that one imports."""
    own = {path for path in rest if path.rpartition("/")[2].startswith("map.")}
    (script,) = (path for path in own if path.endswith(".js"))
    text = (ROOT / script.removeprefix("/")).read_text()
    return own | {path for path in rest if path.rpartition("/")[2] in text}


def weight(answers: list[Travelled]) -> int:
    """The bytes of these answers' bodies."""
    return sum(one.size for one in answers)


def table(answers: list[Travelled]) -> str:
    """What each of them weighs, the heaviest first."""
    heaviest = sorted(answers, key=lambda one: -one.size)
    return "\n".join(
        f"{one.size:7} {one.path}" for one in [*heaviest, Travelled("all", weight(answers))]
    )
