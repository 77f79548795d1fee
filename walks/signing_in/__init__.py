"""Signing in: Flask-Security with our pages, argon2 and counters against guessing."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import g
from flask_security import Security, user_authenticated

from walks import people
from walks.signing_in import known
from walks.signing_in.form import SignInForm

if TYPE_CHECKING:
    from flask import Flask

    from walks.people import Person


def register(app: Flask) -> None:
    """Let staff sign in at /account/login and out at /account/logout.

    Passwords that were forgotten are ours to mend (pages/accounts.py): there is no e-mail here.
    """
    app.config.update(
        SECURITY_URL_PREFIX="/account",
        SECURITY_LOGIN_USER_TEMPLATE="accounts/sign-in.html",
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a method
        SECURITY_PASSWORD_NORMALIZE_FORM="NFKD",  # noqa: S106 - as people/passwords.py stores them
        SECURITY_PASSWORD_SALT=_derived(app, "passwords"),
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_CACHE_CONTROL=None,  # headers.py says it, for every page
        SECURITY_FLASH_MESSAGES=False,  # what a page says is said in our words
        SECURITY_FRESHNESS=timedelta(days=-1),  # no page asks for a password again
        SECURITY_POST_LOGIN_VIEW="accounts.arrive",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
    )
    security = Security(app, people.datastore(), login_form=SignInForm)
    # Staff sign in by their session alone; Flask-Security would also read tokens out of bodies.
    security.login_manager.request_loader(lambda _request: None)
    app.extensions["walks_security"] = security
    user_authenticated.connect(_welcome, app)


def _welcome(_app: Flask, user: Person, authn_via: list[str], **_: Any) -> None:
    """Note the hour, and know this browser from now on.

    Pages now speak the account's language, unless somebody chose another one in this browser.
    """
    if "change" in authn_via:  # a new password signs in again who is already here
        return
    user.last_signed_in_at = datetime.now(UTC)
    g.pop("language", None)
    known.remember(user.email)


def _derived(app: Flask, purpose: str) -> str:
    secret = app.config["SECRET_KEY"].encode()
    return hmac.new(secret, purpose.encode(), hashlib.sha256).hexdigest()
