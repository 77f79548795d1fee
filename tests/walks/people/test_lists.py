"""The staff, page by page."""

from __future__ import annotations

import pytest

from tests.factories import a_planner, an_administrator, an_organisation
from walks import people
from walks.people import lists

pytestmark = pytest.mark.usefixtures("app")


def test_closed_accounts_come_last() -> None:
    by = an_administrator(email="b@example.org")
    closed = a_planner(email="a@example.org")
    people.deactivate(closed, by=by)
    assert [one.email for one in lists.staff().people] == ["b@example.org", "a@example.org"]


def test_a_search_finds_parts_of_names_and_addresses_as_they_are_written() -> None:
    office = an_organisation()
    first = a_planner(email="first_one@example.org", of=office)
    a_planner(email="firstXone@example.org", of=office)
    assert lists.staff(search=" FIRST_one ").people == [first]
    assert lists.staff(search=first.name.upper()).count == 1
    assert lists.staff(search="%").count == 0
    assert lists.staff(search="\0").count == 2


def test_pages_hold_all_of_them_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "SIZE", 2)
    office = an_organisation()
    for _ in range(5):
        a_planner(of=office)
    pages = [lists.staff(page=number) for number in (1, 2, 3)]
    assert [len(page.people) for page in pages] == [2, 2, 1]
    assert len({one.id for page in pages for one in page.people}) == 5
    assert lists.staff(page=99).number == 3
    assert lists.staff(page=-1).number == 1
    assert len(list(lists.everybody())) == 5
