"""Rescuing: a facilitator loads what a phone could not send, as if the phone had sent it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import select

from walks import audit, observations
from walks.acts import rescue_file, withdrawing
from walks.acts.rescue_file import DAMAGED, refused
from walks.database import db
from walks.observations import Acknowledgement, Delivery, Observation
from walks.participants import Participant
from walks.photos import receiving as photos
from walks.problems import Problem
from walks.voices import receiving as voices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from walks.acts.rescue_file import Media, RescueFile
    from walks.people import Person
    from walks.walks import Walk

    Understand = Callable[[Any], Delivery | Problem]

BATCH = 25  # observations recorded together, as a phone's backlog is

# How each kind of media is received.
RECEIVERS: dict[str, Any] = {"photo": photos, "voice": voices}


OUTCOMES = ("new", "changed", "already", "refused")


@dataclass(frozen=True)
class Told:
    """What became of one thing in the file.

    `kind` is observation, withdrawal or a kind of media; `outcome` is one of OUTCOMES, and of one
    that is refused the sentence says why.
    """

    kind: str
    id: UUID
    outcome: str
    sentence: str = ""


def load(stream: IO[bytes], *, walk: Walk, by: Person, understand: Understand) -> list[Told]:
    """Load a rescue file of a participant of the walk; say what became of each thing in it.

    Loaded again, it changes nothing. `understand` reads one delivery with its id, as for a phone.
    What was kept before a failure stays kept: each batch is a transaction of its own, since
    receiving a photo ends the one that it finds.

    Raises:
        Problem: "rescue-refused" when the file is none, of another walk, or its participant took
            everything back; "walk-archived".
    """
    if walk.state == "archived":
        raise Problem("walk-archived")
    with rescue_file.opened(stream) as file:
        participant = _participant(file, walk)
        told = [*_withdraw(file, participant), *_record(file, participant, walk, understand)]
        db.session.commit()
        told += [_receive(file, one, participant) for one in file.media]
    counts = {outcome: sum(one.outcome == outcome for one in told) for outcome in OUTCOMES}
    audit.note("rescue_file.loaded", walk, by=by, **counts)
    return told


def _participant(file: RescueFile, walk: Walk) -> Participant:
    found = db.session.get(Participant, file.participant)
    if file.walk != walk.id or found is None or found.walk_id != walk.id:
        raise refused(_("It belongs to another walk. Load it on that walk's page."))
    if found.withdrawn_at is not None:
        raise refused(_("Its participant took everything back."))
    return found


def _withdraw(file: RescueFile, participant: Participant) -> Iterable[Told]:
    """Take back what the participant took back on the phone; of others' nothing."""
    for id_ in file.withdrawn:
        found = db.session.get(Observation, id_)
        if found is None or found.participant_id != participant.id:
            continue
        is_new = found.withdrawn_at is None
        if is_new:
            withdrawing.withdraw_observation(found)
        yield Told("withdrawal", id_, "new" if is_new else "already")


def _record(
    file: RescueFile, participant: Participant, walk: Walk, understand: Understand
) -> list[Told]:
    told = []
    for start in range(0, len(file.observations), BATCH):
        some = file.observations[start : start + BATCH]
        told += _record_batch(
            {id_: _read(file, id_, understand) for id_ in some}, participant, walk
        )
        db.session.commit()
    return told


def _read(file: RescueFile, id_: UUID, understand: Understand) -> list[Delivery] | Problem:
    """The deliveries of one observation, oldest first, or what is wrong with one of them."""
    read: list[Delivery] = []
    try:
        for one in file.deliveries(id_):
            found = understand({**one["delivery"], "id": str(id_)})
            if isinstance(found, Problem):
                return found
            if found.digest != one["digest"]:
                return refused(_("A part of the file is damaged."))
            read.append(found)
    except Problem as problem:
        return problem
    except (KeyError, TypeError):
        return refused(_("A part of the file is damaged."))
    return read


def _record_batch(
    read: dict[UUID, list[Delivery] | Problem], participant: Participant, walk: Walk
) -> list[Told]:
    stored = _digests(read)
    unkept = [
        delivery
        for id_, found in read.items()
        if not isinstance(found, Problem) and found and found[-1].digest != stored.get(id_)
        for delivery in found
    ]
    answers = observations.record_all(unkept, by=participant, on=walk) if unkept else []
    # Of several deliveries of one observation the last one's answer counts.
    last = {one.id: answer for one, answer in zip(unkept, answers, strict=True)}
    kept = [one for one in last.values() if isinstance(one, Acknowledgement)]
    withdrawing.delete_media_left_out([one.id for one in kept if not one.is_new])
    return [
        _told(id_, found, last.get(id_), is_new=id_ not in stored) for id_, found in read.items()
    ]


def _digests(ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = select(Observation.id, Observation.digest).where(Observation.id.in_(list(ids)))
    return {row.id: row.digest for row in db.session.execute(rows)}


def _told(
    id_: UUID,
    read: list[Delivery] | Problem,
    answer: Acknowledgement | Problem | None,
    *,
    is_new: bool,
) -> Told:
    problem = read if isinstance(read, Problem) else answer
    if isinstance(problem, Problem):
        return Told("observation", id_, "refused", sentence_of(problem))
    if answer is None:
        return Told("observation", id_, "already")
    return Told("observation", id_, "new" if is_new else "changed")


def _receive(file: RescueFile, media: Media, participant: Participant) -> Told:
    """Receive one photo or voice note, by the door that phones use."""
    receiver = RECEIVERS.get(media.medium)
    if receiver is None:
        sentence = str(_("This server does not know what kind of thing this is."))
        return Told(media.medium, media.id, "refused", sentence)
    try:
        with file.open(media) as stream:
            delivery = receiver.Delivery(media.id, media.digest, stream)
            _row, is_new = receiver.receive(delivery, by=participant)
    except Problem as problem:
        db.session.rollback()
        return Told(media.medium, media.id, "refused", sentence_of(problem))
    except DAMAGED:
        db.session.rollback()
        sentence = str(_("It is damaged in the file."))
        return Told(media.medium, media.id, "refused", sentence)
    db.session.commit()
    return Told(media.medium, media.id, "new" if is_new else "already")


def sentence_of(problem: Problem) -> str:
    """Why something was refused, with what is wrong with each field."""
    faults = [fault for found in problem.members.get("errors", {}).values() for fault in found]
    return " ".join([f"{problem.title}.", *(map(str, faults) if faults else [problem.detail])])
