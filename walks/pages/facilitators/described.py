"""An observation in words: where it is, how surely, what is odd about it, whom it affects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from walks.languages import worded
from walks.photos.preparing import REASONS
from walks.voices.preparing import sentence as sentence_of_voice

if TYPE_CHECKING:
    from walks.observations import Observation
    from walks.photos import Photo
    from walks.voices import Voice
    from walks.walks import Walk

SURE, FAIR = 10, 30  # metres


def kind_name(kind: str) -> str:
    """The kind as a word."""
    return str({"problem": _("Problem"), "asset": _("Asset"), "idea": _("Idea")}[kind])


def subject(observation: Observation) -> str:
    """What it is about: its category, else its theme, else its kind."""
    about = observation.category or observation.theme
    return worded(about.labels) if about else kind_name(observation.kind)


def pictogram_of(observation: Observation) -> str | None:
    """The drawing of what it is about."""
    about = observation.category or observation.theme
    return about.pictogram if about else None


def whereabouts(observation: Observation) -> str:
    """Where it is, in words; nothing when only its point says so."""
    stop, next_stop = observation.stop, observation.next_stop
    said = ""
    if observation.position_source == "between" and stop and next_stop:
        said = _(
            "Between stops %(first)s and %(second)s%(side)s",
            first=stop.ordinal,
            second=next_stop.ordinal,
            side=_side(observation.side),
        )
    elif stop:
        said = _("At stop %(ordinal)s, %(name)s", ordinal=stop.ordinal, name=stop.name)
    elif observation.neighbourhood:
        said = worded(observation.neighbourhood.names)
    elif observation.position is None:
        said = _("Somewhere on the walk")
    return str(said)


def accuracy(observation: Observation) -> str:
    """How surely the point is known."""
    metres = observation.accuracy_m
    if observation.position_source == "map":
        said = _("Point set on the map")
    elif observation.position_source == "photo":
        said = _("Point taken from the photo")
    elif observation.position is None:
        said = _("Without a measured point")
    elif metres is None:
        said = _("Point measured, accuracy unknown")
    elif metres <= SURE:
        said = _("Point sure to %(metres)d m", metres=max(round(metres), 1))
    elif metres <= FAIR:
        said = _("Point good to %(metres)d m", metres=round(metres, -1))
    else:
        said = _("Point rough: %(metres)d m", metres=round(metres, -1))
    return str(said)


def flags(observation: Observation) -> list[str]:
    """What the facilitator should look at."""
    is_outside = observation.position is not None and observation.neighbourhood_id is None
    said = {
        _("Late: recorded or arrived after the walk was closed"): observation.is_late,
        _("Far from the walk"): observation.is_far,
        _("The phone's clock may be wrong"): observation.is_time_odd,
        _("Outside every neighbourhood"): is_outside,
    }
    return [words for words, holds in said.items() if holds]


def affected(observation: Observation, walk: Walk) -> list[str]:
    """Whom it affects, in the method's words."""
    offered = walk.method.vocabulary.get("affects", [])
    labels = {choice["slug"]: choice.get("label") or choice.get("labels") for choice in offered}
    return [worded(labels.get(slug)) or slug for slug in observation.affects]


def refusal(photo: Photo) -> str:
    """Why the photo cannot be used."""
    reason = REASONS.get(photo.refused_because or "")
    return str(reason or _("This photo cannot be used."))


def refusal_of_voice(voice: Voice) -> str:
    """Why the voice note cannot be used."""
    return sentence_of_voice(voice.refused_because or "")


def pin(row: dict[str, Any]) -> dict[str, Any]:
    """A measured observation for the map."""
    return {
        "id": str(row["id"]),
        "kind": row["kind"],
        "severity": row["severity"],
        "isFar": row["is_far"],
        "name": worded(row["labels"]) or kind_name(row["kind"]),
        "kindName": kind_name(row["kind"]),
        "at": [row["latitude"], row["longitude"]],
    }


def _side(side: str | None) -> str:
    return str({"left": _(", on the left"), "right": _(", on the right")}.get(side or "", ""))
