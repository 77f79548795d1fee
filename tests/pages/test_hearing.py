"""A voice is heard by its author and its walk's facilitators, and by nobody else."""

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
    a_planner,
    a_voice_note,
    a_walk,
    an_administrator,
    an_observation,
    bearing,
    signed_in,
)
from walks.database import new_id
from walks.people import Person
from walks.storage import store
from walks.voices import Voice

TOKEN, NEIGHBOUR = "the resident's phone", "a neighbour's phone"
SOUND = bytes(range(256)) * 40


@pytest.fixture
def facilitator(app: Flask) -> Person:
    return a_facilitator()


@pytest.fixture
def voice(facilitator: Person) -> Iterator[Voice]:
    """A kept voice note, released, of a walk that is over: as open as it can be."""
    walk = a_walk(by=facilitator, state="closed")
    author = a_participant(on=walk, holding=TOKEN)
    a_participant(on=walk, holding=NEIGHBOUR)
    kept = a_voice_note(of=an_observation(by=author, released=True))
    store().put(kept.key, [SOUND])
    yield kept
    shutil.rmtree(store().root)


def hear(browser: FlaskClient, voice: Voice, **headers: str) -> TestResponse:
    return browser.get(f"/media/voices/{voice.id}", headers=headers, buffered=True)


def test_the_walk_s_facilitators_hear_it(app: Flask, facilitator: Person, voice: Voice) -> None:
    colleague = a_facilitator(of=facilitator.organisation)
    for person in (facilitator, colleague):
        answer = hear(signed_in(app, person), voice)
        assert (answer.status_code, answer.data) == (200, SOUND)
        assert answer.content_type == "audio/mp4"


def test_its_author_hears_it(client: FlaskClient, voice: Voice) -> None:
    assert hear(client, voice, **bearing(TOKEN)).data == SOUND


def test_nobody_else_hears_it_though_it_is_released(
    app: Flask, client: FlaskClient, voice: Voice
) -> None:
    for person in (a_planner(), an_administrator(), a_facilitator()):
        assert hear(signed_in(app, person), voice).status_code == 403
    assert hear(client, voice, **bearing(NEIGHBOUR)).status_code == 403
    assert hear(client, voice, **bearing("made up")).status_code == 401
    assert hear(client, voice).status_code in {302, 401}


def test_a_player_may_ask_for_a_part(app: Flask, facilitator: Person, voice: Voice) -> None:
    answer = hear(signed_in(app, facilitator), voice, Range="bytes=100-199")
    assert (answer.status_code, answer.data) == (206, SOUND[100:200])
    assert answer.headers["Content-Range"] == f"bytes 100-199/{len(SOUND)}"
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_no_copy_is_kept_where_others_could_find_it(
    app: Flask, facilitator: Person, voice: Voice
) -> None:
    answer = hear(signed_in(app, facilitator), voice)
    assert answer.cache_control.private
    assert not answer.cache_control.public
    assert {"Authorization", "Cookie"} <= set(answer.vary)


def test_what_is_not_ready_or_not_there_says_so(
    app: Flask, facilitator: Person, voice: Voice
) -> None:
    desk = signed_in(app, facilitator)
    walk = voice.observation.walk
    waiting = a_voice_note(of=an_observation(on=walk), state="received")
    refused = a_voice_note(of=an_observation(on=walk), state="refused")
    answer = desk.get(f"/media/voices/{waiting.id}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["code"]) == (404, "voice-not-ready")
    assert hear(desk, refused).status_code == 404
    assert desk.get(f"/media/voices/{new_id()}").status_code == 404


def test_only_the_resident_s_pages_may_ask_for_the_microphone(
    app: Flask, client: FlaskClient, facilitator: Person
) -> None:
    resident = client.get(f"/walk/{new_id()}").headers["Permissions-Policy"]
    assert "microphone=(self)" in resident
    desk = signed_in(app, facilitator)
    for address in ("/", "/lead/", "/account"):
        policy = desk.get(address).headers["Permissions-Policy"]
        assert "microphone=()" in policy, address
