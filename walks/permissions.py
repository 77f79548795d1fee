"""Who may do what: verbs named once, the roles that may, and on which things."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from walks.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable


class Role(StrEnum):
    """What somebody is here. A visitor has not signed in; a participant holds a device token."""

    VISITOR = "visitor"
    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    PLANNER = "planner"
    ADMINISTRATOR = "administrator"


STAFF = (Role.FACILITATOR, Role.PLANNER, Role.ADMINISTRATOR)


class Verb(StrEnum):
    """Everything that can be asked of Walks, in alphabetical order."""

    CHANGE_WALK = "change_walk"
    CONFIRM_HEAD_COUNT = "confirm_head_count"
    CONFIRM_OBSERVATION = "confirm_observation"
    DELIVER_OBSERVATION = "deliver_observation"
    DELIVER_PHOTO = "deliver_photo"
    DELIVER_STOP_CARD = "deliver_stop_card"
    DELIVER_TRACE = "deliver_trace"
    DELIVER_VOICE = "deliver_voice"
    EXCHANGE_RECEIPT = "exchange_receipt"
    EXPORT_OBSERVATIONS = "export_observations"
    FILL_IN_PROFILE = "fill_in_profile"
    FORGET_DEVICE = "forget_device"
    HEAR_VOICE = "hear_voice"
    JOIN_WALK = "join_walk"
    LEAVE_WALK = "leave_walk"
    LOAD_NEIGHBOURHOODS = "load_neighbourhoods"
    LOAD_RESCUE_FILE = "load_rescue_file"
    MAKE_RECEIPT = "make_receipt"
    MAKE_WALK = "make_walk"
    MANAGE_ORGANISATIONS = "manage_organisations"
    MANAGE_PEOPLE = "manage_people"
    MOVE_WALK = "move_walk"
    RELEASE_OBSERVATION = "release_observation"
    SEE_NEIGHBOURHOOD_REPORT = "see_neighbourhood_report"
    SEE_OBSERVATION = "see_observation"
    SEE_OWN_ACCOUNT = "see_own_account"
    SEE_OWN_DATA = "see_own_data"
    SEE_OWN_OBSERVATIONS = "see_own_observations"
    SEE_PHOTO = "see_photo"
    SEE_PUBLIC_PAGES = "see_public_pages"
    SEE_RELEASED_OBSERVATIONS = "see_released_observations"
    SEE_WALK = "see_walk"
    SEE_WALKS = "see_walks"
    SEE_WALK_SHEET = "see_walk_sheet"
    TRANSCRIBE_VOICE = "transcribe_voice"
    WITHDRAW_OBSERVATION = "withdraw_observation"


def any_thing(_actor: Any, _thing: Any) -> bool:
    """Hold for every thing."""
    return True


def of_own_organisation(actor: Any, thing: Any) -> bool:
    """Hold for what belongs to the actor's organisation."""
    return bool(thing.organisation_id == actor.organisation_id)


def not_withdrawn_of_own_organisation(actor: Any, thing: Any) -> bool:
    """Hold for what belongs to the actor's organisation and was not taken back."""
    return of_own_organisation(actor, thing) and thing.withdrawn_at is None


def on_own_walk(actor: Any, thing: Any) -> bool:
    """Hold for the walk that the participant joined."""
    return bool(thing.id == actor.walk_id)


def own(actor: Any, thing: Any) -> bool:
    """Hold for what the participant gave."""
    return bool(thing.participant_id == actor.id)


def own_or_released_on_own_walk(actor: Any, thing: Any) -> bool:
    """Hold for what the participant gave, and for what is released on their walk."""
    return own(actor, thing) or bool(thing.is_released and thing.walk_id == actor.walk_id)


def released_after_closing(_actor: Any, thing: Any) -> bool:
    """Hold for what a facilitator released on a walk that is over."""
    return bool(thing.is_readable_by_planners)


ALLOWED: dict[Verb, dict[Role, Callable[[Any, Any], bool]]] = {
    Verb.CHANGE_WALK: {Role.FACILITATOR: of_own_organisation},
    Verb.CONFIRM_HEAD_COUNT: {Role.FACILITATOR: of_own_organisation},
    Verb.CONFIRM_OBSERVATION: {Role.PARTICIPANT: on_own_walk},
    Verb.DELIVER_OBSERVATION: {Role.PARTICIPANT: on_own_walk},
    Verb.DELIVER_PHOTO: {Role.PARTICIPANT: any_thing},  # photos knows whom it is owed by
    Verb.DELIVER_STOP_CARD: {Role.PARTICIPANT: on_own_walk},
    Verb.DELIVER_TRACE: {Role.PARTICIPANT: on_own_walk},
    Verb.DELIVER_VOICE: {Role.PARTICIPANT: any_thing},  # voices knows whom it is owed by
    Verb.EXCHANGE_RECEIPT: dict.fromkeys(Role, any_thing),  # the receipt is the key
    Verb.EXPORT_OBSERVATIONS: {
        Role.FACILITATOR: any_thing,  # observations.readable_by picks the rows
        Role.PLANNER: any_thing,
    },
    Verb.FILL_IN_PROFILE: {Role.PARTICIPANT: on_own_walk},
    Verb.FORGET_DEVICE: {Role.PARTICIPANT: on_own_walk},
    Verb.HEAR_VOICE: {Role.PARTICIPANT: own, Role.FACILITATOR: of_own_organisation},
    Verb.JOIN_WALK: dict.fromkeys(Role, any_thing),  # the join code is the key
    Verb.LEAVE_WALK: {Role.PARTICIPANT: on_own_walk},
    Verb.LOAD_NEIGHBOURHOODS: {Role.ADMINISTRATOR: any_thing},
    Verb.LOAD_RESCUE_FILE: {Role.FACILITATOR: of_own_organisation},
    Verb.MAKE_RECEIPT: {Role.PARTICIPANT: on_own_walk},
    Verb.MAKE_WALK: {Role.FACILITATOR: any_thing},
    Verb.MANAGE_ORGANISATIONS: {Role.ADMINISTRATOR: any_thing},
    Verb.MANAGE_PEOPLE: {Role.ADMINISTRATOR: any_thing},
    Verb.MOVE_WALK: {Role.FACILITATOR: of_own_organisation},
    Verb.RELEASE_OBSERVATION: {Role.FACILITATOR: of_own_organisation},
    Verb.SEE_NEIGHBOURHOOD_REPORT: dict.fromkeys(STAFF, any_thing),
    Verb.SEE_OBSERVATION: {
        Role.FACILITATOR: not_withdrawn_of_own_organisation,
        Role.PLANNER: released_after_closing,
    },
    Verb.SEE_OWN_ACCOUNT: dict.fromkeys(STAFF, any_thing),
    Verb.SEE_OWN_DATA: {Role.PARTICIPANT: on_own_walk},
    Verb.SEE_OWN_OBSERVATIONS: {Role.PARTICIPANT: on_own_walk},
    Verb.SEE_PHOTO: {
        Role.PARTICIPANT: own_or_released_on_own_walk,
        Role.FACILITATOR: of_own_organisation,
        Role.PLANNER: released_after_closing,
    },
    Verb.SEE_PUBLIC_PAGES: dict.fromkeys(Role, any_thing),
    Verb.SEE_RELEASED_OBSERVATIONS: {Role.PARTICIPANT: on_own_walk},
    Verb.SEE_WALK: {Role.FACILITATOR: of_own_organisation},
    Verb.SEE_WALKS: {Role.FACILITATOR: any_thing},
    Verb.SEE_WALK_SHEET: {Role.PARTICIPANT: on_own_walk},
    Verb.TRANSCRIBE_VOICE: {Role.FACILITATOR: of_own_organisation},
    Verb.WITHDRAW_OBSERVATION: {Role.PARTICIPANT: own},
}


def roles_of(actor: Any) -> list[Role]:
    """Every role the actor has; nobody is a visitor."""
    return list(actor.roles_here) if actor is not None else [Role.VISITOR]


def may_ever(actor: Any, verb: Verb) -> bool:
    """Whether the actor may do this to at least some thing."""
    return any(role in ALLOWED[verb] for role in roles_of(actor))


def may(actor: Any, verb: Verb, thing: Any = None) -> bool:
    """Whether the actor may do this to this thing."""
    conditions = [ALLOWED[verb].get(role) for role in roles_of(actor)]
    return any(holds is not None and holds(actor, thing) for holds in conditions)


def require(actor: Any, verb: Verb, thing: Any = None) -> None:
    """Refuse what the actor may not do.

    Raises:
        Problem: "sign-in" to a visitor, "wrong-walk" to another walk's participant,
            "forbidden" to anyone else.
    """
    if may(actor, verb, thing):
        return
    if actor is None:
        raise Problem("sign-in")
    if Role.PARTICIPANT in roles_of(actor) and Role.PARTICIPANT in ALLOWED[verb]:
        raise Problem("wrong-walk")
    raise Problem("forbidden")
