"""Recording what phones deliver: each observation once, however often it arrives."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from walks import participants
from walks.database import db
from walks.logs import log
from walks.observations import owing, quotas, writing
from walks.observations.acknowledging import Acknowledgement, acknowledgements
from walks.observations.checking import faults_of, known_on
from walks.observations.observation import Observation
from walks.observations.reading import records
from walks.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from walks.observations.checking import Known
    from walks.observations.delivery import Delivery
    from walks.observations.owing import Owners
    from walks.observations.quotas import Room
    from walks.participants import Participant
    from walks.walks import Walk

Answer = Acknowledgement | Problem


def record(delivery: Delivery, *, by: Participant, on: Walk) -> Acknowledgement:
    """Keep one delivery and acknowledge it; one that is kept already is acknowledged again.

    Raises:
        Problem: "id-taken", "withdrawn", "observation-differs" with the stored record,
            "walk-archived", "invalid" or "quota"; then nothing changed.
    """
    answer = record_all([delivery], by=by, on=on)[0]
    if isinstance(answer, Problem):
        raise answer
    return answer


def record_all(deliveries: list[Delivery], *, by: Participant, on: Walk) -> list[Answer]:
    """Keep each delivery for itself: an acknowledgement or a problem for each, in their order.

    One request at a time writes for a participant, so that two phones with the same id, or a
    phone that sends twice, get the answers that one after the other would.
    """
    participants.lock(by)
    answers: list[Answer | None] = [None] * len(deliveries)
    for places in _rounds(deliveries):
        now_recorded = _record_or_divide([deliveries[place] for place in places], by=by, on=on)
        for place, answer in zip(places, now_recorded, strict=True):
            answers[place] = answer
    return [answer for answer in answers if answer is not None]


def _rounds(deliveries: list[Delivery]) -> list[list[int]]:
    """The places of the deliveries in rounds in which no id comes twice, first come first."""
    seen: Counter[UUID] = Counter()
    rounds: list[list[int]] = []
    for place, delivery in enumerate(deliveries):
        turn = seen[delivery.id]
        seen[delivery.id] += 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(place)
    return rounds


def _record_or_divide(deliveries: list[Delivery], *, by: Participant, on: Walk) -> list[Answer]:
    """Record deliveries together or, when the database refuses one unforeseen, each alone."""
    try:
        with db.session.begin_nested():
            return _record_different(deliveries, by=by, on=on)
    except (DataError, IntegrityError) as reason:
        if len(deliveries) == 1:
            log.error("delivery refused by the database", reason=type(reason.orig).__name__)
            return [Problem("unavailable")]
    return [answer for one in deliveries for answer in _record_or_divide([one], by=by, on=on)]


def _record_different(deliveries: list[Delivery], *, by: Participant, on: Walk) -> list[Answer]:
    """Record deliveries of which each has another id."""
    stored = _stored(one.id for one in deliveries)
    problems: dict[UUID, Problem] = {}
    unkept = []
    for delivery in deliveries:
        found = stored.get(delivery.id)
        problem = _refusal(delivery, found, by) if found else None
        if problem is not None:
            problems[delivery.id] = problem
        elif found is None or found.digest != delivery.digest:
            unkept.append(delivery)
    new: frozenset[UUID] = frozenset()
    if unkept:
        accepted = _accepted(unkept, problems, stored, by=by, on=on)
        new = _write(accepted, problems, stored, by=by, on=on)
    kept = acknowledgements((d.id for d in deliveries if d.id not in problems), new=new)
    return [problems.get(one.id) or kept[one.id] for one in deliveries]


def _stored(ids: Iterable[UUID]) -> dict[UUID, Any]:
    """What is stored under these ids, locked until the transaction ends, whoever it belongs to."""
    columns = Observation.__table__.c
    rows = (
        select(
            columns.id,
            columns.participant_id,
            columns.revision,
            columns.digest,
            columns.withdrawn_at,
        )
        .where(columns.id.in_(list(ids)))
        .order_by(columns.id)
        .with_for_update(key_share=True)
    )
    return {row.id: row for row in db.session.execute(rows)}


def _refusal(delivery: Delivery, stored: Any, by: Participant) -> Problem | None:
    """Why a delivery under an id that exists cannot be kept; none when it is or can be."""
    if stored.participant_id != by.id:
        return Problem("id-taken")
    if stored.withdrawn_at is not None:
        return Problem("withdrawn")
    if delivery.digest == stored.digest or delivery.based_on == stored.revision:
        return None
    return Problem("observation-differs", members={"stored": records([delivery.id])[0]})


def _accepted(
    unkept: list[Delivery],
    problems: dict[UUID, Problem],
    stored: dict[UUID, Any],
    *,
    by: Participant,
    on: Walk,
) -> tuple[list[Delivery], Known]:
    """Those that the walk and its method take and that fit; problems are added for the others."""
    known = known_on(on)
    owners = owing.owners_of(unkept)
    room = quotas.room_for(by, on)
    accepted = []
    for delivery in unkept:
        try:
            _check(delivery, known, owners, on)
            _take(room, delivery, owners, is_new=delivery.id not in stored)
        except Problem as problem:
            problems[delivery.id] = problem
        else:
            owners.add(delivery)
            accepted.append(delivery)
    return accepted, known


def _check(delivery: Delivery, known: Known, owners: Owners, walk: Walk) -> None:
    if walk.state == "archived":
        raise Problem("walk-archived")
    faults = faults_of(delivery, known)
    if faults:
        raise Problem("invalid", members={"errors": faults})
    if not owners.let(delivery):
        raise Problem("id-taken")


def _take(room: Room, delivery: Delivery, owners: Owners, *, is_new: bool) -> None:
    photos = sum(photo.id not in owners.photos for photo in delivery.photos)
    is_voice_new = delivery.voice is not None and delivery.voice.id not in owners.voices
    room.take(observations=int(is_new), photos=photos, voices=int(is_voice_new))


def _write(
    accepted: tuple[list[Delivery], Known],
    problems: dict[UUID, Problem],
    stored: dict[UUID, Any],
    *,
    by: Participant,
    on: Walk,
) -> frozenset[UUID]:
    """Write what was accepted; give the ids that are new. Another participant may win an id."""
    deliveries, known = accepted
    now = datetime.now(UTC)
    changes = [one for one in deliveries if one.id in stored]
    wanted = [one for one in deliveries if one.id not in stored]
    new = writing.insert_all(wanted, by=by, on=on, known=known, now=now) if wanted else set()
    problems |= {one.id: Problem("id-taken") for one in wanted if one.id not in new}
    if changes:
        writing.update_all(changes, on=on, known=known, now=now)
    owing.announce([one for one in deliveries if one.id not in problems])
    return frozenset(new)
