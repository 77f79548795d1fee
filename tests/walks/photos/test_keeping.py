"""The worker keeps or refuses a received photo once, whenever it is killed, whoever withdraws."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.factories import an_observation, an_owed_photo
from tests.walks.photos.phone import a_phone_photo, a_street, saved
from walks.database import db
from walks.jobs import enqueue, run_worker
from walks.media.orphans import forget_orphans, refuse_given_up
from walks.observations import Observation
from walks.photos import Photo, incoming, keeping, of
from walks.photos.keeping import PHOTOS
from walks.photos.preparing import Limits, Prepared
from walks.photos.states import states
from walks.storage import FileStore, store

PHOTO = a_phone_photo()


@pytest.fixture(autouse=True)
def files(app: Flask) -> Iterator[FileStore]:
    shutil.rmtree(store().root, ignore_errors=True)
    yield store()
    shutil.rmtree(store().root, ignore_errors=True)


@pytest.fixture
def observation(app: Flask) -> Observation:
    return an_observation()


def a_received_photo(of: Observation, content: bytes = PHOTO) -> Photo:
    owed = an_owed_photo(of=of, content=content)
    photo = Photo(
        id=owed.id,
        observation_id=of.id,
        participant_id=of.participant_id,
        state="received",
        received_digest=owed.digest,
        received_bytes=len(content),
    )
    db.session.add(photo)
    db.session.commit()
    store().put(photo.incoming, [content])
    return photo


def kept_files(files: FileStore) -> list[str]:
    return sorted(
        str(path.relative_to(files.root)) for path in files.root.rglob("*") if path.is_file()
    )


def test_a_good_photo_is_kept_in_three_sizes(observation: Observation, files: FileStore) -> None:
    photo = a_received_photo(observation)
    keeping.settle(photo.id)
    assert (photo.state, photo.width, photo.height) == ("kept", 640, 480)
    assert photo.settled_at
    assert kept_files(files) == sorted(photo.key(size) for size in ("full", "screen", "thumbnail"))
    assert photo.key("full") == f"photos/{photo.kept_digest}.jpg"


def test_a_broken_photo_is_refused_with_its_reason(
    observation: Observation, files: FileStore
) -> None:
    whole = saved(a_street(), "JPEG")
    photo = a_received_photo(observation, whole[: len(whole) // 2])
    keeping.settle(photo.id)
    assert (photo.state, photo.refused_because) == ("refused", "truncated")
    assert kept_files(files) == []


def test_done_twice_it_changes_nothing(observation: Observation, files: FileStore) -> None:
    photo = a_received_photo(observation)
    keeping.settle(photo.id)
    before = (photo.kept_digest, photo.settled_at, kept_files(files))
    keeping.settle(photo.id)
    assert (photo.kept_digest, photo.settled_at, kept_files(files)) == before


@pytest.mark.parametrize(
    ("thing", "verb"), [(FileStore, "put"), (db.session, "commit"), (FileStore, "delete")]
)
def test_killed_at_any_moment_it_is_finished_the_next_time(
    observation: Observation,
    files: FileStore,
    monkeypatch: pytest.MonkeyPatch,
    thing: object,
    verb: str,
) -> None:
    photo = a_received_photo(observation)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(thing, verb, killed)
        with pytest.raises(KeyboardInterrupt):
            keeping.settle(photo.id)
    db.session.rollback()
    assert files.exists(incoming(photo.id))
    keeping.settle(photo.id)
    assert photo.state == "kept"
    assert not files.exists(photo.incoming)
    assert len(kept_files(files)) == 3


def test_withdrawn_while_it_was_prepared_it_is_gone(
    observation: Observation, files: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = a_received_photo(observation)
    photo_id, real = photo.id, keeping.prepare

    def withdrawn_meanwhile(file: object, limits: Limits) -> Prepared:
        db.session.execute(db.delete(Photo))
        db.session.commit()
        return real(file, limits)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "prepare", withdrawn_meanwhile)
    keeping.settle(photo_id)
    assert kept_files(files) == []
    assert db.session.get(Photo, photo_id) is None


def test_a_photo_whose_bytes_are_missing_fails_and_stays_received(
    observation: Observation, files: FileStore
) -> None:
    photo = a_received_photo(observation)
    files.delete(photo.incoming)
    with pytest.raises(FileNotFoundError):
        keeping.settle(photo.id)
    db.session.rollback()
    assert photo.state == "received"


def test_files_go_only_once_the_deletion_is_committed(
    app: Flask, observation: Observation, files: FileStore
) -> None:
    photo = a_received_photo(observation)
    keeping.settle(photo.id)
    keeping.delete(of(observation))
    db.session.rollback()
    run_worker(app, wait=False)
    assert len(kept_files(files)) == 3
    keeping.delete(of(observation))
    db.session.commit()
    run_worker(app, wait=False)
    assert kept_files(files) == []


def test_files_that_a_twin_shares_stay(
    app: Flask, observation: Observation, files: FileStore
) -> None:
    twins = [a_received_photo(observation), a_received_photo(an_observation())]
    for twin in twins:
        keeping.settle(twin.id)
    assert len(kept_files(files)) == 3
    for left, twin in ((3, twins[0]), (0, twins[1])):
        keeping.delete([twin])
        db.session.commit()
        run_worker(app, wait=False)
        assert len(kept_files(files)) == left


def test_a_received_photo_that_is_deleted_takes_its_bytes_along(
    app: Flask, observation: Observation, files: FileStore
) -> None:
    keeping.delete([a_received_photo(observation)])
    db.session.commit()
    run_worker(app, wait=False)
    assert kept_files(files) == []


def test_deleting_nothing_enqueues_nothing(app: Flask) -> None:
    keeping.delete([])
    assert db.session.execute(db.text("SELECT count(*) FROM procrastinate_jobs")).scalar() == 0


def test_only_photos_that_arrived_have_a_state(observation: Observation) -> None:
    here, owed = a_received_photo(observation), an_owed_photo(of=observation)
    assert states([here.id, owed.id]) == {here.id: "received"}


def test_orphans_go_and_what_is_needed_stays(observation: Observation, files: FileStore) -> None:
    kept, waiting = a_received_photo(observation), a_received_photo(observation)
    keeping.settle(kept.id)
    lone = "a" * 64
    orphans = [incoming(kept.id), f"photos/{lone}.jpg", f"photos/{lone}-screen.jpg"]
    for key in orphans:
        files.put(key, [b"."])
    assert forget_orphans(PHOTOS, datetime.now(UTC) - timedelta(days=1)) == 0
    assert forget_orphans(PHOTOS, datetime.now(UTC) + timedelta(minutes=1)) == len(orphans)
    assert len(kept_files(files)) == 4
    assert files.exists(waiting.incoming)


def test_a_photo_whose_job_failed_for_good_is_refused(observation: Observation) -> None:
    given_up, waiting = a_received_photo(observation), a_received_photo(observation)
    enqueue(keeping.keep_photo, photo_id=str(waiting.id))
    assert refuse_given_up(PHOTOS, datetime.now(UTC) - timedelta(days=1)) == 0
    assert refuse_given_up(PHOTOS, datetime.now(UTC) + timedelta(minutes=1)) == 1
    db.session.commit()
    assert (given_up.state, given_up.refused_because) == ("refused", "undecodable")
    assert waiting.state == "received"
