"""Receipts: coming back on any device, taking one's data away, being forgotten by a device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, request
from marshmallow import fields as f

from api.describing import Blueprint
from api.schemas import ReceiptSchema, Schema
from api.values import Word, at_most
from walks import participants
from walks import walks as walks_
from walks.acts import returning
from walks.doors import bearer, participant, permits
from walks.permissions import Verb

if TYPE_CHECKING:
    from walks.walks import Walk

receipts = Blueprint(
    "receipts", __name__, url_prefix="/api", description="Coming back with a receipt."
)
REFUSALS = ("token-unknown", "wrong-walk", "not-found")


class ShownReceiptSchema(Schema):
    """A receipt, however it was typed."""

    receipt = Word(required=True, validate=at_most(200))


class ExchangedSchema(Schema):
    """Who came back. The token is told once, and known here only by its SHA-256."""

    walk_id = f.UUID(required=True)
    participant_id = f.UUID(required=True)
    token = f.String(required=True)


@receipts.post("/receipts")
@permits(Verb.EXCHANGE_RECEIPT)
@receipts.arguments(ShownReceiptSchema)
@receipts.response(201, ExchangedSchema)
@receipts.refuses(
    "malformed",
    "invalid",
    "too-large",
    "receipt-unknown",
    "receipt-replaced",
    "participation-withdrawn",
    "too-many-tries",
)
def exchange(given: dict[str, Any]) -> dict[str, Any]:
    """Come back with a receipt: the answer's token is this device's own key to the walk."""
    found, token = participants.exchange(given["receipt"], asked_from=request.remote_addr or "")
    return {"walk_id": found.walk_id, "participant_id": found.id, "token": token}


@receipts.post("/walks/<uuid:walk>/receipt")
@permits(Verb.MAKE_RECEIPT, walk=walks_.find)
@receipts.doc(security=[{"device": []}])
@receipts.response(201, ReceiptSchema)
@receipts.refuses(*REFUSALS)
def renew(walk: Walk) -> str:  # noqa: ARG001 - the door looked at it
    """A new receipt. The one before opens nothing any more; devices stay on the walk."""
    return participants.make_receipt(participant())


@receipts.delete("/walks/<uuid:walk>/device")
@permits(Verb.FORGET_DEVICE, walk=walks_.find)
@receipts.doc(security=[{"device": []}])
@receipts.response(204)
@receipts.refuses(*REFUSALS)
def forget_device(walk: Walk) -> None:  # noqa: ARG001 - the door looked at it
    """Forget the device that asks. What it gave stays with the walk."""
    participants.forget_device(bearer() or "")


@receipts.get("/walks/<uuid:walk>/own-data.zip")
@permits(Verb.SEE_OWN_DATA, walk=walks_.find)
@receipts.doc(security=[{"device": []}])
@receipts.response(200, content_type="application/zip", description="A zip of JSON and photos.")
@receipts.refuses(*REFUSALS)
def own_data(walk: Walk) -> Response:
    """Everything that I gave to the walk, as one file."""
    answer = Response(returning.own_data(participant()), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="walk-{walk.id}.zip"'
    return answer
