"""The demo's participants: they join, tell about themselves, and deliver what they noticed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from walks import observations, participants
from walks.database import new_id
from walks.demo.data import told
from walks.observations import AnnouncedPhoto, Delivery, Position, digest_of
from walks.participants import CONSENT, Participant
from walks.participants.profiles import SENSITIVE
from walks.participants.sheet import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from walks.demo.outings import Outing
    from walks.demo.photographs import Photograph

Everyone = dict[tuple[str, int], Participant]  # by the walk's slug and the person's number


@dataclass(frozen=True)
class Said:
    """An observation to deliver, with its photo if it has one."""

    row: dict[str, Any]
    outing: Outing
    photograph: Photograph | None


def join(outings: Mapping[str, Outing]) -> Everyone:
    """Let everyone join the walks that they were on, and tell what they chose to tell."""
    joined: Everyone = {}
    for person in told()["participants"]:
        for slug in person["walks"]:
            one = participants.joining(
                outings[slug].walk, language=person["language"], consent=CONSENT.version
            ).participant
            profile = person["profile"]
            is_sensitive = bool(set(profile) & set(SENSITIVE))
            participants.fill_in_profile(one, profile, sensitive_consent=is_sensitive)
            joined[slug, person["number"]] = one
    return joined


def deliver(said: Said, *, by: Participant) -> None:
    """Deliver one observation as the person's phone would."""
    written = _written(said)
    observations.record(_understood(written), by=by, on=said.outing.walk)


def minutes(row: dict[str, Any]) -> timedelta:
    """How long after the walk's start an observation was recorded."""
    return timedelta(minutes=row["minute"])


def _written(said: Said) -> dict[str, Any]:
    """The observation in the words of the API, without what was left open."""
    row, stops = said.row, said.outing.walk.stops
    words = ("kind", "category", "severity", "note", "proposal", "side")
    written: dict[str, Any] = {word: row[word] for word in words if row[word] is not None}
    written |= {
        "schema": SCHEMA,
        "affects": row["affects"],
        "note_language": row["language"],
        "recorded_at": (said.outing.starts_at + minutes(row)).isoformat(),
        "stop": str(stops[row["stop"] - 1].id),
    }
    if row["next_stop"] is not None:
        written["next_stop"] = str(stops[row["next_stop"] - 1].id)
    if row["position"] is None:
        return {**written, "place": row["position_source"], **_announced(said)}
    longitude, latitude = row["position"]
    measured = {"source": row["position_source"], "accuracy_m": row["accuracy_m"]}
    position = {"longitude": longitude, "latitude": latitude, **measured}
    return {**written, "position": position, **_announced(said)}


def _announced(said: Said) -> dict[str, Any]:
    photo = said.photograph
    return {"photos": [{"id": str(photo.id), "digest": photo.digest}] if photo else []}


def _understood(written: dict[str, Any]) -> Delivery:
    """What was written, as the domain takes it."""
    said = {name: value for name, value in written.items() if name != "schema"}
    said["recorded_at"] = datetime.fromisoformat(said["recorded_at"])
    said["affects"] = tuple(said["affects"])
    for name in ("stop", "next_stop"):
        if name in said:
            said[name] = UUID(said[name])
    if "position" in said:
        said["position"] = Position(**said["position"])
    said["photos"] = tuple(AnnouncedPhoto(UUID(p["id"]), p["digest"]) for p in said["photos"])
    return Delivery(id=new_id(), digest=digest_of(written), **said)
