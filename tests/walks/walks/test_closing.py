"""Closing and reopening a walk judge anew what is late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from tests.factories import a_walk, an_observation
from walks.acts import closing
from walks.database import db
from walks.observations import is_late


def test_what_came_after_closing_is_no_longer_late_once_the_walk_is_reopened(app: Flask) -> None:
    walk = a_walk(state="closed")
    later = datetime.now(UTC) + timedelta(minutes=5)
    late = an_observation(on=walk, recorded_at=later, is_late=True)
    closing.take_step(walk, to="live", by=None)
    db.session.commit()
    assert not late.is_late


def test_closing_flags_by_the_same_rule_as_arriving(app: Flask) -> None:
    walk = a_walk(state="live")
    now = datetime.now(UTC)
    observations = [
        an_observation(on=walk, recorded_at=now - timedelta(hours=1)),
        an_observation(on=walk, recorded_at=now + timedelta(hours=1)),
    ]
    closing.take_step(walk, to="closed", by=None)
    db.session.commit()
    flags = [each.is_late for each in observations]
    assert flags == [is_late(each.recorded_at, each.received_at, walk) for each in observations]
    assert flags == [False, True]
