"""Structured logs: one line a request, with its id and nothing about the person."""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING

import structlog
from flask import g, request
from uuid_utils import compat

if TYPE_CHECKING:
    from flask import Flask, Response

log = structlog.get_logger("walks")
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def configure(level: str) -> None:
    """Write logs as JSON lines to standard error, from this level up."""
    logging.basicConfig(level=level.upper(), format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(),
    )


def register(app: Flask) -> None:
    """Give each request an id, log how it ended, and send the id back."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if GIVEN_ID.fullmatch(given) else compat.uuid7().hex
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        log.info(
            "request",
            method=request.method,
            # The rule, not the address: addresses hold join codes and ids of participants.
            rule=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        )
        return response
