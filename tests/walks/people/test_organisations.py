"""Organisations: add, rename, list."""

from __future__ import annotations

import pytest

from tests.factories import a_facilitator, an_administrator, an_organisation
from walks import audit, people
from walks.people import lists
from walks.problems import Problem

pytestmark = pytest.mark.usefixtures("app")


def test_an_organisation_is_added_and_renamed_by_somebody() -> None:
    by = an_administrator()
    made = people.add_organisation(" Women walk ", kind="association", by=by)
    people.change_organisation(made, name="Women walk on", kind="other", by=by)
    assert (made.name, made.kind) == ("Women walk on", "other")
    acts = [(entry.act, entry.person_id) for entry in audit.of(made)]
    assert acts == [("organisation.added", by.id), ("organisation.changed", by.id)]


@pytest.mark.parametrize("name", ["Taken", " Taken ", "", " ", "x" * 201, "two\nlines", "nul\0"])
def test_a_name_is_one_line_and_nobody_elses(name: str) -> None:
    by, own = an_administrator(), an_organisation("Own")
    an_organisation("Taken")
    with pytest.raises(Problem) as refused:
        people.add_organisation(name, kind="other", by=by)
    assert list(refused.value.members["errors"]) == ["name"]
    with pytest.raises(Problem):
        people.change_organisation(own, name=name, kind="other", by=by)
    assert own.name == "Own"


def test_an_organisation_is_made_when_its_name_is_new() -> None:
    made = people.organisation_named("New", "municipality")
    assert people.organisation_named(" New ") is made
    assert made.kind == "municipality"
    with pytest.raises(Problem):
        people.organisation_named(" ")


def test_they_are_listed_by_name_with_their_open_accounts() -> None:
    an_organisation("beta")
    alpha = an_organisation("Alpha")
    by = an_administrator(of=alpha)
    people.deactivate(a_facilitator(of=alpha), by=by)
    assert [one.name for one in people.organisations()] == ["Alpha", "beta"]
    assert lists.staff_counts() == {alpha.id: 1}
