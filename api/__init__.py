"""The API: JSON and files for machines, one file for each noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api import (
    confirmations,
    corridor,
    exports,
    joining,
    observations,
    photos,
    profile,
    reading,
    receipts,
    stop_cards,
    traces,
    voices,
    walks,
)
from api.describing import Api

if TYPE_CHECKING:
    from flask import Flask

DESCRIPTION = """What phones and GIS ask of Walks. Refusals are problem+json (RFC 9457) with a
sentence that says what to do next, in the language that Accept-Language asks for."""

DEVICE = {
    "type": "http",
    "scheme": "bearer",
    "description": "The token that a phone was given when it joined a walk.",
}


def register(app: Flask) -> None:
    """Put every noun at its address, with the OpenAPI description beside them."""
    app.config.update(
        API_TITLE="Walks",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Api(app, spec_kwargs={"info": {"description": DESCRIPTION}})
    api.spec.components.security_scheme("device", DEVICE)
    for noun in (
        joining.joining,
        walks.walks,
        corridor.corridor,
        observations.observations,
        profile.profile,
        photos.photos,
        voices.voices,
        receipts.receipts,
        stop_cards.stop_cards,
        confirmations.confirmations,
        traces.traces,
        exports.exports,
    ):
        api.register_blueprint(noun)
        # Nothing here is written with a session's cookie alone, so no form token is needed.
        app.extensions["csrf"].exempt(noun)
    app.register_blueprint(reading.pages)
