"""What is withdrawn is struck everywhere: words, pictures and the files behind them."""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import (
    a_confirmation,
    a_participant,
    a_photo,
    a_stop_card,
    a_trace,
    an_observation,
    an_owed_photo,
    bearing,
)
from walks.acts import withdrawing
from walks.confirmations import Confirmation
from walks.database import db
from walks.jobs import run_worker
from walks.observations import Observation, OwedPhoto
from walks.participants import Participant
from walks.photos import Photo
from walks.stop_cards import StopCard, StopRating
from walks.storage import FileStore, store
from walks.traces import Trace

TOKEN = "the resident's phone"


@pytest.fixture
def files(app: Flask) -> Iterator[FileStore]:
    yield store()
    shutil.rmtree(store().root, ignore_errors=True)


@pytest.fixture
def resident(app: Flask) -> Participant:
    return a_participant(holding=TOKEN, profile={"gender": "woman"})


def a_photo_with_files(of: Observation) -> Photo:
    photo = a_photo(of=of)
    for size in ("full", "screen", "thumbnail"):
        store().put(photo.key(size), [b"a picture"])
    return photo


def pictures(files: FileStore) -> int:
    return len(list((files.root / "photos").glob("*")))


def photos_left() -> list[Photo]:
    return list(db.session.scalars(db.select(Photo)))


def work_off(app: Flask) -> None:
    db.session.commit()
    run_worker(app, wait=False)


def test_an_observation_goes_with_its_photos(
    app: Flask, resident: Participant, files: FileStore
) -> None:
    gone, stays = an_observation(by=resident, note="my door"), an_observation(by=resident)
    a_photo_with_files(gone)
    other = a_photo_with_files(stays)
    withdrawing.withdraw_observation(gone)
    assert pictures(files) == 6  # until it is committed
    work_off(app)
    assert gone.withdrawn_at
    assert gone.note is None
    assert photos_left() == [other]
    assert pictures(files) == 3


def test_withdrawing_that_is_undone_leaves_everything(
    app: Flask, resident: Participant, files: FileStore
) -> None:
    observation = an_observation(by=resident)
    photo = a_photo_with_files(observation)
    withdrawing.withdraw_observation(observation)
    db.session.rollback()
    work_off(app)
    assert photos_left() == [photo]
    assert pictures(files) == 3


def test_withdrawn_twice_is_withdrawn(resident: Participant) -> None:
    observation = an_observation(by=resident)
    a_photo(of=observation)
    for _ in range(2):
        withdrawing.withdraw_observation(observation)
        db.session.commit()
    assert photos_left() == []


def test_a_participation_goes_whole(app: Flask, resident: Participant, files: FileStore) -> None:
    for _ in range(2):
        a_photo_with_files(an_observation(by=resident))
    neighbour = a_photo_with_files(an_observation(by=a_participant(on=resident.walk)))
    assert withdrawing.withdraw_participation(resident) == 2
    work_off(app)
    assert resident.withdrawn_at
    assert photos_left() == [neighbour]
    assert pictures(files) == 3


def test_a_photo_that_a_correction_leaves_out_goes(
    app: Flask, resident: Participant, files: FileStore
) -> None:
    observation = an_observation(by=resident)
    a_photo_with_files(observation)
    stays = a_photo_with_files(observation)
    db.session.execute(db.delete(OwedPhoto).where(OwedPhoto.id != stays.id))
    withdrawing.delete_media_left_out([observation.id])
    work_off(app)
    assert photos_left() == [stays]
    assert pictures(files) == 3


def test_the_phone_withdraws_words_and_pictures_in_one_request(
    app: Flask, client: FlaskClient, resident: Participant, files: FileStore
) -> None:
    observation = an_observation(by=resident)
    photo_id = a_photo_with_files(observation).id
    where = f"/api/walks/{resident.walk_id}/observations/{observation.id}"
    assert client.delete(where, headers=bearing(TOKEN)).status_code == 204
    answer = client.get(f"/media/photos/{photo_id}/full", headers=bearing(TOKEN))
    assert answer.status_code == 404
    work_off(app)
    assert pictures(files) == 0


def test_the_phone_leaves_the_walk_with_everything(
    app: Flask, client: FlaskClient, resident: Participant, files: FileStore
) -> None:
    a_photo_with_files(an_observation(by=resident))
    where = f"/api/walks/{resident.walk_id}/participation"
    answer = client.delete(where, headers=bearing(TOKEN))
    assert answer.json == {"observations": 1}
    work_off(app)
    assert (photos_left(), pictures(files)) == ([], 0)


def test_the_phones_correction_deletes_the_photo_it_leaves_out(
    app: Flask, client: FlaskClient, resident: Participant, files: FileStore
) -> None:
    observation = an_observation(by=resident)
    a_photo_with_files(observation)
    corrected = {
        "schema": 1,
        "based_on": 1,
        "kind": "problem",
        "recorded_at": "2026-05-03T19:10:54+02:00",
        "photos": [],
    }
    where = f"/api/walks/{resident.walk_id}/observations/{observation.id}"
    answer = client.put(where, json=corrected, headers=bearing(TOKEN))
    assert answer.status_code == 200, answer.json
    work_off(app)
    assert (photos_left(), pictures(files)) == ([], 0)


def test_a_photo_that_was_on_its_way_is_no_longer_owed(
    client: FlaskClient, resident: Participant
) -> None:
    observation = an_observation(by=resident)
    photo_id = an_owed_photo(of=observation, content=b"a photo").id
    withdrawing.withdraw_observation(observation)
    db.session.commit()
    digest = base64.b64encode(hashlib.sha256(b"a photo").digest()).decode()
    headers = bearing(TOKEN) | {"Content-Digest": f"sha-256=:{digest}:"}
    answer = client.put(f"/api/photos/{photo_id}", data=b"a photo", headers=headers)
    assert answer.json
    assert (answer.status_code, answer.json["code"]) == (404, "photo-not-owed")


def left(kind: type) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(kind)) or 0


def test_who_leaves_takes_cards_me_toos_and_trace_along(resident: Participant) -> None:
    neighbour = a_participant(on=resident.walk)
    for somebody in (resident, neighbour):
        a_stop_card(by=somebody, at=resident.walk.stops[0])
        a_trace(by=somebody)
    theirs, own = an_observation(by=neighbour, released=True), an_observation(by=resident)
    a_confirmation(by=resident, of=theirs)
    a_confirmation(by=neighbour, of=own)
    withdrawing.withdraw_participation(resident)
    db.session.commit()
    assert [left(kind) for kind in (StopCard, StopRating, Trace, Confirmation)] == [1, 1, 1, 0]
    assert db.session.scalars(db.select(Trace)).one().participant_id == neighbour.id


def test_nobody_says_me_too_to_what_was_taken_back(resident: Participant) -> None:
    gone, stays = an_observation(by=resident), an_observation(by=resident)
    for observation in (gone, stays):
        a_confirmation(by=a_participant(on=resident.walk), of=observation)
    withdrawing.withdraw_observation(gone)
    db.session.commit()
    assert db.session.scalars(db.select(Confirmation)).one().observation_id == stays.id
