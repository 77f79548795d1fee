"""Reset links, with which somebody chooses a password: for one hour and one use."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select

from walks import audit
from walks.database import db
from walks.people.staff import Person

HOUR = 3600  # seconds


def new_reset_token(person: Person, *, by: Person | None = None) -> str:
    """A token for one hour and one use: setting a password makes it worthless.

    It is Flask-Security's without the digest of the old password, which the uniquifier makes
    needless: so the link is short enough to copy and its QR code to scan.
    """
    audit.note("person.reset_link_made", person, by=by)
    return str(_signer().dumps(person.fs_uniquifier))


def holding_reset_token(token: str) -> Person | None:
    """Whom the token lets choose a password; nobody when it is used, old, or no token."""
    try:
        named = str(_signer().loads(token, max_age=HOUR))
    except BadSignature:  # or too old
        return None
    wanted = select(Person).where(Person.fs_uniquifier == named, Person.active)
    # Locked, so that of two who use it at once the second finds it used.
    return db.session.scalar(wanted.with_for_update(of=Person))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="choose a password")
