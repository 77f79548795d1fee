"""Signing in: Flask-Security with our pages, argon2 and counters against guessing."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING

from flask_security import Security

from walks import people

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Let staff sign in at /account/login and out at /account/logout."""
    app.config.update(
        SECURITY_URL_PREFIX="/account",
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a method
        SECURITY_PASSWORD_SALT=_derived(app, "passwords"),
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_RECOVERABLE=True,
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(hours=1),
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_SEND_PASSWORD_RESET_EMAIL=False,
        SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL=False,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_POST_LOGIN_VIEW="/account/",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
    )
    app.extensions["walks_security"] = Security(app, people.datastore())


def _derived(app: Flask, purpose: str) -> str:
    secret = app.config["SECRET_KEY"].encode()
    return hmac.new(secret, purpose.encode(), hashlib.sha256).hexdigest()
