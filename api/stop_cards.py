"""Stop cards: what a participant locked at a stop, delivered once and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rfc8785
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, post_load
from marshmallow import fields as f

from api.describing import Blueprint
from api.schemas import Schema
from api.values import Id, Instant, Told, Whole, Word, at_most, between, refused
from walks import observations
from walks import stop_cards as cards
from walks import walks as walks_
from walks.doors import participant, permits
from walks.participants.sheet import SCHEMA
from walks.permissions import Verb
from walks.problems import Problem
from walks.stop_cards import Card

if TYPE_CHECKING:
    from uuid import UUID

    from walks.walks import Walk

stop_cards = Blueprint(
    "stop-cards",
    __name__,
    url_prefix="/api/walks/<uuid:walk>/stop-cards",
    description="What participants rated at stops, alone and before the talk.",
)
REFUSALS = ("token-unknown", "wrong-walk", "not-found")


class Ratings(Told, f.Dict):
    """Question slug → value on its scale, or null."""

    wanted = _l("This must be an object.")


class CardSchema(Schema):
    """A locked card as a phone delivers it. Its digest covers exactly this object."""

    schema = Whole(required=True, metadata={"description": f"{SCHEMA}, as the walk sheet says."})
    id = Id(required=True, metadata={"description": "Made on the phone."})
    recorded_at = Instant(required=True, metadata={"format": "date-time"})
    ratings = Ratings(
        keys=Word(validate=at_most(100)),
        values=Whole(allow_none=True, validate=between(-1000, 1000)),
        required=True,
        metadata={"description": "Question → value; null: can’t say. Unanswered is left out."},
    )

    @post_load(pass_original=True)
    def with_digest(self, data: dict[str, Any], original: Any, **_: Any) -> dict[str, Any]:
        """Add the digest of the object as it was delivered.

        Raises:
            ValidationError: nothing is answered, or JSON cannot carry it.
        """
        if not data["ratings"]:
            raise refused("ratings", _l("Answer at least one question."))
        try:
            return data | {"digest": observations.digest_of(original)}
        except (rfc8785.CanonicalizationError, UnicodeError) as reason:
            raise ValidationError([_l("This holds what JSON cannot carry.")]) from reason


class KeptCardSchema(Schema):
    """A card as it is kept, for ever."""

    id = f.UUID(required=True)
    stop = f.UUID(required=True)
    digest = f.String(required=True, metadata={"description": "SHA-256 over RFC 8785, in hex."})
    recorded_at = f.String(required=True, metadata={"format": "date-time"})
    received_at = f.String(required=True, metadata={"format": "date-time"})
    is_late = f.Boolean(required=True)
    ratings = f.Dict(keys=f.String(), values=f.Integer(allow_none=True), required=True)


class CardsSchema(Schema):
    """One's own cards."""

    cards = f.List(f.Nested(KeptCardSchema), required=True)


@stop_cards.get("")
@permits(Verb.DELIVER_STOP_CARD, walk=walks_.find)
@stop_cards.doc(security=[{"device": []}])
@stop_cards.response(200, CardsSchema)
@stop_cards.refuses(*REFUSALS)
def own(walk: Walk) -> dict[str, Any]:  # noqa: ARG001 - the door looked at it
    """The cards that I locked."""
    return {"cards": [cards.shown(one) for one in cards.given_by(participant())]}


@stop_cards.put("/<uuid:stop>")
@permits(Verb.DELIVER_STOP_CARD, walk=walks_.find)
@stop_cards.doc(security=[{"device": []}])
@stop_cards.arguments(CardSchema)
@stop_cards.response(200, KeptCardSchema)
@stop_cards.refuses(
    *REFUSALS,
    "malformed",
    "too-large",
    "invalid",
    "schema-unknown",
    "card-locked",
    "id-taken",
    "walk-archived",
)
def lock(given: dict[str, Any], walk: Walk, stop: UUID) -> dict[str, Any]:
    """Lock my answers at a stop. The same sent again is acknowledged again; others are refused."""
    if given.pop("schema") != SCHEMA:
        raise Problem("schema-unknown")
    at = cards.find_stop(walk, stop)
    return cards.shown(cards.keep(Card(**given), by=participant(), at=at))
