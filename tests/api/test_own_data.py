"""Own data: everything that a participant gave, as one zip, and nothing of anybody else."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.api.phone import Phone, a_delivery, a_phone
from tests.factories import (
    a_confirmation,
    a_photo,
    a_stop_card,
    a_trace,
    a_voice_note,
    a_walk,
    an_observation,
)
from walks.acts import returning
from walks.database import db, new_id
from walks.observations import find
from walks.participants import Participant
from walks.storage import store


@pytest.fixture(autouse=True)
def _files(app: Flask) -> Iterator[None]:
    """What these tests put into the store goes after each of them."""
    yield
    shutil.rmtree(store().root, ignore_errors=True)


def taken_by(phone: Phone) -> zipfile.ZipFile:
    answer = phone.ask("GET", "/own-data.zip")
    assert answer.status_code == 200
    assert answer.content_type == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.data))


def said_in(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def test_it_holds_what_was_told_said_and_photographed(app: Flask) -> None:
    phone = a_phone(app, profile={"gender": "woman"})
    id_ = phone.deliver(a_delivery(note="Trop sombre — ici.")).json["id"]
    photo = a_photo(of=find(id_))
    store().put(photo.key("full"), [b"a picture ", b"in two blocks"])
    archive = taken_by(phone)
    assert archive.testzip() is None
    assert said_in(archive, "participation.json")["participant"] == str(phone.participant_id)
    assert said_in(archive, "profile.json")["gender"] == "woman"
    observation = said_in(archive, "observations.json")[0]
    assert (observation["id"], observation["note"]) == (id_, "Trop sombre — ici.")
    assert observation["photos"] == [
        {"id": str(photo.id), "digest": photo.received_digest, "state": "kept"}
    ]
    assert archive.read(f"photos/{photo.id}.jpg") == b"a picture in two blocks"


def test_it_holds_their_voice_their_way_and_what_they_said_on_it(app: Flask) -> None:
    phone = a_phone(app)
    me = db.session.get_one(Participant, phone.participant_id)
    voice = a_voice_note(of=an_observation(by=me))
    store().put(voice.key, [b"a sound"])
    theirs = an_observation(on=me.walk, released=True)
    card, stop = a_stop_card(by=me, at=me.walk.stops[0]), me.walk.stops[0]
    a_confirmation(by=me, of=theirs)
    a_trace(by=me)
    archive = taken_by(phone)
    assert archive.read(f"voices/{voice.id}.m4a") == b"a sound"
    assert said_in(archive, "observations.json")[0]["voice"]["state"] == "kept"
    (told,) = said_in(archive, "stop-cards.json")
    assert (told["id"], told["stop"]) == (str(card.id), str(stop.id))
    assert said_in(archive, "confirmations.json")[0]["observation"] == str(theirs.id)
    assert said_in(archive, "trace.json")["length_m"] == 99


def test_it_holds_nothing_of_anybody_else(app: Flask) -> None:
    walk = a_walk()
    theirs = a_photo(of=an_observation(on=walk, note="theirs"))
    store().put(theirs.key("full"), [b"theirs"])
    archive = taken_by(a_phone(app, on=walk))
    assert archive.namelist() == [
        "participation.json",
        "profile.json",
        "observations.json",
        "stop-cards.json",
        "confirmations.json",
        "trace.json",
    ]
    assert said_in(archive, "confirmations.json") == []
    assert (said_in(archive, "observations.json"), said_in(archive, "profile.json")) == ([], {})


def test_it_holds_more_than_one_page_of_observations(app: Flask) -> None:
    phone = a_phone(app)
    for _page in range(5):
        phone.deliver_all([{**a_delivery(), "id": str(new_id())} for _ in range(25)])
    assert len(said_in(taken_by(phone), "observations.json")) == 125


def test_a_photo_whose_file_is_gone_is_left_out(app: Flask) -> None:
    phone = a_phone(app)
    a_photo(of=find(phone.deliver(a_delivery()).json["id"]))
    assert not [name for name in taken_by(phone).namelist() if name.startswith("photos/")]


def test_an_archived_walk_still_gives_it(app: Flask) -> None:
    assert taken_by(a_phone(app, on=a_walk(state="archived"))).namelist()


def test_it_comes_in_small_blocks(app: Flask) -> None:
    phone = a_phone(app)
    photo = a_photo(of=find(phone.deliver(a_delivery()).json["id"]))
    store().put(photo.key("full"), [bytes(1_000_000)])
    me = db.session.get_one(Participant, phone.participant_id)
    sizes = [len(block) for block in returning.own_data(me)]
    assert sum(sizes) > 1_000_000
    assert max(sizes) < 3 * returning.BLOCK
