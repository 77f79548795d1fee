"""The demo stays out of what is not empty, and out of the way when it fails."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import a_neighbourhood, an_organisation
from tests.walks.demo.conftest import counts
from walks import demo, people
from walks.database import db
from walks.demo import residents
from walks.demo.wholly import all_or_nothing
from walks.participants import Participant
from walks.people import Organisation

pytestmark = pytest.mark.usefixtures("quickly")


def names() -> list[str]:
    return list(db.session.scalars(select(Organisation.name)))


@pytest.mark.parametrize("there", [an_organisation, a_neighbourhood])
def test_what_somebody_put_there_keeps_the_demo_out(app: Flask, there: Any) -> None:
    there()
    before = counts()
    with pytest.raises(demo.NotEmptyError):
        demo.load("en")
    assert counts() == before


def test_a_load_that_fails_leaves_the_database_empty(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, deliver, delivered = counts(), residents.deliver, []

    def interrupted(said: residents.Said, *, by: Participant) -> None:
        if len(delivered) == 20:
            raise KeyboardInterrupt
        delivered.append(deliver(said, by=by))

    monkeypatch.setattr(residents, "deliver", interrupted)
    with pytest.raises(KeyboardInterrupt):
        demo.load("en")
    assert counts() == before
    assert demo.is_empty()


def test_commits_and_undoings_inside_the_whole_are_only_its_parts(app: Flask) -> None:
    with suppress(InterruptedError), all_or_nothing():
        people.organisation_named("Kept for now")
        db.session.commit()
        people.organisation_named("Undone at once")
        db.session.rollback()
        assert names() == ["Kept for now"]
        raise InterruptedError
    assert names() == []
