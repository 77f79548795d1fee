"""How a refusal is told: problem+json to machines, a page to people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import (
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_security.core import AnonymousUser
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from walks import languages
from walks.database import db
from walks.logs import log
from walks.problems import Problem

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue
    from wtforms import Form

REFUSED, TOO_MANY, FAILED = 400, 429, 500

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
    # Before any before_request: the guard against forgery already reads the form.
    app.url_value_preprocessor(_limit_form)
    app.register_error_handler(Problem, tell)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(CSRFError, lambda _error: tell(Problem("page-too-old")))
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
    if problem.status >= FAILED:
        _forget_who_asked()
    if request.path.startswith(("/api/", "/media/")):
        body = json.dumps(problem.as_json(), ensure_ascii=False)
        answer = Response(body, problem.status, content_type="application/problem+json")
    elif problem.code == "sign-in" and request.method == "GET":
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    else:
        answer = make_response(render_template("problem.html", problem=problem), problem.status)
    if problem.status == TOO_MANY and "minutes" in problem.values:
        answer.headers["Retry-After"] = str(60 * int(str(problem.values["minutes"])))
    return answer


def _limit_form(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Take no form as large as a photo: it is read into memory as a whole."""
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def _of_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < REFUSED:  # redirects are no refusals
        return error
    faults = getattr(error, "data", {}).get("messages")
    members = {"errors": faults} if faults else None
    code = OF_STATUS.get(error.code, "unavailable" if error.code >= FAILED else "invalid")
    answer = make_response(tell(Problem(code, members=members, minutes=1)))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def _of_database(error: OperationalError) -> ResponseReturnValue:
    db.session.rollback()
    log.error("database", reason=type(error.orig).__name__, exc_info=error)
    return tell(Problem("unavailable"))


def _unforeseen(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log.error("unforeseen", reason=type(error).__name__, exc_info=error)
    return tell(Problem("unavailable"))


def _forget_who_asked() -> None:
    """Let the page of a failure ask the database nothing: it may be what failed."""
    g._login_user = AnonymousUser()  # noqa: SLF001 - where Flask-Login keeps who asked
    if "language" not in g:
        g.language = languages.without_account()
