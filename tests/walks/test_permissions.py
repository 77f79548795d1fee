"""The truth table: who may do what to whose things."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from walks.permissions import ALLOWED, Role, Verb, may, require
from walks.problems import Problem

OWN, OTHER = 1, 2

# For each verb: who may do it to a thing of their own, and who to anyone's. A thing of one's own
# is of one's organisation, one's walk or one's giving; "released" is another organisation's thing
# that was released after its walk; "neighbour's" was released on one's walk and given by another.
TABLE: dict[Verb, dict[str, str]] = {
    Verb.CHANGE_WALK: {"own": "facilitator"},
    Verb.CONFIRM_HEAD_COUNT: {"own": "facilitator"},
    Verb.CONFIRM_OBSERVATION: {"own": "participant"},
    Verb.DELIVER_OBSERVATION: {"own": "participant"},
    Verb.DELIVER_PHOTO: {"anyone's": "participant"},
    Verb.DELIVER_STOP_CARD: {"own": "participant"},
    Verb.DELIVER_TRACE: {"own": "participant"},
    Verb.DELIVER_VOICE: {"anyone's": "participant"},
    Verb.EXCHANGE_RECEIPT: {"anyone's": "visitor participant facilitator planner administrator"},
    Verb.EXPORT_OBSERVATIONS: {"anyone's": "facilitator planner"},
    Verb.FILL_IN_PROFILE: {"own": "participant"},
    Verb.FORGET_DEVICE: {"own": "participant"},
    Verb.HEAR_VOICE: {"own": "facilitator participant"},
    Verb.JOIN_WALK: {"anyone's": "visitor participant facilitator planner administrator"},
    Verb.LEAVE_WALK: {"own": "participant"},
    Verb.LOAD_NEIGHBOURHOODS: {"anyone's": "administrator"},
    Verb.LOAD_RESCUE_FILE: {"own": "facilitator"},
    Verb.MAKE_RECEIPT: {"own": "participant"},
    Verb.MAKE_WALK: {"anyone's": "facilitator"},
    Verb.MANAGE_ORGANISATIONS: {"anyone's": "administrator"},
    Verb.MANAGE_PEOPLE: {"anyone's": "administrator"},
    Verb.MOVE_WALK: {"own": "facilitator"},
    Verb.RELEASE_OBSERVATION: {"own": "facilitator"},
    Verb.SEE_NEIGHBOURHOOD_REPORT: {"anyone's": "facilitator planner administrator"},
    Verb.SEE_OBSERVATION: {"own": "facilitator", "released": "planner"},
    Verb.SEE_OWN_ACCOUNT: {"anyone's": "facilitator planner administrator"},
    Verb.SEE_OWN_DATA: {"own": "participant"},
    Verb.SEE_OWN_OBSERVATIONS: {"own": "participant"},
    Verb.SEE_PHOTO: {
        "own": "facilitator participant",
        "released": "planner",
        "neighbour's": "participant",
    },
    Verb.SEE_PUBLIC_PAGES: {"anyone's": "visitor participant facilitator planner administrator"},
    Verb.SEE_RELEASED_OBSERVATIONS: {"own": "participant"},
    Verb.SEE_WALK: {"own": "facilitator"},
    Verb.SEE_WALKS: {"anyone's": "facilitator"},
    Verb.SEE_WALK_SHEET: {"own": "participant"},
    Verb.TRANSCRIBE_VOICE: {"own": "facilitator"},
    Verb.WITHDRAW_OBSERVATION: {"own": "participant"},
}


@dataclass
class Actor:
    """Somebody of organisation 1, on walk 1."""

    roles_here: list[Role]
    id: int = OWN
    organisation_id: int = OWN
    walk_id: int = OWN


@dataclass
class Thing:
    """A walk, an observation or a photo, as the permissions see it."""

    id: int
    organisation_id: int = field(init=False)
    participant_id: int = field(init=False)
    is_readable_by_planners: bool = False
    is_released: bool = False
    walk_id: int = OTHER
    withdrawn_at: None = None

    def __post_init__(self) -> None:
        self.organisation_id = self.participant_id = self.id


THINGS = {
    "own": Thing(OWN),
    "another's": Thing(OTHER),
    "released": Thing(OTHER, is_readable_by_planners=True, is_released=True),
    "neighbour's": Thing(OTHER, is_released=True, walk_id=OWN),
}


def actor(role: Role) -> Actor | None:
    return None if role is Role.VISITOR else Actor([role])


def expected(verb: Verb, role: Role, whose: str) -> bool:
    may_to = TABLE[verb]
    granted = may_to.get("anyone's", "").split() + may_to.get(whose, "").split()
    return role.value in granted


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("whose", THINGS)
def test_each_role_may_do_what_the_table_says_and_nothing_else(
    verb: Verb, role: Role, whose: str
) -> None:
    assert may(actor(role), verb, THINGS[whose]) is expected(verb, role, whose)


def test_the_table_speaks_of_every_verb_and_verbs_stand_in_order() -> None:
    assert set(TABLE) == set(ALLOWED) == set(Verb)
    assert [verb.name for verb in Verb] == sorted(verb.name for verb in Verb)


def test_two_roles_together_may_what_either_may() -> None:
    both = Actor([Role.PLANNER, Role.FACILITATOR])
    assert may(both, Verb.CHANGE_WALK, THINGS["own"])
    assert may(both, Verb.SEE_OBSERVATION, THINGS["released"])
    assert not may(both, Verb.CHANGE_WALK, THINGS["released"])


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.VISITOR, "sign-in"),
        (Role.PARTICIPANT, "wrong-walk"),
        (Role.PLANNER, "forbidden"),
    ],
)
def test_a_refusal_tells_each_what_helps(role: Role, code: str) -> None:
    with pytest.raises(Problem) as refused:
        require(actor(role), Verb.DELIVER_OBSERVATION, THINGS["another's"])
    assert refused.value.code == code
