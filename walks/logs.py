"""Structured logs: one line a request, with its id and nothing about the person."""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from flask import g, request
from uuid_utils import compat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask, Response
    from structlog.typing import EventDict

log = structlog.get_logger("walks")
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def configure(level: str) -> None:
    """Write logs as JSON lines to standard error, from this level up."""
    logging.basicConfig(level=level.upper(), format="%(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells of every job
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            where_it_broke,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def where_it_broke(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Write of an exception its kinds and the lines it passed, never its words.

    The words of a database's error quote what people wrote.
    """
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()[1]
    if isinstance(found, BaseException):
        event["exception"] = [
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(found.__traceback__)
        ]
        event["kinds"] = [type(one).__name__ for one in _chain(found)]
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def register(app: Flask) -> None:
    """Give each request an id, log how it ended, and send the id back."""
    # Flask's own line would hold the address, and with it join codes and tokens.
    app.log_exception = _log_exception  # type: ignore[method-assign]

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


def _log_exception(exc_info: tuple[Any, ...]) -> None:
    log.error("unforeseen", reason=exc_info[0].__name__, exc_info=exc_info[1])
