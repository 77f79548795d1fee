"""How a refusal is told: problem+json to machines, a page to people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from walks.database import db
from walks.logs import log
from walks.problems import Problem

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue
    from wtforms import Form

OF_STATUS = {
    400: "malformed",
    401: "sign-in",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "malformed",
    422: "invalid",
    429: "too-many-tries",
}


def register(app: Flask) -> None:
    """Answer every failure from the one list of problems."""
    app.register_error_handler(Problem, tell)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(CSRFError, lambda _error: tell(Problem("conflict")))
    app.register_error_handler(OperationalError, _of_database)
    app.register_error_handler(Exception, _unforeseen)


def mark(form: Form, problem: Problem) -> None:
    """Show the faults that a refusal names beside the fields that have them.

    Raises:
        Problem: the same, when it names no fields.
    """
    if "errors" not in problem.members:
        raise problem
    for name, faults in problem.members["errors"].items():
        form[name].errors = faults


def tell(problem: Problem) -> ResponseReturnValue:
    """The problem as this reader wants it; a visitor's page leads to the sign-in page."""
    if request.path.startswith(("/api/", "/media/")):
        body = json.dumps(problem.as_json(), ensure_ascii=False)
        return Response(body, problem.status, content_type="application/problem+json")
    if problem.code == "sign-in" and request.method == "GET":
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    return render_template("problem.html", problem=problem), problem.status


def _of_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects are no refusals
        return error
    faults = getattr(error, "data", {}).get("messages")
    members = {"errors": faults} if faults else None
    code = OF_STATUS.get(error.code, "unavailable" if error.code >= 500 else "invalid")  # noqa: PLR2004
    return tell(Problem(code, members=members, minutes=1))


def _of_database(error: OperationalError) -> ResponseReturnValue:
    db.session.rollback()
    log.error("database", reason=type(error.orig).__name__, exc_info=error)
    return tell(Problem("unavailable"))


def _unforeseen(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log.error("unforeseen", reason=type(error).__name__, exc_info=error)
    return tell(Problem("unavailable"))
