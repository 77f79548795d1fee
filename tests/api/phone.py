"""A phone that speaks to the API as a resident's does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import FLAGEY, a_participant, bearing
from walks.database import db, new_id
from walks.participants import Device, Participant, hash_of

RECORDED_AT = "2026-11-21T10:00:00+01:00"


class Phone:
    """The phone of a participant; its token is made from their id."""

    def __init__(self, app: Flask, participant: Participant) -> None:
        self.client = app.test_client()
        self.walk_id = participant.walk_id
        self.participant_id = participant.id
        self.headers = bearing(f"token of {participant.id}")

    def ask(self, method: str, path: str = "", **values: Any) -> TestResponse:
        """One request about the walk that the phone joined."""
        address = f"/api/walks/{self.walk_id}{path}"
        return self.client.open(address, method=method, headers=self.headers, **values)

    def deliver(self, delivery: dict[str, Any], observation_id: UUID | None = None) -> TestResponse:
        return self.ask("PUT", f"/observations/{observation_id or new_id()}", json=delivery)

    def deliver_all(self, deliveries: list[Any]) -> list[dict[str, Any]]:
        answer = self.ask("POST", "/observations", json={"deliveries": deliveries})
        assert answer.status_code == 200, answer.text
        return list(answer.json["results"])

    def own(self) -> list[dict[str, Any]]:
        return list(self.ask("GET", "/observations").json["observations"])


def a_phone(app: Flask, **values: Any) -> Phone:
    """The phone of somebody who just joined."""
    participant = a_participant(**values)
    return the_phone_of(app, participant)


def the_phone_of(app: Flask, participant: Participant) -> Phone:
    """One more phone of a participant."""
    token_hash = hash_of(f"token of {participant.id}")
    if not db.session.scalar(db.select(Device).where(Device.token_hash == token_hash)):
        db.session.add(Device(participant_id=participant.id, token_hash=token_hash))
        db.session.commit()
    return Phone(app, participant)


def a_delivery(**values: Any) -> dict[str, Any]:
    """The shortest delivery: kind, theme, where and when. Values replace or add members."""
    return {
        "schema": 1,
        "based_on": None,
        "kind": "problem",
        "theme": "sight",
        "position": {
            "longitude": FLAGEY[0],
            "latitude": FLAGEY[1],
            "accuracy_m": 8,
            "source": "gps",
        },
        "recorded_at": RECORDED_AT,
    } | values
