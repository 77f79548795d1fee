"""Loading the demo: into an empty database, by the verbs that people use, all of it or nothing."""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import conftest
from tests.walks.demo.conftest import counts
from walks import audit, demo, disclosure, participants, people, walks
from walks.database import db
from walks.demo import Demo
from walks.demo.data import told
from walks.disclosure import ALL, FEWEST, FEWEST_SENSITIVE, PublishedTable, Shown, Subject
from walks.neighbourhoods import Neighbourhood
from walks.observations import Observation
from walks.participants import Participant, Profile
from walks.people import Organisation, Person
from walks.photos import SIZES, Photo
from walks.storage import store
from walks.walks import Walk

PHOTOS = demo.photos_wanted()


@pytest.fixture(scope="module")
def loaded_once(shared_app: Flask, quickly: None) -> Iterator[tuple[Demo, list[int]]]:
    told_of: list[int] = []
    with shared_app.app_context():
        yield demo.load("en", each_photo=lambda: told_of.append(1)), told_of
        db.session.rollback()
        conftest.empty()
        shutil.rmtree(store().root, ignore_errors=True)


@pytest.fixture
def loaded(loaded_once: tuple[Demo, list[int]], shared_app: Flask) -> Iterator[Demo]:
    """The demo, loaded once for all tests that only look at it."""
    with shared_app.app_context():
        yield loaded_once[0]
        db.session.rollback()


def all_of(table: Any) -> list[Any]:
    return list(db.session.scalars(select(table)).unique())


def test_everything_that_the_file_tells_is_there(loaded: Demo) -> None:
    assert len(all_of(Organisation)) == 2
    assert len(all_of(Neighbourhood)) == 11
    assert len(all_of(Person)) == 3
    assert len(all_of(Observation)) == len(told()["observations"]) == 81
    assert len(all_of(Participant)) == sum(len(one["walks"]) for one in told()["participants"])
    assert len(all_of(Profile)) == len(all_of(Participant))
    kinds = Counter(observation.kind for observation in all_of(Observation))
    assert kinds == Counter(row["kind"] for row in told()["observations"])


def test_each_photo_is_told_of(loaded_once: tuple[Demo, list[int]]) -> None:
    assert len(loaded_once[1]) == PHOTOS


def test_every_observation_lies_in_a_neighbourhood_of_the_demo_and_none_is_flagged(
    loaded: Demo,
) -> None:
    for observation in all_of(Observation):
        assert observation.neighbourhood.code.startswith("demo-")
        assert {observation.is_late, observation.is_far, observation.is_time_odd} == {False}
        assert observation.walk.closed_at > observation.received_at > observation.recorded_at


def test_two_walks_are_over_and_one_is_open(loaded: Demo) -> None:
    found = {walk.state: walk for walk in all_of(Walk)}
    assert found.keys() == {"reported", "closed", "live"}
    assert found["reported"].light == "day"
    assert found["closed"].light == "night"
    for walk in (found["reported"], found["closed"]):
        joined = select(func.count()).where(Participant.walk_id == walk.id)
        assert walk.head_count >= db.session.scalar(joined)
        assert walk.made_at < walk.opened_at < walk.closed_at


def test_the_acts_of_a_walk_stand_in_the_audit_in_their_order_and_before_today(
    loaded: Demo,
) -> None:
    walk = db.session.scalars(select(Walk).where(Walk.state == "reported")).one()
    steps = [step.state for step in walks.history(walk)]
    assert steps == ["enrolling", "live", "closed", "debriefed", "reported"]
    today = db.session.scalar(select(func.now()))
    assert all(entry.at < today for entry in audit.of(walk))


def test_the_day_is_released_and_of_the_night_a_little_waits(loaded: Demo) -> None:
    waiting = [one for one in all_of(Observation) if one.released_at is None]
    assert len(waiting) == 5
    assert {one.walk.light for one in waiting} == {"night"}


def test_the_open_walk_can_be_joined_at_once(loaded: Demo) -> None:
    walk = participants.walk_to_join(loaded.join, asked_from="127.0.0.1")
    assert walk.state == "live"
    assert walk.title == "Once more round the ponds"


def test_photos_are_kept_without_what_the_phone_wrote_into_them(loaded: Demo) -> None:
    photos = all_of(Photo)
    assert len(photos) == PHOTOS
    assert {photo.state for photo in photos} == {"kept"}
    assert any(photo.height > photo.width for photo in photos), "none was turned upright"
    for photo in photos:
        for size in SIZES:
            with store().open(photo.key(size)) as file:
                content = file.read()
            assert b"Exif" not in content
            assert b"not photographed" not in content


def test_figures_from_profiles_stand_only_in_guarded_tables(loaded: Demo) -> None:
    subjects = {Subject(one.subject_kind, one.subject_id) for one in all_of(PublishedTable)}
    assert {subject.kind for subject in subjects} == {"walk", "neighbourhood"}
    for table in itertools.chain.from_iterable(map(disclosure.latest, subjects)):
        for place, cell in table.cells.items():
            is_sensitive = table.name.endswith("getting_around") and ALL not in place
            fewest = FEWEST_SENSITIVE if is_sensitive else FEWEST
            assert not isinstance(cell, Shown) or cell.n == 0 or cell.n >= fewest


def test_everyone_of_the_staff_signs_in_with_a_password_of_their_own(
    loaded: Demo, shared_app: Flask
) -> None:
    assert len({account["password"] for account in loaded.accounts}) == 3
    for account in loaded.accounts:
        person = people.with_email(account["email"])
        assert person is not None
        assert people.password_faults(account["password"], of=person) == []
        assert [str(role) for role in person.roles_here] == [account["role"]]
        browser = shared_app.test_client()
        form = {"email": account["email"], "password": account["password"]}
        assert browser.post("/account/login", data=form).status_code == 302
        assert browser.get("/account/").status_code == 200


def test_loading_again_is_refused_and_changes_nothing(loaded: Demo) -> None:
    before = counts()
    with pytest.raises(demo.NotEmptyError):
        demo.load("en")
    assert counts() == before
