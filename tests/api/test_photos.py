"""Photos arrive from phones as raw bytes: whole and owed, or not at all."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.factories import (
    a_facilitator,
    a_participant,
    a_photo,
    a_walk,
    an_observation,
    an_owed_photo,
    bearing,
)
from tests.walks.photos.phone import a_phone_photo
from walks.database import db, new_id
from walks.jobs import run_worker
from walks.observations import Observation
from walks.photos import Photo
from walks.storage import FileStore, store

PHOTO = a_phone_photo()
TOKEN = "the resident's phone"


@pytest.fixture
def observation(app: Flask) -> Observation:
    return an_observation(by=a_participant(holding=TOKEN))


@pytest.fixture
def owed(observation: Observation) -> UUID:
    return an_owed_photo(of=observation, content=PHOTO).id


@pytest.fixture
def files(app: Flask) -> Iterator[FileStore]:
    shutil.rmtree(store().root, ignore_errors=True)
    yield store()
    shutil.rmtree(store().root, ignore_errors=True)


def deliver(
    client: FlaskClient,
    photo_id: UUID,
    content: bytes = PHOTO,
    *,
    token: str | None = TOKEN,
    digest: str | None = None,
    **options: Any,
) -> TestResponse:
    headers = bearing(token) if token else {}
    headers["Content-Digest"] = digest if digest is not None else digest_of(content)
    headers["Content-Type"] = "image/jpeg"
    return client.put(f"/api/photos/{photo_id}", data=content, headers=headers, **options)


def digest_of(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def code_of(answer: TestResponse) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    assert answer.json
    return answer.status_code, answer.json["code"]


def kept_files(files: FileStore) -> list[str]:
    return sorted(
        str(path.relative_to(files.root)) for path in files.root.rglob("*") if path.is_file()
    )


def jobs_waiting() -> int:
    return db.session.execute(
        db.text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'keep_photo'")
    ).scalar_one()


def test_an_owed_photo_is_received(client: FlaskClient, owed: UUID, files: FileStore) -> None:
    answer = deliver(client, owed)
    assert answer.status_code == 201
    assert answer.json == {
        "id": str(owed),
        "state": "received",
        "digest": hashlib.sha256(PHOTO).hexdigest(),
    }
    with files.open(f"incoming/{owed}") as file:
        assert file.read() == PHOTO
    assert jobs_waiting() == 1


def test_the_worker_makes_it_kept(
    app: Flask, client: FlaskClient, owed: UUID, files: FileStore
) -> None:
    deliver(client, owed)
    db.session.rollback()
    run_worker(app, wait=False)
    answer = client.get(f"/api/photos/{owed}", headers=bearing(TOKEN))
    assert answer.json
    assert answer.json["state"] == "kept"
    kept = db.session.get_one(Photo, owed).kept_digest
    assert kept_files(files) == [
        f"photos/{kept}-screen.jpg",
        f"photos/{kept}-thumbnail.jpg",
        f"photos/{kept}.jpg",
    ]


def test_the_same_bytes_again_get_the_same_acknowledgement(
    app: Flask, client: FlaskClient, owed: UUID, files: FileStore
) -> None:
    first = deliver(client, owed)
    again = deliver(client, owed)
    assert (again.status_code, again.json) == (200, first.json)
    assert jobs_waiting() == 1
    db.session.rollback()
    run_worker(app, wait=False)
    later = deliver(client, owed)
    assert later.status_code == 200
    assert later.json
    assert later.json["state"] == "kept"
    assert not [name for name in kept_files(files) if name.startswith("incoming")]
    assert db.session.scalar(select(func.count()).select_from(Photo)) == 1


def test_bytes_that_the_store_lost_are_taken_again(
    client: FlaskClient, owed: UUID, files: FileStore
) -> None:
    deliver(client, owed)
    files.delete(f"incoming/{owed}")
    assert deliver(client, owed).status_code == 200
    assert files.exists(f"incoming/{owed}")
    assert jobs_waiting() == 2


def test_other_bytes_under_the_same_id_are_refused(client: FlaskClient, owed: UUID) -> None:
    deliver(client, owed)
    assert code_of(deliver(client, owed, PHOTO + b"\0")) == (409, "id-taken")


def test_a_photo_that_nobody_announced_is_refused(
    client: FlaskClient, observation: Observation, files: FileStore
) -> None:
    assert code_of(deliver(client, new_id())) == (404, "photo-not-owed")
    assert not kept_files(files)


def test_a_photo_that_another_participant_announced_is_refused(
    client: FlaskClient, owed: UUID, files: FileStore
) -> None:
    a_participant(holding="another phone")
    assert code_of(deliver(client, owed, token="another phone")) == (404, "photo-not-owed")
    deliver(client, owed)
    assert code_of(deliver(client, owed, token="another phone")) == (404, "photo-not-owed")


def test_without_a_token_nothing_is_taken(client: FlaskClient, owed: UUID) -> None:
    assert deliver(client, owed, token=None).status_code == 401
    assert code_of(deliver(client, owed, token="made up")) == (401, "token-unknown")


@pytest.mark.parametrize(
    "digest", ["", "sha-256=:!!:", "sha-256=:YWJj:", "md5=:YWJj:", "sha-256", "x" * 9000]
)
def test_without_a_digest_that_can_be_read_nothing_is_taken(
    client: FlaskClient, owed: UUID, digest: str
) -> None:
    answer = deliver(client, owed, digest=digest)
    assert code_of(answer) == (422, "invalid")
    assert answer.json
    assert "Content-Digest" in answer.json["errors"]


def test_a_digest_among_others_is_found(client: FlaskClient, owed: UUID) -> None:
    both = f"sha-512=:YWJj:, {digest_of(PHOTO)};note=1"
    assert deliver(client, owed, digest=both).status_code == 201


def test_bytes_unlike_their_digest_leave_nothing(
    client: FlaskClient, owed: UUID, files: FileStore
) -> None:
    flipped = PHOTO[:-3] + bytes([PHOTO[-3] ^ 1]) + PHOTO[-2:]
    answer = deliver(client, owed, flipped, digest=digest_of(PHOTO))
    assert code_of(answer) == (422, "digest-differs")
    assert not kept_files(files)
    assert db.session.get(Photo, owed) is None


def test_bytes_unlike_the_announcement_leave_nothing(
    client: FlaskClient, owed: UUID, files: FileStore
) -> None:
    assert code_of(deliver(client, owed, PHOTO + b"\0")) == (422, "digest-differs")
    assert not kept_files(files)


def test_a_body_that_is_cut_leaves_nothing(
    client: FlaskClient, owed: UUID, files: FileStore
) -> None:
    answer = deliver(
        client,
        owed,
        b"",
        digest=digest_of(PHOTO),
        input_stream=io.BytesIO(PHOTO[:900]),
        environ_overrides={"CONTENT_LENGTH": str(len(PHOTO))},
    )
    assert answer.status_code == 400
    assert not kept_files(files)
    assert db.session.get(Photo, owed) is None
    assert jobs_waiting() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 renamed to photo.jpg", "PDF"),
        (b"no photo at all", "not a photo"),
        (b"GIF89a" + b"\xff" * 40, "JPEG"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(
    client: FlaskClient, observation: Observation, files: FileStore, content: bytes, sentence: str
) -> None:
    photo_id = an_owed_photo(of=observation, content=content).id
    answer = deliver(client, photo_id, content)
    assert code_of(answer) == (422, "photo-refused")
    assert answer.json
    assert sentence in answer.json["detail"]
    assert not kept_files(files)


@pytest.mark.parametrize("over", [1, 2000])
def test_a_photo_too_large_is_refused(
    client: FlaskClient, observation: Observation, files: FileStore, settings: Any, over: int
) -> None:
    settings(photo_max_bytes=10_000)
    content = PHOTO[:200] + os.urandom(10_000 - 200 + over)
    photo_id = an_owed_photo(of=observation, content=content).id
    assert code_of(deliver(client, photo_id, content)) == (413, "too-large")
    assert not kept_files(files)


def test_a_photo_without_length_is_measured_while_it_is_read(
    client: FlaskClient, observation: Observation, files: FileStore, settings: Any
) -> None:
    settings(photo_max_bytes=100_000)
    content = os.urandom(300_000)
    photo_id = an_owed_photo(of=observation, content=content).id
    answer = deliver(
        client,
        photo_id,
        b"",
        digest=digest_of(content),
        input_stream=io.BytesIO(content),
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert code_of(answer) == (413, "too-large")
    assert not kept_files(files)


def test_a_participant_has_room_for_so_many_photos(
    client: FlaskClient, observation: Observation, owed: UUID, files: FileStore, settings: Any
) -> None:
    a_photo(of=observation)
    settings(photos_per_participant=1)
    answer = deliver(client, owed)
    assert code_of(answer) == (429, "quota")
    assert answer.json
    assert "1 photo" in answer.json["detail"]
    assert not kept_files(files)
    settings(photos_per_participant=2)
    assert deliver(client, owed).status_code == 201


def test_a_refused_photo_says_why(client: FlaskClient, observation: Observation) -> None:
    photo = a_photo(of=observation, state="refused", refused_because="truncated")
    answer = client.get(f"/api/photos/{photo.id}", headers=bearing(TOKEN))
    assert answer.json
    assert (answer.json["state"], answer.json["reason"]) == ("refused", "truncated")
    assert answer.json["sentence"].startswith("A part of the photo is missing")


def test_only_who_may_see_a_photo_hears_of_it(
    client: FlaskClient, observation: Observation
) -> None:
    photo = a_photo(of=observation)
    a_participant(on=a_walk(by=a_facilitator()), holding="another phone")
    address = f"/api/photos/{photo.id}"
    assert client.get(address).status_code == 401
    assert client.get(address, headers=bearing("another phone")).status_code == 403
    assert client.get(f"/api/photos/{new_id()}", headers=bearing(TOKEN)).status_code == 404
