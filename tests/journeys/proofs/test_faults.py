"""Phones in a bad network lose nothing and make no second copy, whatever is killed meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright
from sqlalchemy import select

from tests.factories import a_neighbourhood, a_walk
from tests.journeys.conftest import IXELLES
from tests.journeys.proofs.phones import Luggage, NodePhone, PagePhone, Script, luggage_in
from tests.journeys.proofs.serving import Served, served
from tests.journeys.proofs.storm import Storm, a_storm
from walks.database import db
from walks.observations import Observation, OwedPhoto, OwedVoice
from walks.participants import Profile
from walks.photos import Photo
from walks.voices import Voice
from walks.walks import Walk

pytestmark = [pytest.mark.journey, pytest.mark.proof]

SEED = 20261121
IN_FULL = bool(os.environ.get("WALKS_SOAK"))
SCRIPT = Script(30, 2, 1500) if IN_FULL else Script(5, 1, 100)
# A job whose worker was killed is tried again after a minute: in full, that is waited for.
KILLED = SCRIPT if IN_FULL else replace(SCRIPT, waits_until_kept=False)
Tell = Callable[[str, object], None]
Begin = Callable[[Script], "Proof"]
MIDDLE = 0.4
NODES, PAGES = (18, 2) if IN_FULL else (3, 1)


@dataclass(frozen=True)
class Proof:
    """One run: a walk, the installation that it is kept on, the storm, and who is in it."""

    script: Script
    walk: Walk
    served: Served
    storm: Storm
    nodes: list[NodePhone]
    pages: list[PagePhone]
    luggage: Luggage

    @property
    def done(self) -> float:
        """Which share of what is recorded has reached the server, about."""
        all_ = (NODES + PAGES) * self.script.observations * (1 + self.script.photos)
        return len(self.storm.seals) / all_


@pytest.fixture(scope="module")
def installation(built: None) -> Iterator[Served]:
    with served() as one:
        yield one


@pytest.fixture
def begin(
    installation: Served, tmp_path: Path, browser: Browser, playwright: Playwright
) -> Iterator[Callable[[Script], Proof]]:
    """Let phones begin to record, in a storm that begins to blow."""
    with ExitStack() as stack:
        stack.enter_context(installation.app.app_context())

        def begin_one(script: Script) -> Proof:
            walk, phones, luggage = _the_walk(), NODES + PAGES, luggage_in(tmp_path)
            storm = stack.enter_context(a_storm(installation.port, phones=phones, seed=SEED))
            pages = []
            for number in range(NODES, phones):
                context = stack.enter_context(_a_phone(browser, playwright))
                storm.calm.add(number)  # it joins before the storm, which then blows for it too
                address = f"http://localhost:{storm.ports[number]}"
                pages.append(PagePhone(context.new_page(), address, walk))
                storm.calm.discard(number)
            nodes = [
                NodePhone(walk, storm.ports[number], script, luggage, SEED + number)
                for number in range(NODES)
            ]
            for node in nodes:
                stack.callback(node.kill)
            return Proof(script, walk, installation, storm, nodes, pages, luggage)

        yield begin_one


def test_phones_in_a_bad_network(begin: Begin, record_property: Tell) -> None:
    proof = begin(SCRIPT)
    _check(proof, _run(proof, lambda: None), record_property)


def test_phones_while_server_and_database_are_killed(begin: Begin, record_property: Tell) -> None:
    proof = begin(KILLED)
    killed: list[float] = []

    def kill_in_the_middle() -> None:
        if not killed and proof.done > MIDDLE:
            killed.append(proof.done)
            db.session.rollback()  # its connection dies too
            proof.served.kill()
            time.sleep(1)
            proof.served.start()

    told = _run(proof, kill_in_the_middle)
    assert killed
    _check(proof, told, record_property)


def _the_walk() -> Walk:
    around = (IXELLES["longitude"], IXELLES["latitude"])
    walk: Walk = a_walk(within=a_neighbourhood("Ponds", around=around), around=around, stops=4)
    return walk


@contextmanager
def _a_phone(browser: Browser, playwright: Playwright) -> Iterator[BrowserContext]:
    """A phone's browser that keeps pages for when it is offline."""
    like = dict(playwright.devices["Pixel 7"])
    like.pop("default_browser_type")
    asked = {"locale": "en-GB", "geolocation": IXELLES, "permissions": ["geolocation"]}
    context = browser.new_context(**like, **asked)
    try:
        yield context
    finally:
        context.close()


def _run(proof: Proof, meanwhile: Callable[[], None]) -> list[dict[str, Any]]:
    """Let all phones record, and wait until each has sent everything."""
    for turn in range(proof.script.observations):
        for page in proof.pages:
            chosen = [proof.luggage.pictures[(turn + n) % 3] for n in range(proof.script.photos)]
            page.record(chosen)
        meanwhile()
    deadline = time.monotonic() + proof.script.seconds
    while _are_busy(proof) and time.monotonic() < deadline:
        for page in proof.pages:
            page.hurry()
        meanwhile()
        proof.served.restart_worker_if_it_ended()
    return [one.end(5) for one in proof.nodes] + [one.told() for one in proof.pages]


def _are_busy(proof: Proof) -> bool:
    if any(node.process.poll() is None for node in proof.nodes):
        return True
    return not all(page.is_settled(proof.script) for page in proof.pages)


def _check(proof: Proof, told: list[dict[str, Any]], tell: Tell) -> None:
    """Nothing lost, nothing twice, every digest the one of the bytes that were sent."""
    proof.storm.wait_for_the_late()
    db.session.rollback()
    recorded = [(phone["participant"], one) for phone in told for one in phone["observations"]]
    tell("phones", len(told))
    tell("observations", len(recorded))
    tell("photos and voice notes", sum(len(one["media"]) for _, one in recorded))
    for fate, number in sorted(proof.storm.befell.items()):
        tell(f"requests {fate}", number)
    assert len(recorded) == (NODES + PAGES) * SCRIPT.observations
    _check_observations(proof, recorded)
    _check_media(proof, [media for _, one in recorded for media in one["media"]])
    for phone in told:
        _check_errands(phone)


def _check_observations(proof: Proof, recorded: list[tuple[str, dict[str, Any]]]) -> None:
    on_walk = select(Observation).where(Observation.walk_id == proof.walk.id)
    kept = {str(one.id): one for one in db.session.scalars(on_walk)}
    assert sorted(kept) == sorted(one["id"] for _, one in recorded)
    for participant, told in recorded:
        row, acknowledged = kept[told["id"]], told["acknowledged"]
        assert acknowledged["change"] == told["change"]
        assert (acknowledged["digest"], acknowledged["revision"]) == (row.digest, row.revision)
        assert row.digest in proof.storm.seals[told["id"]]
        assert row.participant_id == UUID(participant)
        assert (row.note, row.severity) == (told["note"], told["severity"])


def _check_media(proof: Proof, told: list[dict[str, Any]]) -> None:
    owed = _by_id(proof.walk, OwedPhoto) | _by_id(proof.walk, OwedVoice)
    given = _by_id(proof.walk, Photo) | _by_id(proof.walk, Voice)
    assert sorted(given) == sorted(owed) == sorted(one["id"] for one in told)
    final = {"kept"} if proof.script.waits_until_kept else {"received", "kept"}
    for one in told:
        row = given[one["id"]]
        assert {one["state"], row.state} <= final
        assert one["digest"] == row.received_digest == owed[one["id"]].digest
        assert proof.storm.seals[one["id"]] == {one["digest"]}


def _by_id(walk: Walk, table: Any) -> dict[str, Any]:
    wanted = select(table).join(Observation).where(Observation.walk_id == walk.id)
    return {str(one.id): one for one in db.session.scalars(wanted)}


def _check_errands(phone: dict[str, Any]) -> None:
    for errand in phone["errands"]:
        assert (errand["sent"], errand["refusal"]) == (errand["change"], None)
        wanted = select(Profile).where(Profile.participant_id == UUID(phone["participant"]))
        assert db.session.scalars(wanted).one().gender == errand["json"]["gender"]
