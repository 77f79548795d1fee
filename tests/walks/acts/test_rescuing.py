"""A rescue file counts as if the phone had sent it, once, however often it is loaded."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from api.observations.understanding import understood
from tests.api.phone import a_delivery, the_phone_of
from tests.factories import a_facilitator, a_participant, a_walk, an_observation
from tests.walks.acts.rescued import a_rescue_file, zipped
from tests.walks.photos.phone import a_phone_photo
from tests.walks.voices.phone import a_voice
from walks import audit
from walks.acts.rescuing import Told, load
from walks.database import db, new_id
from walks.observations import Observation, digest_of
from walks.participants import Participant, withdraw
from walks.people import Person
from walks.photos import Photo
from walks.problems import Problem
from walks.storage import store

PHOTO = a_phone_photo()
DIGEST = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture(autouse=True)
def _files(app: Flask) -> Iterator[None]:
    """What these tests put into the store goes after each of them."""
    yield
    shutil.rmtree(store().root, ignore_errors=True)


@pytest.fixture
def facilitator(app: Flask) -> Person:
    return a_facilitator()


@pytest.fixture
def me(facilitator: Person) -> Participant:
    return a_participant(on=a_walk(by=facilitator))


def loaded(content: bytes, me: Participant, facilitator: Person) -> list[Told]:
    told = load(io.BytesIO(content), walk=me.walk, by=facilitator, understand=understood)
    db.session.commit()
    return told


def outcomes(told: list[Told]) -> list[tuple[str, str]]:
    return [(one.kind, one.outcome) for one in told]


def kept() -> list[Observation]:
    return list(db.session.scalars(db.select(Observation).order_by(Observation.id)))


def reason(content: bytes, me: Participant, facilitator: Person) -> str:
    with pytest.raises(Problem) as refusal:
        loaded(content, me, facilitator)
    db.session.rollback()
    assert refusal.value.code == "rescue-refused"
    assert kept() == []
    return refusal.value.detail


def test_observations_and_photos_are_kept_once(me: Participant, facilitator: Person) -> None:
    observation, photo = new_id(), new_id()
    delivery = a_delivery(note="Too dark.", photos=[{"id": str(photo), "digest": DIGEST}])
    file = a_rescue_file(
        me, deliveries={observation: [delivery]}, photos={photo: PHOTO}, digests={photo: DIGEST}
    )
    assert outcomes(loaded(file, me, facilitator)) == [("observation", "new"), ("photo", "new")]
    again = [("observation", "already"), ("photo", "already")]
    assert outcomes(loaded(file, me, facilitator)) == again
    assert outcomes(loaded(file, me, facilitator)) == again
    (found,) = kept()
    assert (found.id, found.participant_id, found.note) == (observation, me.id, "Too dark.")
    assert found.digest == digest_of(delivery)
    assert db.session.get_one(Photo, photo).received_digest == DIGEST


def test_what_the_phone_sends_later_all_the_same_is_acknowledged(
    app: Flask, me: Participant, facilitator: Person
) -> None:
    id_, delivery = new_id(), a_delivery(note="x")
    loaded(a_rescue_file(me, deliveries={id_: [delivery]}), me, facilitator)
    answer = the_phone_of(app, me).deliver(delivery, id_)
    assert (answer.status_code, answer.json["revision"]) == (200, 1)


def test_a_delivery_whose_answer_was_lost_and_the_change_after_it(
    app: Flask, me: Participant, facilitator: Person
) -> None:
    id_ = new_id()
    first, then = a_delivery(note="a"), a_delivery(note="b", based_on=1)
    file = a_rescue_file(me, deliveries={id_: [first, then]})
    the_phone_of(app, me).deliver(first, id_)
    assert outcomes(loaded(file, me, facilitator)) == [("observation", "changed")]
    assert outcomes(loaded(file, me, facilitator)) == [("observation", "already")]
    assert [(one.note, one.revision) for one in kept()] == [("b", 2)]


def test_both_of_them_when_neither_arrived(me: Participant, facilitator: Person) -> None:
    deliveries = {new_id(): [a_delivery(note="a"), a_delivery(note="b", based_on=1)]}
    file = a_rescue_file(me, deliveries=deliveries)
    assert outcomes(loaded(file, me, facilitator)) == [("observation", "new")]
    assert [(one.note, one.revision) for one in kept()] == [("b", 2)]


def test_more_than_one_batch(me: Participant, facilitator: Person) -> None:
    file = a_rescue_file(me, deliveries={new_id(): [a_delivery()] for _ in range(60)})
    assert len(loaded(file, me, facilitator)) == len(kept()) == 60


def test_each_refusal_has_its_sentence_and_keeps_no_other_back(
    me: Participant, facilitator: Person
) -> None:
    bad, fine, unowed = new_id(), new_id(), new_id()
    theirs = an_observation(on=me.walk)
    deliveries = {
        bad: [a_delivery(theme="weather")],
        theirs.id: [a_delivery()],
        fine: [a_delivery()],
    }
    file = a_rescue_file(
        me, deliveries=deliveries, photos={unowed: PHOTO}, digests={unowed: DIGEST}
    )
    told = {one.id: one for one in loaded(file, me, facilitator)}
    assert {id_: one.outcome for id_, one in told.items()} == {
        bad: "refused",
        theirs.id: "refused",
        fine: "new",
        unowed: "refused",
    }
    assert told[bad].sentence.endswith("This walk has no such theme. Choose another.")
    assert told[unowed].sentence.startswith("No observation waits for this photo.")


def test_what_was_taken_back_on_the_phone_is_taken_back(
    app: Flask, me: Participant, facilitator: Person
) -> None:
    mine, theirs = an_observation(by=me), an_observation(on=me.walk)
    file = a_rescue_file(me, withdrawn=[str(mine.id), str(theirs.id), str(new_id())])
    assert outcomes(loaded(file, me, facilitator)) == [("withdrawal", "new")]
    assert outcomes(loaded(file, me, facilitator)) == [("withdrawal", "already")]
    assert mine.withdrawn_at is not None
    assert theirs.withdrawn_at is None


def test_a_late_file_is_flagged_as_the_phone_would_be(facilitator: Person) -> None:
    me = a_participant(on=a_walk(by=facilitator, state="closed"))
    loaded(a_rescue_file(me, deliveries={new_id(): [a_delivery()]}), me, facilitator)
    assert kept()[0].is_late


def test_the_audit_knows_the_numbers_and_nobody(me: Participant, facilitator: Person) -> None:
    deliveries = {new_id(): [a_delivery(note="secret")], new_id(): [a_delivery(theme="weather")]}
    loaded(a_rescue_file(me, deliveries=deliveries), me, facilitator)
    (entry,) = [one for one in audit.of(me.walk) if one.act == "rescue_file.loaded"]
    assert entry.person_id == facilitator.id
    assert entry.details == {"new": 1, "changed": 0, "already": 0, "refused": 1}


def test_another_walk_s_file_is_refused(me: Participant, facilitator: Person) -> None:
    other = a_participant()
    deliveries = {new_id(): [a_delivery()]}
    for of, about in (
        (other, {}),
        (me, {"walk": str(other.walk_id)}),
        (other, {"walk": str(me.walk_id)}),
    ):
        file = a_rescue_file(of, deliveries=deliveries, **about)
        assert "another walk" in reason(file, me, facilitator)


def test_nothing_comes_back_after_everything_was_taken_back(
    me: Participant, facilitator: Person
) -> None:
    withdraw(me)
    db.session.commit()
    file = a_rescue_file(me, deliveries={new_id(): [a_delivery()]})
    assert "took everything back" in reason(file, me, facilitator)


def test_an_archived_walk_takes_nothing(facilitator: Person) -> None:
    me = a_participant(on=a_walk(by=facilitator, state="archived"))
    with pytest.raises(Problem, match="walk-archived"):
        loaded(a_rescue_file(me), me, facilitator)


ABOUT: dict[str, Any] = {"format": "walks-rescue", "version": 1, "withdrawn": [], "media": []}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"no zip at all, but long enough to be looked at",
        zipped({"other.json": b"{}"}),
        zipped({"walk.json": b"{"}),
        zipped({"walk.json": b"[]"}),
        zipped({"walk.json": b"[" * 100_000}),
        zipped({"walk.json": b"\xff\xfe"}),
        zipped({"walk.json": json.dumps(ABOUT).encode()}),
        zipped({"walk.json": json.dumps({**ABOUT, "walk": 7, "participant": None}).encode()}),
        zipped({"walk.json": json.dumps({**ABOUT, "format": "other"}).encode()}),
        zipped({"walk.json": b"{}"}, packing=zipfile.ZIP_LZMA),
        zipped({"walk.json": b"{}"})[:-5],
        zipped({"walk.json": b"{}"}) + b"and more",
    ],
)
def test_what_is_no_rescue_file_is_refused(
    me: Participant, facilitator: Person, content: bytes
) -> None:
    assert "no rescue file" in reason(content, me, facilitator)


def test_a_newer_format_is_told_apart(me: Participant, facilitator: Person) -> None:
    assert "newer" in reason(a_rescue_file(me, version=2), me, facilitator)


def test_what_says_that_it_is_large_is_not_unpacked(me: Participant, facilitator: Person) -> None:
    bomb = zipped({"walk.json": bytes(3_000_000)}, packing=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 10_000
    assert "too large" in reason(bomb, me, facilitator)
    photo = {f"media/{new_id()}.jpg": bytes(26_000_000)}
    assert "too large" in reason(a_rescue_file(me, more=photo), me, facilitator)


def test_many_that_are_large_together_are_refused(
    app: Flask, me: Participant, facilitator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["WALKS"], rescue_max_bytes=1_000_000)
    monkeypatch.setitem(app.config, "WALKS", settings)
    photos = {f"media/{new_id()}.jpg": bytes(600_000) for _ in range(2)}
    assert "more than this server" in reason(a_rescue_file(me, more=photos), me, facilitator)


def test_a_size_that_lies_is_read_no_further(me: Participant, facilitator: Person) -> None:
    content = bytearray(zipped({"walk.json": bytes(3_000_000)}, packing=zipfile.ZIP_DEFLATED))
    directory = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, directory + 24, 10)
    assert "no rescue file" in reason(bytes(content), me, facilitator)


def test_more_files_than_a_phone_has_are_refused(me: Participant, facilitator: Person) -> None:
    more = {f"x{number}": b"" for number in range(3000)}
    assert "more files" in reason(a_rescue_file(me, more=more), me, facilitator)


def test_a_directory_too_long_for_its_entries_is_refused(
    me: Participant, facilitator: Person
) -> None:
    content = bytearray(a_rescue_file(me))
    struct.pack_into("<I", content, len(content) - 10, 1_000_000)
    assert "more files" in reason(bytes(content), me, facilitator)


def test_the_large_form_of_zip_is_refused(me: Participant, facilitator: Person) -> None:
    content = a_rescue_file(me)
    locator = b"PK\x06\x07" + bytes(16)
    assert "no rescue file" in reason(content[:-22] + locator + content[-22:], me, facilitator)


def test_other_files_in_it_do_not_matter(me: Participant, facilitator: Person) -> None:
    more = {"__MACOSX/._walk.json": b"?", "../evil.json": b"{}", "media/x.jpg": b"?"}
    assert loaded(a_rescue_file(me, more=more), me, facilitator) == []


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"deliveries": None},
        {"deliveries": ["x"]},
        {"deliveries": [{}]},
        {"deliveries": [{"delivery": 7, "digest": "0"}]},
        {"deliveries": [{"delivery": a_delivery(), "digest": "0" * 64}]},
    ],
)
def test_a_damaged_observation_keeps_no_other_back(
    me: Participant, facilitator: Person, said: dict[str, Any]
) -> None:
    more = {f"observations/{new_id()}.json": json.dumps(said).encode()}
    file = a_rescue_file(me, deliveries={new_id(): [a_delivery()]}, more=more)
    told = loaded(file, me, facilitator)
    assert sorted(one.outcome for one in told) == ["new", "refused"]
    assert [one.sentence for one in told if one.sentence] == [
        "The rescue file was not loaded. A part of the file is damaged. Nothing was changed."
    ]


def test_a_damaged_photo_is_refused_and_can_come_again(
    me: Participant, facilitator: Person
) -> None:
    observation, photo = new_id(), new_id()
    announced = a_delivery(photos=[{"id": str(photo), "digest": DIGEST}])
    whole = a_rescue_file(
        me, deliveries={observation: [announced]}, photos={photo: PHOTO}, digests={photo: DIGEST}
    )
    place = whole.index(PHOTO) + len(PHOTO) // 2
    damaged = whole[:place] + bytes(8) + whole[place + 8 :]
    told = loaded(damaged, me, facilitator)
    assert outcomes(told) == [("observation", "new"), ("photo", "refused")]
    assert outcomes(loaded(whole, me, facilitator)) == [
        ("observation", "already"),
        ("photo", "new"),
    ]


def test_a_voice_note_is_received_as_a_phone_s(me: Participant, facilitator: Person) -> None:
    sound, observation, id_ = a_voice(), new_id(), new_id()
    voice = {"id": str(id_), "digest": hashlib.sha256(sound).hexdigest()}
    file = a_rescue_file(
        me,
        deliveries={observation: [a_delivery(voice=voice)]},
        media=[{**voice, "medium": "voice"}],
        more={f"media/{id_}.webm": sound},
    )
    assert outcomes(loaded(file, me, facilitator)) == [("observation", "new"), ("voice", "new")]
    assert outcomes(loaded(file, me, facilitator)) == [
        ("observation", "already"),
        ("voice", "already"),
    ]


def test_media_of_an_unknown_kind_are_refused_in_words(
    me: Participant, facilitator: Person
) -> None:
    id_ = new_id()
    media = [{"id": str(id_), "medium": "smell", "digest": "0" * 64}]
    (told,) = loaded(a_rescue_file(me, photos={id_: b"x"}, media=media), me, facilitator)
    assert (told.outcome, told.sentence) == (
        "refused",
        "This server does not know what kind of thing this is.",
    )
