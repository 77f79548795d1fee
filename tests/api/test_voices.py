"""Voice notes arrive from phones as raw bytes: whole and owed, or not at all."""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api.phone import Phone, a_delivery, a_phone, the_phone_of
from tests.factories import a_participant, a_voice_note, an_observation, bearing
from tests.walks.voices.phone import RECORDED, a_voice
from walks.database import db, new_id
from walks.jobs import run_worker
from walks.observations import Observation, OwedVoice
from walks.storage import FileStore, store
from walks.voices import Voice


@pytest.fixture(autouse=True)
def files(app: Flask) -> Iterator[FileStore]:
    shutil.rmtree(store().root, ignore_errors=True)
    yield store()
    shutil.rmtree(store().root, ignore_errors=True)


@pytest.fixture
def phone(app: Flask) -> Phone:
    return a_phone(app)


def announced(content: bytes, voice_id: UUID | None = None) -> dict[str, str]:
    return {"id": str(voice_id or new_id()), "digest": hashlib.sha256(content).hexdigest()}


def spoken(phone: Phone, content: bytes) -> str:
    """Deliver an observation with this voice note; give the note's id."""
    voice = announced(content)
    answer = phone.deliver(a_delivery(voice=voice))
    assert answer.json["owed_voice"] == voice["id"]
    return voice["id"]


def send(phone: Phone, voice_id: object, content: bytes) -> TestResponse:
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    headers = phone.headers | {"Content-Digest": f"sha-256=:{digest}:", "Content-Type": "audio/x"}
    return phone.client.put(f"/api/voices/{voice_id}", data=content, headers=headers)


def told(phone: Phone, voice_id: object) -> TestResponse:
    return phone.client.get(f"/api/voices/{voice_id}", headers=phone.headers)


def code_of(answer: TestResponse) -> tuple[int, str]:
    assert answer.json
    return answer.status_code, answer.json["code"]


@pytest.mark.parametrize("browser", RECORDED)
def test_what_a_browser_recorded_is_received_and_kept(
    app: Flask, phone: Phone, browser: str
) -> None:
    content = a_voice(browser)
    voice_id = spoken(phone, content)
    answer = send(phone, voice_id, content)
    assert answer.status_code == 201
    assert answer.json == {
        "id": voice_id,
        "state": "received",
        "digest": hashlib.sha256(content).hexdigest(),
    }
    run_worker(app, wait=False)
    assert told(phone, voice_id).json["state"] == "kept"


def test_the_same_again_is_acknowledged_again(phone: Phone) -> None:
    content = a_voice()
    voice_id = spoken(phone, content)
    assert send(phone, voice_id, content).status_code == 201
    assert send(phone, voice_id, content).status_code == 200
    assert db.session.query(Voice).count() == 1


def test_what_cannot_be_played_is_refused_in_words(app: Flask, phone: Phone) -> None:
    content = b"OggS is how it begins, and that is all"
    voice_id = spoken(phone, content)
    assert send(phone, voice_id, content).status_code == 201
    run_worker(app, wait=False)
    answer = told(phone, voice_id)
    assert (answer.json["state"], answer.json["reason"]) == ("refused", "undecodable")
    assert "Record it again" in answer.json["sentence"]


def test_what_is_certainly_no_sound_is_refused_at_the_door(phone: Phone) -> None:
    content = b"%PDF-1.7 by another name"
    assert code_of(send(phone, spoken(phone, content), content)) == (422, "voice-refused")
    assert not db.session.query(Voice).count()


def test_too_many_bytes_are_refused(phone: Phone, settings: Any) -> None:
    content = a_voice()
    voice_id = spoken(phone, content)
    settings(voice_max_bytes=len(content) - 1)
    assert code_of(send(phone, voice_id, content)) == (413, "too-large")


def test_what_no_observation_waits_for_is_refused(app: Flask, phone: Phone) -> None:
    content = a_voice()
    assert code_of(send(phone, new_id(), content)) == (404, "voice-not-owed")
    others = spoken(a_phone(app), content)
    assert code_of(send(phone, others, content)) == (404, "voice-not-owed")


def test_other_bytes_than_announced_are_refused(phone: Phone) -> None:
    voice_id = spoken(phone, a_voice())
    assert code_of(send(phone, voice_id, a_voice("firefox"))) == (422, "digest-differs")
    send(phone, voice_id, a_voice())
    assert code_of(send(phone, voice_id, a_voice("firefox"))) == (409, "id-taken")


def test_a_participant_has_room_for_so_many(phone: Phone, settings: Any) -> None:
    settings(voices_per_participant=1)
    spoken(phone, a_voice())
    answer = phone.deliver(a_delivery(voice=announced(a_voice())))
    assert code_of(answer) == (429, "quota")
    assert "voice notes" in answer.json["detail"]


def test_another_s_id_cannot_be_announced(app: Flask, phone: Phone) -> None:
    voice_id = spoken(a_phone(app), a_voice())
    voice = {"id": voice_id, "digest": "ab" * 32}
    assert code_of(phone.deliver(a_delivery(voice=voice))) == (409, "id-taken")


def test_an_old_phone_that_says_nothing_of_a_voice_is_understood(phone: Phone) -> None:
    delivery = a_delivery()
    assert "voice" not in delivery
    answer = phone.deliver(delivery)
    assert (answer.status_code, answer.json["owed_voice"]) == (201, None)
    assert phone.own()[0]["voice"] is None


@pytest.mark.parametrize(
    "voice", ["a", [], {"id": "a"}, {"id": str(new_id()), "digest": "AB" * 32}]
)
def test_an_announcement_that_is_none_is_invalid(phone: Phone, voice: Any) -> None:
    answer = phone.deliver(a_delivery(voice=voice))
    assert code_of(answer) == (422, "invalid")
    assert any(field.startswith("voice") for field in answer.json["errors"])


def test_one_s_own_list_says_what_became_of_it(app: Flask, phone: Phone) -> None:
    content = a_voice()
    voice_id = spoken(phone, content)
    voice = {"id": voice_id, "digest": hashlib.sha256(content).hexdigest()}
    assert phone.own()[0]["voice"] == voice | {"state": "owed"}
    send(phone, voice_id, content)
    assert phone.own()[0]["voice"] == voice | {"state": "received"}
    run_worker(app, wait=False)
    assert phone.own()[0]["voice"] == voice | {"state": "kept"}


def test_recorded_anew_the_old_one_goes(app: Flask, phone: Phone, files: FileStore) -> None:
    first, second = a_voice(), a_voice("firefox")
    observation_id, old, new = new_id(), announced(first), announced(second)
    phone.deliver(a_delivery(voice=old), observation_id)
    send(phone, old["id"], first)
    changed = a_delivery(voice=new, based_on=1)
    assert phone.deliver(changed, observation_id).json["owed_voice"] == new["id"]
    send(phone, new["id"], second)
    run_worker(app, wait=False)
    assert told(phone, old["id"]).status_code == 404
    assert told(phone, new["id"]).json["state"] == "kept"
    assert len([path for path in files.root.rglob("*") if path.is_file()]) == 1


def test_deleted_on_the_phone_it_goes(app: Flask, phone: Phone) -> None:
    content, observation_id = a_voice(), new_id()
    voice = announced(content)
    phone.deliver(a_delivery(voice=voice), observation_id)
    send(phone, voice["id"], content)
    answer = phone.deliver(a_delivery(based_on=1), observation_id)
    assert answer.json["owed_voice"] is None
    assert not db.session.query(Voice).count()
    assert not db.session.query(OwedVoice).count()


def test_a_withdrawn_observation_owes_none(phone: Phone) -> None:
    content, observation_id = a_voice(), new_id()
    voice = announced(content)
    phone.deliver(a_delivery(voice=voice), observation_id)
    assert phone.ask("DELETE", f"/observations/{observation_id}").status_code == 204
    assert code_of(send(phone, voice["id"], content)) == (404, "voice-not-owed")
    assert db.session.get(Observation, observation_id).withdrawn_at is not None


def test_a_backlog_answers_for_each_voice_note(phone: Phone) -> None:
    voices = [announced(a_voice()), announced(a_voice("firefox")), None]
    answers = phone.deliver_all(
        [
            a_delivery(id=str(new_id()), voice=one) if one else a_delivery(id=str(new_id()))
            for one in voices
        ]
    )
    assert [one["owed_voice"] for one in answers] == [one["id"] if one else None for one in voices]


def test_only_who_may_hear_it_hears_of_it(app: Flask, client: FlaskClient) -> None:
    author = a_participant()
    voice = a_voice_note(of=an_observation(by=author))
    assert told(the_phone_of(app, author), voice.id).status_code == 200
    neighbour = the_phone_of(app, a_participant(on=author.walk))
    assert code_of(told(neighbour, voice.id)) == (403, "wrong-walk")
    assert client.get(f"/api/voices/{voice.id}").status_code == 401
    assert client.get(f"/api/voices/{voice.id}", headers=bearing("made up")).status_code == 401
