"""Pictures are told only to who may see them, and say how long they may be kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import (
    a_facilitator,
    a_participant,
    a_photo,
    a_planner,
    a_walk,
    an_administrator,
    an_observation,
    bearing,
    signed_in,
)
from walks.database import db, new_id
from walks.people import Person
from walks.photos import Photo
from walks.storage import store

TOKEN = "the resident's phone"


@pytest.fixture
def facilitator(app: Flask) -> Person:
    return a_facilitator()


@pytest.fixture
def photo(facilitator: Person) -> Iterator[Photo]:
    """A kept photo of a live walk, not released."""
    walk = a_walk(by=facilitator)
    kept = a_photo(of=an_observation(by=a_participant(on=walk, holding=TOKEN)))
    for size in ("full", "screen", "thumbnail"):
        store().put(kept.key(size), [f"the {size} picture".encode()])
    yield kept
    shutil.rmtree(store().root)


def see(browser: FlaskClient, where: str, **headers: str) -> TestResponse:
    return browser.get(where, headers=headers, buffered=True)  # closes the file


def address(photo: Photo, size: str = "screen") -> str:
    return f"/media/photos/{photo.id}/{size}"


@pytest.mark.parametrize("size", ["full", "screen", "thumbnail"])
def test_the_walks_facilitator_sees_every_size(
    app: Flask, facilitator: Person, photo: Photo, size: str
) -> None:
    answer = see(signed_in(app, facilitator), address(photo, size))
    assert answer.status_code == 200
    assert answer.data == f"the {size} picture".encode()
    assert answer.content_type == "image/jpeg"
    assert answer.headers["Content-Disposition"] == f"inline; filename=photo-{photo.id}-{size}.jpg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_may_be_kept_for_an_hour_by_its_reader_alone(
    app: Flask, facilitator: Person, photo: Photo
) -> None:
    browser = signed_in(app, facilitator)
    answer = see(browser, address(photo))
    said = set(answer.headers["Cache-Control"].split(", "))
    assert said == {"private", "max-age=3600", "immutable"}
    assert {"Authorization", "Cookie"} <= set(answer.vary)
    again = see(browser, address(photo), **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other_size = see(browser, address(photo, "full"), **{"If-None-Match": answer.headers["ETag"]})
    assert other_size.status_code == 200


def test_its_giver_sees_it_by_their_token(client: FlaskClient, photo: Photo) -> None:
    assert see(client, address(photo), **bearing(TOKEN)).status_code == 200


def test_nobody_else_sees_it(app: Flask, client: FlaskClient, photo: Photo) -> None:
    a_participant(on=photo.observation.walk, holding="a neighbour's phone")
    where = address(photo)
    assert see(client, where).status_code == 401
    assert see(client, where, **bearing("a neighbour's phone")).status_code == 403
    for stranger in (a_facilitator(), a_planner(), an_administrator()):
        answer = see(signed_in(app, stranger), where)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (403, "no-store")


def test_the_walk_s_participants_see_it_once_it_is_released(
    app: Flask, client: FlaskClient, photo: Photo
) -> None:
    a_participant(on=photo.observation.walk, holding="a neighbour's phone")
    a_participant(holding="a stranger's phone")
    photo.observation.released_at = db.func.now()
    waiting = a_photo(of=photo.observation, state="received")
    db.session.commit()
    assert see(client, address(photo), **bearing("a neighbour's phone")).status_code == 200
    assert see(client, address(waiting), **bearing("a neighbour's phone")).status_code == 403
    assert see(client, address(photo), **bearing("a stranger's phone")).status_code == 403
    photo.observation.released_at = None
    db.session.commit()
    assert see(client, address(photo), **bearing("a neighbour's phone")).status_code == 403


def test_a_planner_sees_it_once_it_is_released_and_its_walk_is_over(
    app: Flask, photo: Photo
) -> None:
    observation = photo.observation
    observation.released_at = db.func.now()
    db.session.commit()
    planner = a_planner()
    assert see(signed_in(app, planner), address(photo)).status_code == 403
    observation.walk.state, observation.walk.closed_at = "closed", db.func.now()
    db.session.commit()
    assert see(signed_in(app, planner), address(photo)).status_code == 200


def test_one_still_being_prepared_says_so(app: Flask, facilitator: Person, photo: Photo) -> None:
    waiting = a_photo(of=photo.observation, state="received")
    answer = see(signed_in(app, facilitator), address(waiting))
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.json
    assert answer.json["code"] == "photo-not-ready"
    assert "being prepared" in answer.json["title"]


def test_what_is_not_there_is_not_found(app: Flask, facilitator: Person, photo: Photo) -> None:
    browser = signed_in(app, facilitator)
    refused = a_photo(of=photo.observation, state="refused", refused_because="truncated")
    missing = [
        address(refused),
        f"/media/photos/{new_id()}/screen",
        address(photo, "original"),
        address(photo, "..%2f..%2fsecret"),
        "/media/photos/1/screen",
    ]
    assert [see(browser, where).status_code for where in missing] == [404] * len(missing)
