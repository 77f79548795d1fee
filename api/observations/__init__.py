"""Observations: delivered by phones one by one or as a backlog, read back, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.describing import Blueprint
from api.observations.schemas import (
    AcknowledgementSchema,
    BacklogSchema,
    DeliverySchema,
    OwnSchema,
    PageSchema,
    ResultsSchema,
)
from api.observations.understanding import delivery_of, understood
from walks import observations as observations_
from walks import walks as walks_
from walks.acts import withdrawing
from walks.doors import participant, permits
from walks.observations import Acknowledgement, Delivery, Observation
from walks.permissions import Verb
from walks.photos.states import states as photo_states
from walks.problems import Problem
from walks.voices.states import states as voice_states

if TYPE_CHECKING:
    from uuid import UUID

    from walks.walks import Walk

observations = Blueprint(
    "observations",
    __name__,
    url_prefix="/api/walks/<uuid:walk>/observations",
    description="What participants noticed, delivered under ids that their phones made.",
)

REFUSALS = ("token-unknown", "wrong-walk", "not-found")
DELIVERY_REFUSALS = (
    "malformed",
    "too-large",
    "invalid",
    "schema-unknown",
    "id-taken",
    "observation-differs",
    "withdrawn",
    "walk-archived",
    "quota",
)


@observations.get("")
@permits(Verb.SEE_OWN_OBSERVATIONS, walk=walks_.find)
@observations.doc(security=[{"device": []}])
@observations.arguments(PageSchema, location="query")
@observations.response(200, OwnSchema)
@observations.refuses(*REFUSALS, "invalid")
def own(page: dict[str, Any], walk: Walk) -> dict[str, Any]:  # noqa: ARG001 - the door looked at it
    """What I gave, with the state of each photo and voice note."""
    records, following = observations_.given_by(participant(), after=page["after"])
    _tell_states(records)
    return {"observations": records, "next": following}


@observations.put("/<uuid:observation>")
@permits(Verb.DELIVER_OBSERVATION, walk=walks_.find)
@observations.doc(security=[{"device": []}])
@observations.arguments(DeliverySchema)
@observations.response(201, AcknowledgementSchema, description="New, and kept.")
@observations.alt_response(
    200, schema=AcknowledgementSchema, description="Kept already, or changed.", success=True
)
@observations.refuses(*REFUSALS, *DELIVERY_REFUSALS)
def deliver(delivered: dict[str, Any], walk: Walk, observation: UUID) -> tuple[dict[str, Any], int]:
    """Deliver an observation, or its next revision. Sent again, it is acknowledged again."""
    delivery = delivery_of(delivered, observation)
    kept = observations_.record(delivery, by=participant(), on=walk)
    withdrawing.delete_media_left_out([] if kept.is_new else [kept.id])
    return _acknowledged([kept])[0], _status(kept)


@observations.post("")
@permits(Verb.DELIVER_OBSERVATION, walk=walks_.find)
@observations.doc(security=[{"device": []}])
@observations.arguments(BacklogSchema)
@observations.response(200, ResultsSchema)
@observations.refuses(*REFUSALS, "malformed", "too-large", "invalid")
def deliver_backlog(backlog: dict[str, Any], walk: Walk) -> dict[str, Any]:
    """Deliver up to 25 observations; each is answered for itself, as if it had come alone."""
    read = [understood(one) for one in backlog["deliveries"]]
    deliveries = [one for one in read if isinstance(one, Delivery)]
    answers = iter(observations_.record_all(deliveries, by=participant(), on=walk))
    settled = [next(answers) if isinstance(one, Delivery) else one for one in read]
    kept = [one for one in settled if isinstance(one, Acknowledgement)]
    withdrawing.delete_media_left_out([one.id for one in kept if not one.is_new])
    told = iter(_acknowledged(kept))
    return {
        "results": [
            {"id": _id_of(raw), **one.as_json()}
            if isinstance(one, Problem)
            else {**next(told), "status": _status(one)}
            for raw, one in zip(backlog["deliveries"], settled, strict=True)
        ]
    }


@observations.delete("/<uuid:observation>")
@permits(Verb.WITHDRAW_OBSERVATION, observation=observations_.find)
@observations.doc(security=[{"device": []}])
@observations.response(204)
@observations.refuses(*REFUSALS, "walk-archived")
def withdraw(walk: UUID, observation: Observation) -> None:
    """Take an observation back: what it said is struck, and its id cannot be used again."""
    if observation.walk_id != walk:
        raise Problem("not-found")
    withdrawing.withdraw_observation(observation)


def _id_of(raw: Any) -> str | None:
    written = raw.get("id") if isinstance(raw, dict) else None
    return written if isinstance(written, str) else None


def _status(kept: Acknowledgement) -> int:
    return 201 if kept.is_new else 200


def _acknowledged(kept: list[Acknowledgement]) -> list[dict[str, Any]]:
    """The acknowledgements as they are told, with the media that have not arrived."""
    photos = photo_states([photo for one in kept for photo in one.photos])
    voices = voice_states([one.voice for one in kept if one.voice])
    flags = ("is_late", "is_far", "is_time_odd")
    return [
        {
            "id": str(one.id),
            "revision": one.revision,
            "digest": one.digest,
            "state": "received",
            "owed_photos": [str(photo) for photo in one.photos if photo not in photos],
            "owed_voice": str(one.voice) if one.voice and one.voice not in voices else None,
            **{flag: getattr(one, flag) for flag in flags},
        }
        for one in kept
    ]


def _tell_states(records: list[dict[str, Any]]) -> None:
    """Add to each photo and voice note what has become of it."""
    photos = [photo for one in records for photo in one.get("photos", [])]
    voices = [one["voice"] for one in records if one.get("voice")]
    for media, states in ((photos, photo_states), (voices, voice_states)):
        arrived = {str(id_): state for id_, state in states([one["id"] for one in media]).items()}
        for one in media:
            one["state"] = arrived.get(one["id"], "owed")
