"""Staff accounts: add, change, close."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.factories import a_facilitator, a_planner, an_administrator, an_organisation
from walks import audit, people
from walks.database import db
from walks.people import Person
from walks.permissions import Role
from walks.problems import Problem

pytestmark = pytest.mark.usefixtures("app")


def faults(refused: pytest.ExceptionInfo[Problem]) -> dict[str, list[str]]:
    assert refused.value.code == "invalid"
    return dict(refused.value.members["errors"])


def changed(person: Person, *, by: Person, **values: object) -> None:
    given = {
        "email": person.email,
        "name": person.name,
        "roles": person.roles_here,
        "organisation": person.organisation,
        "language": person.language,
    }
    people.change(person, **given | values, by=by)  # type: ignore[arg-type]


def test_somebody_added_can_be_found_by_any_capitals() -> None:
    by = an_administrator()
    made = people.add(
        " New.Person@Example.ORG ",
        name=" New Person ",
        roles=[Role.PLANNER, Role.FACILITATOR],
        organisation=an_organisation(),
        by=by,
    )
    assert (made.email, made.name) == ("new.person@example.org", "New Person")
    assert made.roles_here == [Role.FACILITATOR, Role.PLANNER]
    assert made.password is None
    assert people.with_email("NEW.person@example.org") is made
    assert people.with_email("nobody\0@example.org") is None
    assert [(entry.act, entry.person_id) for entry in audit.of(made)] == [("person.added", by.id)]


@pytest.mark.parametrize("email", ["Taken@example.org", "taken@example.org"])
def test_an_address_belongs_to_one_account(email: str) -> None:
    a_planner(email="taken@example.org")
    with pytest.raises(Problem) as refused:
        people.add(email, name="N", roles=[Role.PLANNER], organisation=an_organisation())
    assert faults(refused) == {"email": ["Another account has this address."]}


@pytest.mark.parametrize(
    ("email", "name", "wrong"),
    [
        ("no-at-sign", "N", "email"),
        ("a@b", "N", "email"),
        ("a b@example.org", "N", "email"),
        ("a@example.org\0", "N", "email"),
        ("x" * 65 + "@example.org", "N", "email"),
        ("a@example.org", " ", "name"),
        ("a@example.org", "x" * 201, "name"),
        ("a@example.org", "two\nlines", "name"),
    ],
)
def test_an_account_needs_an_address_and_a_name(email: str, name: str, wrong: str) -> None:
    with pytest.raises(Problem) as refused:
        people.add(email, name=name, roles=[Role.PLANNER], organisation=an_organisation())
    assert list(faults(refused)) == [wrong]


@pytest.mark.parametrize("role", [Role.VISITOR, Role.PARTICIPANT])
def test_staff_hold_no_other_roles_than_theirs(role: Role) -> None:
    with pytest.raises(ValueError, match="Staff can be"):
        people.add("a@example.org", name="N", roles=[role], organisation=an_organisation())


def test_a_change_is_noted_with_the_roles_before_and_after() -> None:
    by, person, other = an_administrator(), a_facilitator(), an_organisation()
    changed(person, by=by, roles=[Role.PLANNER], organisation=other, language="nl", name="Renamed")
    db.session.commit()
    assert person.roles_here == [Role.PLANNER]
    assert (person.organisation, person.language, person.name) == (other, "nl", "Renamed")
    entry = audit.of(person)[-1]
    assert (entry.act, entry.details) == (
        "person.changed",
        {"before": ["facilitator"], "after": ["planner"]},
    )


def test_a_change_cannot_take_somebody_elses_address() -> None:
    a_planner(email="taken@example.org")
    person = a_facilitator(email="own@example.org")
    with pytest.raises(Problem) as refused:
        changed(person, by=an_administrator(), email="TAKEN@example.org")
    assert "email" in faults(refused)
    assert person.email == "own@example.org"


def test_a_closed_account_loses_sessions_and_links_and_keeps_the_rest() -> None:
    by, person = an_administrator(), a_facilitator()
    before = person.fs_uniquifier
    people.deactivate(person, by=by)
    assert not person.active
    assert person.fs_uniquifier != before
    people.reactivate(person, by=by)
    assert person.active
    acts = [entry.act for entry in audit.of(person)]
    assert acts[-2:] == ["person.deactivated", "person.reactivated"]


def test_administrators_neither_close_their_own_account_nor_give_up_the_role() -> None:
    own = an_administrator()
    an_administrator()
    with pytest.raises(Problem) as refused:
        people.deactivate(own, by=own)
    assert "your own account" in faults(refused)["active"][0]
    with pytest.raises(Problem) as refused:
        changed(own, by=own, roles=[Role.PLANNER])
    assert "your own account" in faults(refused)["roles"][0]


def test_the_last_administrator_stays_whatever_closed_ones_there_are() -> None:
    last, closed = an_administrator(), an_administrator()
    people.deactivate(closed, by=last)
    for act in (
        lambda: people.deactivate(last, by=closed),
        lambda: changed(last, by=closed, roles=[Role.FACILITATOR]),
    ):
        with pytest.raises(Problem) as refused:
            act()
        assert "last administrator" in next(iter(faults(refused).values()))[0]


def test_two_administrators_cannot_close_each_other_at_once(app: Flask) -> None:
    ids = [an_administrator().id, an_administrator().id]

    def close(pair: list[int]) -> bool:
        with app.app_context():
            own, other = people.find(pair[0]), people.find(pair[1])
            try:
                people.deactivate(other, by=own)
                db.session.commit()
            except Problem:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, [ids, ids[::-1]])) == [False, True]


@pytest.mark.parametrize("number", [0, -1, 10**12, 2**63, 10**40])
def test_a_number_that_nobody_has_is_not_found(number: int) -> None:
    for find in (people.find, people.find_organisation):
        with pytest.raises(Problem) as refused:
            find(number)
        assert refused.value.code == "not-found"
