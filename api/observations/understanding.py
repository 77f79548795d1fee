"""Understanding one delivery, however it came: by itself, in a backlog, in a rescue file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError

from api.observations.schemas import DeliverySchema, IdSchema
from api.values import faults
from walks.observations import Delivery
from walks.participants.sheet import SCHEMA
from walks.problems import Problem

if TYPE_CHECKING:
    from uuid import UUID


def delivery_of(delivered: dict[str, Any], observation_id: UUID) -> Delivery:
    """What was delivered.

    Raises:
        Problem: "schema-unknown" when this server does not understand its schema.
    """
    if delivered.pop("schema") != SCHEMA:
        raise Problem("schema-unknown")
    return Delivery(id=observation_id, **delivered)


def understood(raw: Any) -> Delivery | Problem:
    """One delivery with its id among its members, or what is wrong with it."""
    identified = raw if isinstance(raw, dict) else {}
    rest = {name: value for name, value in identified.items() if name != "id"}
    try:
        named = IdSchema().load({"id": identified.get("id")})
        return delivery_of(DeliverySchema().load(rest), named["id"])
    except ValidationError as error:
        return Problem("invalid", members={"errors": faults(error)})
    except Problem as problem:
        return problem
