"""The worker keeps or refuses a received voice note once; its file goes when it goes."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.factories import an_observation, an_owed_voice
from tests.walks.voices.phone import a_voice
from walks import voices
from walks.acts import withdrawing
from walks.database import db
from walks.jobs import enqueue, run_worker
from walks.media.orphans import forget_orphans, refuse_given_up
from walks.observations import Observation
from walks.storage import FileStore, store
from walks.voices import Voice
from walks.voices.keeping import VOICES, delete, keep_voice, settle


@pytest.fixture(autouse=True)
def files(app: Flask) -> Iterator[FileStore]:
    shutil.rmtree(store().root, ignore_errors=True)
    yield store()
    shutil.rmtree(store().root, ignore_errors=True)


def a_received_voice(of: Observation, content: bytes | None = None) -> Voice:
    content = a_voice() if content is None else content
    owed = an_owed_voice(of=of, content=content)
    voice = Voice(
        id=owed.id,
        observation_id=of.id,
        participant_id=of.participant_id,
        state="received",
        received_digest=owed.digest,
        received_bytes=len(content),
    )
    db.session.add(voice)
    db.session.commit()
    store().put(VOICES.incoming(voice.id), [content])
    return voice


def kept_files(files: FileStore) -> list[str]:
    return sorted(
        str(path.relative_to(files.root)) for path in files.root.rglob("*") if path.is_file()
    )


def test_a_good_voice_note_is_kept_under_the_name_of_what_is_in_it(files: FileStore) -> None:
    voice = a_received_voice(an_observation())
    settle(voice.id)
    assert voice.state == "kept"
    assert voice.duration_s == pytest.approx(2, abs=0.1)
    assert kept_files(files) == [f"voices/{voice.kept_digest}.m4a"] == [voice.key]
    with files.open(voice.key) as file:
        assert hashlib.sha256(file.read()).hexdigest() == voice.kept_digest


def test_what_cannot_be_played_is_refused_with_its_reason(files: FileStore) -> None:
    voice = a_received_voice(an_observation(), b"OggS and nothing more")
    settle(voice.id)
    assert (voice.state, voice.refused_because, voice.kept_digest) == (
        "refused",
        "undecodable",
        None,
    )
    assert kept_files(files) == []


def test_killed_after_the_file_and_before_the_row_it_is_finished_the_next_time(
    files: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = a_received_voice(an_observation())

    def killed() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", killed)
        with pytest.raises(KeyboardInterrupt):
            settle(voice.id)
    db.session.rollback()
    settle(voice.id)
    settle(voice.id)
    assert voice.state == "kept"
    assert kept_files(files) == [voice.key]


def test_a_withdrawn_observation_takes_sound_and_transcript_along(
    app: Flask, files: FileStore
) -> None:
    observation = an_observation()
    voice = a_received_voice(observation)
    settle(voice.id)
    voice.transcript, voice.transcribed_at = "the lamp is broken", datetime.now(UTC)
    db.session.commit()
    withdrawing.withdraw_observation(observation)
    db.session.commit()
    run_worker(app, wait=False)
    assert kept_files(files) == []
    assert not db.session.scalars(db.select(Voice)).all()


def test_withdrawing_everything_takes_every_voice_note(app: Flask, files: FileStore) -> None:
    observation = an_observation()
    a_received_voice(observation)
    settle(a_received_voice(an_observation(by=observation.participant)).id)
    withdrawing.withdraw_participation(observation.participant)
    db.session.commit()
    run_worker(app, wait=False)
    assert kept_files(files) == []


def test_a_file_that_a_twin_shares_stays(app: Flask, files: FileStore) -> None:
    twins = [a_received_voice(an_observation()), a_received_voice(an_observation())]
    for twin in twins:
        settle(twin.id)
    for left, twin in ((1, twins[0]), (0, twins[1])):
        delete([twin])
        db.session.commit()
        run_worker(app, wait=False)
        assert len(kept_files(files)) == left


def test_orphans_go_and_what_is_needed_stays(files: FileStore) -> None:
    kept, waiting = a_received_voice(an_observation()), a_received_voice(an_observation())
    settle(kept.id)
    orphans = [VOICES.incoming(kept.id), f"voices/{'a' * 64}.m4a"]
    for key in orphans:
        files.put(key, [b"."])
    assert forget_orphans(VOICES, datetime.now(UTC) - timedelta(days=1)) == 0
    assert forget_orphans(VOICES, datetime.now(UTC) + timedelta(minutes=1)) == len(orphans)
    assert kept_files(files) == sorted([kept.key, VOICES.incoming(waiting.id)])


def test_one_whose_job_failed_for_good_is_refused() -> None:
    given_up, waiting = a_received_voice(an_observation()), a_received_voice(an_observation())
    enqueue(keep_voice, voice_id=str(waiting.id))
    assert refuse_given_up(VOICES, datetime.now(UTC) - timedelta(days=1)) == 0
    assert refuse_given_up(VOICES, datetime.now(UTC) + timedelta(minutes=1)) == 1
    db.session.commit()
    assert (given_up.state, given_up.refused_because) == ("refused", "undecodable")
    assert waiting.state == "received"


def test_a_participant_s_kept_voice_notes_are_listed_in_order() -> None:
    first = an_observation()
    notes = [
        a_received_voice(first),
        a_received_voice(an_observation(by=first.participant)),
        a_received_voice(an_observation(by=first.participant), b"OggS"),
        a_received_voice(an_observation()),
    ]
    for voice in notes:
        settle(voice.id)
    assert voices.kept_of(first.participant) == notes[:2]
