"""Passwords, and the links that let one choose a new one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import itsdangerous.timed
import pytest
from flask import Flask

from tests.conftest import settings_in
from tests.factories import PASSWORD, a_facilitator, a_person, an_administrator, an_organisation
from walks import audit, create_app, people
from walks.database import db
from walks.people import passwords
from walks.permissions import Role
from walks.postgres import Cluster
from walks.problems import Problem

pytestmark = pytest.mark.usefixtures("app")

GOOD = "four ponds under a bridge"


@pytest.mark.parametrize(
    "password",
    [
        "",
        "eleven char",
        "x" * 201,
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012",
        "98765432109876",
        "qwertyuiopqwerty",
        "azertyuiopaz",
        "abcdefghijklm",
        "password1234",
        "walkswalks2026",
        "someone@example.org",
        "Women Walk 2026!",
    ],
)
def test_what_is_short_or_guessed_first_is_refused(password: str) -> None:
    person = a_person(
        Role.FACILITATOR, email="someone@example.org", of=an_organisation("Women walk")
    )
    assert people.password_faults(password, of=person)
    with pytest.raises(Problem) as refused:
        people.set_password(person, password, by=person)
    assert list(refused.value.members["errors"]) == ["password"]
    assert people.is_password_of(person, PASSWORD)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "tw3lve-chars",
        "un mot de passe français",
        "密码密码甲乙丙丁戊己庚辛",
        "x" * 190 + "abcdefghij",
    ],
)
def test_anything_else_is_a_password(password: str) -> None:
    person = a_facilitator()
    people.set_password(person, password, by=person)
    assert people.is_password_of(person, password)
    assert not people.is_password_of(person, password + "x")
    assert person.password
    assert person.password.startswith("$argon2id$")


def test_letters_composed_otherwise_are_the_same_password() -> None:
    person = a_facilitator()
    people.set_password(person, "e\u0301te\u0301 a\u0300 la mer", by=person)
    assert people.is_password_of(person, "\u00e9t\u00e9 \u00e0 la mer")


def test_a_new_password_ends_sessions_and_links_and_is_noted() -> None:
    person = a_facilitator()
    before, token = person.fs_uniquifier, people.new_reset_token(person)
    people.set_password(person, GOOD, by=person)
    assert person.fs_uniquifier != before
    assert people.holding_reset_token(token) is None
    acts = [entry.act for entry in audit.of(person)]
    assert acts[-2:] == ["person.reset_link_made", "person.password_set"]


def test_a_reset_link_lets_in_who_never_had_a_password() -> None:
    person = people.add(
        "new@example.org", name="N", roles=[Role.PLANNER], organisation=an_organisation()
    )
    assert not people.is_password_of(person, "")
    token = people.new_reset_token(person, by=an_administrator())
    assert people.holding_reset_token(token) is person
    people.set_password(person, GOOD, by=person)
    db.session.commit()
    assert people.holding_reset_token(token) is None


def test_a_reset_link_ends_after_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    person = a_facilitator()
    token = people.new_reset_token(person)
    now = datetime.now(UTC)
    for minutes, holder in ((59, person), (61, None)):
        then = now + timedelta(minutes=minutes)
        monkeypatch.setattr(
            itsdangerous.timed.TimestampSigner,
            "get_timestamp",
            lambda _self, then=then: int(then.timestamp()),
        )
        assert people.holding_reset_token(token) is holder


def test_a_closed_account_takes_no_link() -> None:
    person, by = a_facilitator(), an_administrator()
    before = people.new_reset_token(person)
    people.deactivate(person, by=by)
    assert people.holding_reset_token(people.new_reset_token(person)) is None
    people.reactivate(person, by=by)
    assert people.holding_reset_token(before) is None


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\0", "WyJ4IixudWxsXQ.aaaa.bbbb"])
def test_what_is_no_token_is_nobodys(token: str) -> None:
    assert people.holding_reset_token(token) is None


def test_of_two_who_use_a_link_at_once_one_is_too_late(app: Flask) -> None:
    token = people.new_reset_token(a_facilitator())
    db.session.commit()

    def use(number: int) -> bool:
        with app.app_context():
            person = people.holding_reset_token(token)
            if person is not None:
                people.set_password(person, f"{GOOD} {number}", by=person)
            db.session.commit()
            return person is not None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, range(2))) == [False, True]


def test_a_guesser_feels_what_a_password_costs(cluster: Cluster, tmp_path: Path) -> None:
    """64 MiB and three rounds: more than OWASP's least for argon2id (19 MiB, two rounds)."""
    app = create_app(settings_in(tmp_path), database_url=cluster.url("tests"))
    with app.app_context():
        kept = passwords.hashed("a walk in the evening air")
        db.engine.dispose()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
