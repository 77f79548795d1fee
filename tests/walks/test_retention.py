"""What was promised to be deleted is deleted when its time is over, and nothing before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.factories import a_facilitator, a_participant, a_trace, a_walk
from walks import audit, retention, throttle
from walks.audit import Entry
from walks.database import db
from walks.participants import Device, Participant, Profile, Receipt, make_receipt
from walks.throttle import Counter
from walks.traces import Trace

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    shorter = replace(
        app.config["WALKS"],
        keep_profiles_days=30,
        keep_devices_days=60,
        keep_traces_days=45,
        keep_audit_days=90,
    )
    monkeypatch.setitem(app.config, "WALKS", shorter)


def somebody_on_a_walk(*, closed_days_ago: float | None, began_days_ago: int = 1000) -> Participant:
    walk = a_walk(
        state="live" if closed_days_ago is None else "archived",
        starts_at=(NOW - timedelta(days=began_days_ago)).replace(tzinfo=None),
    )
    if closed_days_ago is not None:
        walk.closed_at = NOW - timedelta(days=closed_days_ago)
        db.session.commit()
    somebody = a_participant(on=walk, holding=str(walk.id), profile={"gender": "woman"})
    make_receipt(somebody)
    a_trace(by=somebody)
    db.session.commit()
    return somebody


def enforced() -> dict[str, int]:
    found = retention.enforce(NOW)
    db.session.commit()
    return found


def left(kind: Any) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(kind)) or 0


@pytest.mark.parametrize(
    ("closed_days_ago", "profiles", "devices"), [(29, 1, 1), (31, 0, 1), (59, 0, 1), (61, 0, 0)]
)
def test_profiles_and_tokens_outlive_their_walk_as_long_as_was_said(
    closed_days_ago: int, profiles: int, devices: int
) -> None:
    somebody_on_a_walk(closed_days_ago=closed_days_ago)
    enforced()
    assert (left(Profile), left(Device), left(Receipt)) == (profiles, devices, devices)
    assert left(Participant) == 1  # counts stay true


@pytest.mark.parametrize(("closed_days_ago", "traces"), [(44, 1), (46, 0)])
def test_traces_outlive_their_walk_as_long_as_was_said(closed_days_ago: int, traces: int) -> None:
    somebody_on_a_walk(closed_days_ago=closed_days_ago)
    enforced()
    assert left(Trace) == traces


def test_a_walk_that_nobody_closed_is_no_way_round_it() -> None:
    somebody_on_a_walk(closed_days_ago=None, began_days_ago=31)
    somebody_on_a_walk(closed_days_ago=None, began_days_ago=29)
    enforced()
    assert left(Profile) == 1


def test_the_audit_is_kept_as_long_as_was_said() -> None:
    walk, facilitator = a_walk(), a_facilitator()
    for days in (89, 91):
        audit.note("change", walk, by=facilitator)
        db.session.flush()
        db.session.execute(
            db.update(Entry)
            .where(Entry.act == "change")
            .values(at=NOW - timedelta(days=days), act=f"change {days} days ago")
        )
    enforced()
    changes = db.select(Entry.act).where(Entry.act.startswith("change"))
    assert list(db.session.scalars(changes)) == ["change 89 days ago"]


def test_counters_go_when_their_window_is_over() -> None:
    throttle.count(10, "under way")
    throttle.count(10, "over")
    over = db.select(Counter.key).limit(1).scalar_subquery()
    db.session.execute(
        db.update(Counter).where(Counter.key == over).values(ends_at=NOW - timedelta(hours=1))
    )
    enforced()
    assert left(Counter) == 1


def test_it_tells_counts_and_nothing_else() -> None:
    somebody_on_a_walk(closed_days_ago=100)
    assert enforced() == {
        "profiles": 1,
        "devices": 1,
        "receipts": 1,
        "traces": 1,
        "audit": 0,
        "counters": 0,
        "photos": 0,
        "voices": 0,
        "files": 0,
    }
    assert set(enforced().values()) == {0}
