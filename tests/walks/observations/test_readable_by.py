"""Who of the staff may read which observation: one rule, on one row and in a query."""

from itertools import product

import pytest

from tests.factories import a_person, a_walk, an_observation, an_organisation
from walks import permissions
from walks.database import db
from walks.observations import Observation, readable_by
from walks.people import Person
from walks.permissions import Role, Verb
from walks.walks import STATES

pytestmark = pytest.mark.usefixtures("app")

HELD = [
    (Role.FACILITATOR,),
    (Role.PLANNER,),
    (Role.ADMINISTRATOR,),
    (Role.FACILITATOR, Role.PLANNER),
    (Role.FACILITATOR, Role.ADMINISTRATOR),
    (),
]


def in_a_query(person: Person) -> set[str]:
    return {
        str(id_) for id_ in db.session.scalars(db.select(Observation.id).where(readable_by(person)))
    }


def test_the_row_and_the_query_agree_for_every_role_and_every_kind_of_row() -> None:
    ours, theirs = an_organisation(), an_organisation()
    rows = [
        an_observation(on=a_walk(by=of, state=state), released=released)
        for of, state, released in product((ours, theirs), STATES, (False, True))
    ]
    rows += [
        an_observation(on=a_walk(by=of, state="closed"), withdrawn=True) for of in (ours, theirs)
    ]
    seen = []
    for roles in HELD:
        person = a_person(*roles, of=ours)
        one_by_one = {
            str(row.id) for row in rows if permissions.may(person, Verb.SEE_OBSERVATION, row)
        }
        assert in_a_query(person) == one_by_one, roles
        seen.append(len(one_by_one))
    # Own: 7 states, released or not. Of planners: 4 states that are over, of both organisations.
    assert seen == [14, 8, 0, 14 + 4, 14, 0]
