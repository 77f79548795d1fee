"""A receipt brings its participant back, on any device, and nobody else."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api.phone import Phone, a_delivery, a_phone
from tests.factories import a_participant, a_walk, bearing
from walks.database import db
from walks.participants import (
    CONSENT,
    Device,
    Participant,
    Receipt,
    hash_of,
    make_receipt,
)
from walks.participants.receipts import LENGTH
from walks.walks.codes import ALPHABET


def a_receipt(participant: Participant) -> str:
    code = make_receipt(participant)
    db.session.commit()
    return code


def show(client: FlaskClient, receipt: Any, **values: Any) -> TestResponse:
    return client.post("/api/receipts", json={"receipt": receipt}, **values)


def test_joining_hands_out_a_receipt_and_its_qr_code(client: FlaskClient) -> None:
    yes = {"language": "nl", "consent": {"version": CONSENT.version, "taking_part": True}}
    joined = client.post(f"/api/joining/{a_walk().join_code}", json=yes).json
    assert re.fullmatch(r"([A-Z0-9]{4}-){4}[A-Z0-9]{4}", joined["receipt"]["code"])
    assert joined["receipt"]["qr"].startswith("<svg ")
    assert len(joined["receipt"]["qr"]) < 3000
    back = show(client, joined["receipt"]["code"])
    assert back.status_code == 201
    assert back.json["participant_id"] == joined["participant_id"]
    assert back.json["token"] != joined["token"]


def test_the_qr_code_holds_the_address_with_the_receipt_behind_its_hash(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("api.schemas.qr_of", lambda link: drawn.append(link) or "<svg/>")
    settings = replace(client.application.config["WALKS"], public_url="https://walks.example/")
    monkeypatch.setitem(client.application.config, "WALKS", settings)
    receipt = a_phone(client.application).ask("POST", "/receipt").json
    assert drawn == [f"https://walks.example/receipt#{receipt['code']}"]


def test_it_has_eighty_bits_and_is_kept_only_as_its_hash(app: Flask) -> None:
    assert LENGTH * math.log2(len(ALPHABET)) >= 80
    code = a_receipt(a_participant())
    assert set(code) - {"-"} <= set(ALPHABET)
    kept = db.session.scalars(db.select(Receipt.secret_hash)).all()
    assert kept == [hash_of(code.replace("-", ""))]


def test_it_is_understood_however_it_is_typed(client: FlaskClient) -> None:
    me = a_participant()
    code = a_receipt(me)
    for typed in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert show(client, typed).json["participant_id"] == str(me.id)


def test_its_token_opens_corrects_and_withdraws(client: FlaskClient) -> None:
    phone = a_phone(client.application)
    first, second = (phone.deliver(a_delivery(note="x")).json["id"] for _ in range(2))
    me = db.session.get_one(Participant, phone.participant_id)
    back = show(client, a_receipt(me)).json
    here = bearing(back["token"])
    own = f"/api/walks/{back['walk_id']}/observations"
    read = client.get(own, headers=here).json["observations"]
    assert [one["id"] for one in read] == sorted([first, second])
    change = a_delivery(note="y", based_on=1)
    assert client.put(f"{own}/{first}", json=change, headers=here).json["revision"] == 2
    assert client.delete(f"{own}/{second}", headers=here).status_code == 204


def test_a_new_receipt_takes_the_place_of_the_one_before(client: FlaskClient) -> None:
    phone = a_phone(client.application)
    first = phone.ask("POST", "/receipt").json["code"]
    second = phone.ask("POST", "/receipt").json["code"]
    refused = show(client, first)
    assert (refused.status_code, refused.json["code"]) == (410, "receipt-replaced")
    assert show(client, second).status_code == 201
    assert phone.ask("GET").status_code == 200  # its device stays on the walk


@pytest.mark.parametrize(
    "receipt", ["", "ZZZZ", "FHKL-" * 5, "%00", "ÄÖÜ" * 8, "F" * 20, "F" * 200]
)
def test_a_wrong_one_gets_its_sentence(client: FlaskClient, receipt: str) -> None:
    a_receipt(a_participant())
    answer = show(client, receipt)
    assert (answer.status_code, answer.json["code"]) == (404, "receipt-unknown")


@pytest.mark.parametrize("receipt", [None, 7, ["FHKL"], "F" * 201])
def test_what_is_none_is_invalid(client: FlaskClient, receipt: Any) -> None:
    answer = show(client, receipt)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["receipt"])


def test_guessing_is_slowed_down_and_even_the_right_one_tells_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(client.application.config["WALKS"], join_tries_per_code=3)
    monkeypatch.setitem(client.application.config, "WALKS", settings)
    code = a_receipt(a_participant())
    assert [show(client, "F" * 20).status_code for _ in range(4)] == [404, 404, 404, 429]
    assert show(client, code).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.2"}
    assert show(client, code, environ_base=elsewhere).status_code == 201


def test_who_took_everything_back_is_told_so_kindly(client: FlaskClient) -> None:
    phone = a_phone(client.application, on=a_walk("Evening round"))
    code = phone.ask("POST", "/receipt").json["code"]
    phone.ask("DELETE", "/participation")
    refused = show(client, code)
    assert (refused.status_code, refused.json["code"]) == (410, "participation-withdrawn")
    assert "“Evening round”" in refused.json["detail"]


@pytest.mark.parametrize("state", ["closed", "reported", "archived"])
def test_a_walk_that_is_over_can_still_be_come_back_to(client: FlaskClient, state: str) -> None:
    me = a_participant(on=a_walk(state=state))
    back = show(client, a_receipt(me)).json
    address = f"/api/walks/{me.walk_id}"
    assert client.get(address, headers=bearing(back["token"])).json["walk"]["state"] == state


def test_a_device_is_forgotten_and_the_others_stay(client: FlaskClient) -> None:
    here, there = a_phone(client.application), None
    me = db.session.get_one(Participant, here.participant_id)
    there = bearing(show(client, a_receipt(me)).json["token"])
    assert here.ask("DELETE", "/device").status_code == 204
    assert here.ask("GET").json["code"] == "token-unknown"
    assert client.get(f"/api/walks/{here.walk_id}", headers=there).status_code == 200
    assert db.session.scalar(db.select(db.func.count()).select_from(Device)) == 2


def test_coming_back_needs_no_form_token(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", 1)
    phone: Phone = a_phone(app)
    code = phone.ask("POST", "/receipt").json["code"]
    assert show(app.test_client(), code).status_code == 201
