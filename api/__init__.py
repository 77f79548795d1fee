"""The API: JSON and files for machines, one file for each noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_smorest import Api

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Put every noun at its address, with the OpenAPI description beside them."""
    app.config.update(
        API_TITLE="Walks",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    Api(app)
