"""The optional profile, and leaving a walk with everything one gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import fields as f

from api.describing import Blueprint
from api.schemas import Schema
from api.values import Many, Word, Yes, at_most
from walks import participants
from walks import walks as walks_
from walks.acts import withdrawing
from walks.doors import participant, permits
from walks.permissions import Verb

if TYPE_CHECKING:
    from walks.walks import Walk

profile = Blueprint(
    "profile", __name__, url_prefix="/api/walks/<uuid:walk>", description="About the participant."
)
REFUSALS = ("token-unknown", "wrong-walk", "not-found")


def _slug() -> Word:
    return Word(allow_none=True, load_default=None, validate=at_most(100))


def _slugs() -> Many:
    return Many(Word(validate=at_most(100)), load_default=list, validate=at_most(50))


class ProfileSchema(Schema):
    """What a participant chooses to tell, in the method's slugs; everything may be left out."""

    gender = _slug()
    age_band = _slug()
    getting_around = _slugs()
    with_today = _slugs()
    senses = _slugs()
    understanding = _slugs()
    link = _slugs()
    use_frequency = _slug()
    usual_time = _slugs()
    sensitive_consent = Yes(
        required=True,
        metadata={"description": "Whether answers to sensitive questions may be kept."},
    )


class LeftSchema(Schema):
    """What was struck."""

    observations = f.Integer(required=True)


@profile.get("/profile")
@permits(Verb.FILL_IN_PROFILE, walk=walks_.find)
@profile.doc(security=[{"device": []}])
@profile.response(200, ProfileSchema)
@profile.refuses(*REFUSALS)
def own(walk: Walk) -> dict[str, Any]:  # noqa: ARG001 - the door looked at it
    """What I told about myself; every part is empty as long as I told nothing."""
    found = participants.profile_of(participant())
    return (
        participants.shown(found) if found else ProfileSchema().load({"sensitive_consent": False})
    )


@profile.put("/profile")
@permits(Verb.FILL_IN_PROFILE, walk=walks_.find)
@profile.doc(security=[{"device": []}])
@profile.arguments(ProfileSchema)
@profile.response(200, ProfileSchema)
@profile.refuses(*REFUSALS, "malformed", "invalid", "too-large", "walk-archived")
def fill_in(given: dict[str, Any], walk: Walk) -> dict[str, Any]:  # noqa: ARG001 - the door looked at it
    """Tell this about myself, in place of what I told before."""
    agrees = given.pop("sensitive_consent")
    kept = participants.fill_in_profile(participant(), given, sensitive_consent=agrees)
    return participants.shown(kept)


@profile.delete("/profile")
@permits(Verb.FILL_IN_PROFILE, walk=walks_.find)
@profile.doc(security=[{"device": []}])
@profile.response(204)
@profile.refuses(*REFUSALS)
def clear(walk: Walk) -> None:  # noqa: ARG001 - the door looked at it
    """Delete what I told about myself."""
    participants.clear_profile(participant())


@profile.delete("/participation")
@permits(Verb.LEAVE_WALK, walk=walks_.find)
@profile.doc(security=[{"device": []}])
@profile.response(200, LeftSchema)
@profile.refuses(*REFUSALS, "walk-archived")
def leave(walk: Walk) -> dict[str, int]:  # noqa: ARG001 - the door looked at it
    """Withdraw everything I gave to the walk. Afterwards no phone of mine is on it any more."""
    return {"observations": withdrawing.withdraw_participation(participant())}
