"""Passwords: which will do, and how they are kept."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from unicodedata import normalize

from flask_babel import gettext as _
from flask_security import hash_password

from walks import audit
from walks.problems import Problem

if TYPE_CHECKING:
    from walks.people.staff import Person

SHORTEST, LONGEST = 12, 200  # characters
MOST_ALIKE = 5  # a password of fewer different characters than this is guessed first
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "azertyuiop")  # as keyboards go


def password_faults(password: str, *, of: Person) -> list[str]:
    """What is wrong with a password: its length, or that it is among the first to be guessed.

    No rule says what it is made of (NIST SP 800-63B, 3.1.1.2).
    """
    if len(password) < SHORTEST:
        return [_("Take at least %(count)s characters. A few words are easiest.", count=SHORTEST)]
    if len(password) > LONGEST:
        return [_("Take at most %(count)s characters.", count=LONGEST)]
    if _is_guessed_first(password.casefold(), of):
        return [_("This is easily guessed. Take a few words that do not belong together.")]
    return []


def set_password(person: Person, password: str, *, by: Person | None) -> None:
    """Give the account this password; every session and reset link of it ends.

    Raises:
        Problem: "invalid", naming `password`.
    """
    if faults := password_faults(password, of=person):
        raise Problem("invalid", members={"errors": {"password": faults}})
    person.password = hashed(password)
    person.fs_uniquifier = new_uniquifier()
    audit.note("person.password_set", person, by=by)


def hashed(password: str) -> str:
    """The password as it is stored, by argon2id."""
    return str(hash_password(_composed(password)))


def new_uniquifier() -> str:
    """What sessions and reset links name an account by: another one ends them all."""
    return secrets.token_urlsafe(18)


def is_password_of(person: Person, password: str) -> bool:
    """Whether this is the account's password."""
    return bool(person.password) and bool(person.verify_and_update_password(_composed(password)))


def _composed(password: str) -> str:
    """The same letters however a keyboard composed them, as Flask-Security compares them."""
    return normalize("NFKD", password)


def _is_guessed_first(password: str, person: Person) -> bool:
    about = {"walks", "walk", "password", *person.email.casefold().split("@")}
    about |= {person.name.casefold(), person.organisation.name.casefold()}
    rest = password
    for known in sorted(filter(None, about), key=len, reverse=True):
        rest = rest.replace(known, "")
    is_row = any(password in (row * 3) or password in (row[::-1] * 3) for row in ROWS)
    return len(set(password)) < MOST_ALIKE or len(rest.strip(" .-_!?@0123456789")) == 0 or is_row
