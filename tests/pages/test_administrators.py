"""People and organisations, as administrators manage them."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import (
    a_facilitator,
    a_participant,
    a_planner,
    an_administrator,
    an_organisation,
    bearing,
    signed_in,
)
from walks import audit, people
from walks.database import db
from walks.people import Person, lists

ADDRESSES = [
    "/admin/",
    "/admin/people",
    "/admin/people/new",
    "/admin/organisations",
    "/admin/organisations/new",
]


@pytest.fixture
def administrator(app: Flask) -> Person:
    return an_administrator()


@pytest.fixture
def desk(app: Flask, administrator: Person) -> FlaskClient:
    return signed_in(app, administrator)


def filled(**values: object) -> dict[str, object]:
    """What the form of a person sends."""
    given: dict[str, object] = {
        "name": "New Person",
        "email": "new@example.org",
        "organisation": people.organisations()[0].id,
        "roles": ["planner"],
        "language": "nl",
    }
    return given | values


def link_in(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\s*(\S+)\s*</textarea>", page)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_open_to_administrators_alone(app: Flask, address: str) -> None:
    assert signed_in(app, an_administrator()).get(address).status_code == 200
    for other in (a_facilitator(), a_planner()):
        assert signed_in(app, other).get(address).status_code == 403
    assert app.test_client().get(address).location.startswith("/account/login")
    a_participant(holding="token")
    assert app.test_client().get(address, headers=bearing("token")).status_code == 403


@pytest.mark.parametrize("act", ["", "/deactivate", "/reactivate", "/reset-link"])
def test_nobody_else_changes_an_account(app: Flask, act: str) -> None:
    person = a_planner()
    address = f"/admin/people/{person.id}{act}"
    assert signed_in(app, a_facilitator()).post(address).status_code == 403
    assert app.test_client().post(address).status_code == 401
    db.session.refresh(person)
    assert person.active
    assert len(audit.of(person)) == 1


def test_somebody_is_added_and_let_in_by_a_link(
    app: Flask, desk: FlaskClient, administrator: Person
) -> None:
    answer = desk.post("/admin/people/new", data=filled(roles=["planner", "facilitator"]))
    person = people.with_email("new@example.org")
    assert person
    assert answer.location == f"/admin/people/{person.id}"
    assert person.roles_here == ["facilitator", "planner"]
    assert person.language == "nl"
    assert "no password yet" in desk.get(answer.location).text
    page = desk.post(f"/admin/people/{person.id}/reset-link")
    assert page.headers["Cache-Control"] == "no-store"
    assert "<svg" in page.text
    link = link_in(page.text)
    assert link.startswith("http://localhost/account/reset/")
    answer = app.test_client().post(
        link, data={"password": "four ponds under a bridge", "again": "four ponds under a bridge"}
    )
    assert answer.location == "/account/login"
    acts = [(entry.act, entry.person_id) for entry in audit.of(person)]
    assert acts == [
        ("person.added", administrator.id),
        ("person.reset_link_made", administrator.id),
        ("person.password_set", person.id),
    ]


def test_a_link_is_shown_once(desk: FlaskClient) -> None:
    person = a_planner()
    link = link_in(desk.post(f"/admin/people/{person.id}/reset-link").text)
    answer = desk.get(f"/admin/people/{person.id}/reset-link")
    assert answer.location == f"/admin/people/{person.id}"
    assert link.rpartition("/")[2] not in desk.get(answer.location).text
    assert link.rpartition("/")[2] not in str([entry.details for entry in audit.of(person)])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "TAKEN@example.org"}, "Another account has this address."),
        ({"email": "not an address"}, "Write an address like"),
        ({"email": ""}, "Write the address."),
        ({"name": ""}, "Write the name."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["participant"]}, "Roles"),
        ({"roles": ["king"]}, "Roles"),
        ({"organisation": 999_999_999}, "Organisation"),
        ({"organisation": "x"}, "Organisation"),
        ({"language": "xx"}, "Language"),
    ],
)
def test_what_is_wrong_is_shown_and_nothing_typed_is_lost(
    desk: FlaskClient, wrong: dict[str, object], said: str
) -> None:
    a_planner(email="taken@example.org")
    person = a_facilitator(email="own@example.org")
    count = lists.staff().count
    for address in ("/admin/people/new", f"/admin/people/{person.id}"):
        answer = desk.post(address, data=filled(**{"name": "Typed <b>", **wrong}))
        assert answer.status_code == 422
        assert "Please correct this" in answer.text
        assert said in answer.text
        if "name" not in wrong:
            assert "Typed &lt;b&gt;" in answer.text
    db.session.expire_all()
    assert lists.staff().count == count
    assert person.email == "own@example.org"


def test_an_account_is_changed(desk: FlaskClient) -> None:
    person, other = a_planner(), an_organisation()
    answer = desk.post(
        f"/admin/people/{person.id}", data=filled(organisation=other.id, roles=["facilitator"])
    )
    assert answer.location == f"/admin/people/{person.id}"
    db.session.refresh(person)
    assert (person.organisation_id, person.roles_here) == (other.id, ["facilitator"])


def test_an_account_is_closed_and_opened_again(app: Flask, desk: FlaskClient) -> None:
    person = a_planner()
    theirs = signed_in(app, person)
    desk.post(f"/admin/people/{person.id}/deactivate")
    assert theirs.get("/account/").status_code == 302
    page = desk.get(f"/admin/people/{person.id}").text
    assert "This account is closed" in page
    assert "reset-link" not in page
    assert desk.post(f"/admin/people/{person.id}/reset-link").status_code == 302
    desk.post(f"/admin/people/{person.id}/reactivate")
    db.session.refresh(person)
    assert person.active


def test_administrators_cannot_shut_themselves_out(
    desk: FlaskClient, administrator: Person
) -> None:
    address = f"/admin/people/{administrator.id}"
    desk.post(f"{address}/deactivate")
    assert "last administrator" in desk.get(address).text
    answer = desk.post(address, data=filled(email=administrator.email, roles=["planner"]))
    assert answer.status_code == 422
    an_administrator()
    desk.post(f"{address}/deactivate")
    assert "your own account" in desk.get(address).text
    db.session.refresh(administrator)
    assert administrator.active
    assert administrator.roles_here == ["administrator"]


@pytest.mark.parametrize("number", ["0", "999999999", "9223372036854775808", "x", "-1"])
def test_what_is_not_there_is_not_found(desk: FlaskClient, number: str) -> None:
    for noun in ("people", "organisations"):
        assert desk.get(f"/admin/{noun}/{number}").status_code == 404


def test_people_are_listed_by_pages_and_searched(
    desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "SIZE", 2)
    office = an_organisation("Office <i>")
    for n in range(4):
        a_planner(email=f"someone{n}@example.org", of=office)
    page = desk.get("/admin/people?search=someone").text
    assert "4 accounts" in page
    assert "Office &lt;i&gt;" in page
    assert "Page 1 of 2" in page
    assert 'href="/admin/people?search=someone&amp;page=2"' in page
    assert "Nobody found" in desk.get("/admin/people?search=%00nobody&page=x").text


def test_organisations_are_added_and_renamed(desk: FlaskClient, administrator: Person) -> None:
    answer = desk.post("/admin/organisations/new", data={"name": "City", "kind": "municipality"})
    assert answer.location == "/admin/organisations"
    assert "City" in desk.get("/admin/organisations").text
    number = next(one.id for one in people.organisations() if one.name == "City")
    address = f"/admin/organisations/{number}"
    assert 'value="City"' in desk.get(address).text
    desk.post(address, data={"name": "Town", "kind": "other"})
    db.session.expire_all()
    assert people.find_organisation(number).name == "Town"
    assert audit.of(people.find_organisation(number))[-1].person_id == administrator.id


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "Taken", "kind": "other"}, "Another organisation has this name."),
        ({"name": "", "kind": "other"}, "Write the name."),
        ({"name": "x" * 201, "kind": "other"}, "at most 200 characters"),
        ({"name": "New", "kind": "party"}, "Kind"),
        ({"name": "New"}, "Choose what kind it is."),
    ],
)
def test_an_organisation_that_will_not_do_is_not_kept(
    desk: FlaskClient, data: dict[str, str], said: str
) -> None:
    own = an_organisation("Own")
    an_organisation("Taken")
    before = len(people.organisations())
    for address in ("/admin/organisations/new", f"/admin/organisations/{own.id}"):
        answer = desk.post(address, data=data)
        assert answer.status_code == 422
        assert said in answer.text
    db.session.expire_all()
    assert len(people.organisations()) == before
    assert own.name == "Own"
