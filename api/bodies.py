"""Bodies that are bytes: media on their way from a phone, with the digest they promise."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import gettext as _
from marshmallow import fields as f

from api.schemas import Schema
from walks.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

# One member of a dictionary of RFC 9651; the others are other algorithms and do not matter.
SHA_256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]+={0,2}):\s*(?=[,;]|$)")


class MediumSchema(Schema):
    """What is known of a photo or voice note. A phone keeps its copy until a week after `kept`."""

    id = f.UUID(required=True)
    state = f.String(required=True, metadata={"enum": ["received", "kept", "refused"]})
    digest = f.String(
        required=True, metadata={"description": "SHA-256 of the bytes as received, hexadecimal."}
    )
    reason = f.String(metadata={"description": "Why it was refused, as a code."})
    sentence = f.String(metadata={"description": "Why it was refused, and what to do next."})


def described(kind: str) -> dict[str, Any]:
    """What OpenAPI says of a request whose body is bytes of this kind, as image/*."""
    return {
        "parameters": [
            {
                "in": "header",
                "name": "Content-Digest",
                "required": True,
                "schema": {"type": "string"},
                "description": "sha-256=:…: over the body, as RFC 9530 writes it.",
            }
        ],
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": {"type": "string", "format": "binary"}}},
        },
    }


def shown(medium: Any, sentence: Callable[[str], str]) -> dict[str, Any]:
    """A medium as its phone sees it, with the sentence why it was refused."""
    known = {"id": medium.id, "state": medium.state, "digest": medium.received_digest}
    if medium.refused_because:
        known |= {"reason": medium.refused_because, "sentence": sentence(medium.refused_because)}
    return known


def promised() -> str:
    """The SHA-256 that the phone says the body has, in hexadecimal.

    Raises:
        Problem: "invalid" when it says none.
    """
    found = SHA_256.search(request.headers.get("Content-Digest", ""))
    try:
        digest = base64.b64decode(found[1], validate=True) if found else b""
    except binascii.Error:
        digest = b""
    if len(digest) != 32:  # noqa: PLR2004 - bytes of a SHA-256
        fault = _("Send the SHA-256 of the body: sha-256=:base64:")
        raise Problem("invalid", members={"errors": {"Content-Digest": [fault]}})
    return digest.hex()
