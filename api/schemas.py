"""What every noun's schemas share."""

from __future__ import annotations

from typing import Any

import marshmallow
from flask import current_app, request
from marshmallow import RAISE
from marshmallow import fields as f

from api.values import UNKNOWN
from walks.participants import qr_of
from walks.walks import LIGHTS, STATES


class Schema(marshmallow.Schema):
    """An object of known fields: others are refused, so that a slip is not lost in silence."""

    error_messages = UNKNOWN

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE


class MethodVersionSchema(Schema):
    """Which questionnaire a walk was made with."""

    slug = f.String(required=True)
    version = f.Integer(required=True)


class WalkSummarySchema(Schema):
    """A walk in a few words."""

    id = f.UUID(required=True)
    title = f.String(required=True)
    introduction = f.String(required=True)
    organisation = f.String(required=True)
    starts_at = f.String(
        required=True, metadata={"description": "On the clocks of the time zone, without offset."}
    )
    time_zone = f.String(required=True, metadata={"description": "An IANA name."})
    light = f.String(required=True, metadata={"enum": list(LIGHTS)})
    languages = f.List(f.String(), required=True)
    state = f.String(required=True, metadata={"enum": list(STATES)})
    method = f.Nested(MethodVersionSchema, required=True)


class ReceiptSchema(Schema):
    """A receipt. It is told once, and known here only by its SHA-256."""

    code = f.String(required=True, metadata={"description": "20 signs in groups of four."})
    qr = f.String(
        required=True,
        metadata={"description": "An SVG drawing: the QR code of the link that brings them back."},
    )

    @marshmallow.pre_dump
    def with_qr(self, code: str, **_: Any) -> dict[str, str]:
        """A receipt's code and, after the # that no log sees, its link as a QR code."""
        base = (current_app.config["WALKS"].public_url or request.host_url).rstrip("/")
        return {"code": code, "qr": qr_of(f"{base}/receipt#{code}")}


def geojson(kind: str, depth: int) -> Any:
    """A GeoJSON geometry in a description, with coordinates in lists so deep."""
    coordinates: dict[str, Any] = {"type": "number"}
    for _ in range(depth):
        coordinates = {"type": "array", "items": coordinates}
    return {
        "description": f"A GeoJSON {kind} (RFC 7946), or null.",
        "properties": {"type": {"type": "string"}, "coordinates": coordinates},
    }
