"""Known browsers: those that signed in to an account before carry a signed cookie that says so.

Whoever guesses elsewhere fills other counters than the owner's browser, and so never keeps the
owner out.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

YEAR = 365 * 24 * 3600  # seconds
MOST = 8  # accounts that one browser is known to, the latest ones


@dataclass(frozen=True)
class Browser:
    """What the cookie holds: the browser's own number, and digests of the accounts' addresses."""

    number: str
    accounts: tuple[str, ...] = ()


def browser_of(email: str) -> str | None:
    """The number of this request's browser, if it signed in to the account before."""
    browser = _read()
    return browser.number if browser and _digest(email) in browser.accounts else None


def remember(email: str) -> None:
    """Let the answer tell this browser that it is known to the account."""
    before = _read() or Browser(secrets.token_urlsafe(12))
    others = tuple(account for account in before.accounts if account != _digest(email))
    accounts = (*others, _digest(email))[-MOST:]

    @after_this_request
    def send(response: Response) -> Response:
        is_https = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(
            _name(),
            _signer().dumps([before.number, accounts]),
            max_age=YEAR,
            secure=is_https,
            httponly=True,
            samesite="Lax",
        )
        return response


def _read() -> Browser | None:
    try:
        found: Any = _signer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return None
    return Browser(found[0], tuple(found[1]))


def _name() -> str:
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}walks-known"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")


def _digest(email: str) -> str:
    """A digest that only this installation can make, so that a cookie names nobody."""
    keyed = f"{current_app.config['SECRET_KEY']}\x1f{email.strip().lower()}"
    return hashlib.sha256(keyed.encode()).hexdigest()[:24]
