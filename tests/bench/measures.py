"""What is measured: two ways of the same work side by side, so that a noisy machine is fair."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, cast, func, select

from tests.api.phone import a_delivery, a_phone
from tests.factories import a_facilitator, a_walk
from walks.database import db, new_id
from walks.exports import geojson
from walks.exports.filters import Filters
from walks.exports.properties import GROUPS, PROPERTIES, confirmed
from walks.observations import Observation
from walks.voices import Voice
from walks.walks import Walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

ROUNDS = 5
BATCH = 25
LEAST_ROW = 200  # bytes: a comparison with nothing would flatter nobody


@dataclass(frozen=True)
class Measure:
    """One figure, and the bound that it must keep; none where it is only told."""

    what: str
    value: float
    unit: str
    bound: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def export(app: Flask, n: int) -> list[Measure]:
    """The GeoJSON against PostgreSQL's own COPY of the same columns."""
    person = a_facilitator(of=db.session.scalars(select(Walk)).first().organisation)
    assert _raw_copy() > n * LEAST_ROW
    ours, raw = side_by_side(
        lambda: sum(len(block) for block in geojson.features(Filters(), person=person)), _raw_copy
    )
    return [
        Measure("export against a raw COPY of the same columns", ours / raw, "×", 2.5),
        Measure(f"export of {n:,} observations", ours, "s"),
        Measure("memory that the export adds", _memory(app, person.id), "MiB", 60),
    ]


def ingest(app: Flask) -> list[Measure]:
    """Observations one by one against twenty-five at a time, through the whole app."""
    phone = a_phone(app, on=a_walk())

    def single() -> None:
        for _ in range(BATCH):
            assert phone.deliver(a_delivery()).status_code == 201

    def batch() -> None:
        deliveries = [{"id": str(new_id()), **a_delivery()} for _ in range(BATCH)]
        assert {one["status"] for one in phone.deliver_all(deliveries)} == {201}

    one_by_one, together = side_by_side(single, batch)
    return [
        Measure(
            "a batch of 25 against 25 single deliveries",
            one_by_one / together,
            "×",
            5,
            at_least=True,
        ),
        Measure("single deliveries", BATCH / one_by_one, "a second"),
        Measure("deliveries in batches", BATCH / together, "a second"),
    ]


def side_by_side(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """The median seconds of each, run in turn."""
    times: dict[Any, list[float]] = {one: [], other: []}
    for _ in range(ROUNDS):
        for work in (one, other):
            began = time.perf_counter()
            work()
            times[work].append(time.perf_counter() - began)
    return statistics.median(times[one]), statistics.median(times[other])


def _raw_copy() -> int:
    """Pass on every column of the same rows, as PostgreSQL writes them by itself; the bytes."""
    joined = Observation.__table__.outerjoin(
        confirmed, confirmed.c.observation_id == Observation.id
    ).outerjoin(Voice.__table__, Voice.observation_id == Observation.id)
    for group in GROUPS:
        joined = joined.outerjoin(group.source, group.key == group.id)
    columns = [cast(one.value, String) for one in PROPERTIES if one.name != "photos"]
    query = select(Observation.id, func.ST_AsText(Observation.position), *columns)
    compiled = query.select_from(joined).compile(db.engine, compile_kwargs={"literal_binds": True})
    with db.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY ({compiled}) TO STDOUT") as copy:
            return sum(len(block) for block in copy)


def _memory(app: Flask, person_id: int) -> float:
    """How far a process of its own grows while it exports, in MiB."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    command = [sys.executable, "-m", "tests.bench.exporting", url, str(person_id)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    before, after = json.loads(said.stdout.splitlines()[-1])
    return float(after - before) / 1024


def peak() -> int:
    """The largest size that this process had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
