"""The properties of an exported observation: name, value in SQL, meaning.

They stand in groups, each read from the table that holds it, so that what many observations share
(their walk, their neighbourhood, their category) is written once and not for each of them. Nothing
here leads to a participant: no id, no profile. docs/data-dictionary.md says the same in prose, and
a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Numeric, String, cast, func, literal, select
from sqlalchemy.orm import aliased

from walks.confirmations import Confirmation
from walks.methods import Category, Method, Theme
from walks.neighbourhoods import Neighbourhood
from walks.observations import Observation
from walks.photos import Photo
from walks.voices.transcribing import released, released_language
from walks.walks import Stop, Walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Subquery

NextStop = aliased(Stop)


@dataclass(frozen=True)
class Property:
    """One property. `value` is its SQL; `meaning` a sentence for the data dictionary."""

    name: str
    value: Any
    kind: str
    meaning: str


@dataclass(frozen=True)
class Group:
    """Properties of one table: an observation's `key` finds them by their `id`."""

    name: str
    key: Any
    id: Any
    source: Any
    properties: tuple[Property, ...]

    def written(self) -> Subquery:
        """The group's rows, each with its properties as one piece of JSON.

        A subquery that is joined outwards is computed once for each of its own rows, and unlike a
        common table expression it leaves PostgreSQL free to work in parallel.
        """
        query = select(self.id.label("id"), as_json(self.properties).label("said"))
        return query.select_from(self.source).subquery(self.name)


OF_WALK = Group(
    "of_walk",
    Observation.walk_id,
    Walk.id,
    Walk.__table__.join(Method.__table__, Method.id == Walk.method_id),
    (
        Property("walk", Walk.id, "text", "The walk's id, a UUID."),
        Property("walk_title", Walk.title, "text", "The walk's title."),
        Property(
            "walk_date",
            func.to_char(Walk.starts_at, "YYYY-MM-DD"),
            "date",
            "The walk's date in its own time zone, as YYYY-MM-DD.",
        ),
        Property("light", Walk.light, "word", "`day`, `dusk` or `night`: the walk's light."),
        Property("time_zone", Walk.time_zone, "text", "The walk's IANA time zone."),
        Property("method", Method.slug, "text", "The method it was made with; slugs are its own."),
        Property("method_version", Method.version, "integer", "The version of that method."),
    ),
)
OF_NEIGHBOURHOOD = Group(
    "of_neighbourhood",
    Observation.neighbourhood_id,
    Neighbourhood.id,
    Neighbourhood.__table__,
    (
        Property(
            "neighbourhood",
            Neighbourhood.code,
            "text",
            "The official code of the neighbourhood that holds the position, else the stop; "
            "null outside every neighbourhood.",
        ),
        Property(
            "neighbourhood_name_fr",
            Neighbourhood.names["fr"].astext,
            "text",
            "Its French name, where it has one.",
        ),
        Property(
            "neighbourhood_name_nl",
            Neighbourhood.names["nl"].astext,
            "text",
            "Its Dutch name, where it has one.",
        ),
    ),
)
OF_THEME = Group(
    "of_theme",
    Observation.theme_id,
    Theme.id,
    Theme.__table__,
    (Property("theme", Theme.slug, "text", "The theme's slug; null when none was chosen."),),
)
OF_CATEGORY = Group(
    "of_category",
    Observation.category_id,
    Category.id,
    Category.__table__,
    (
        Property(
            "category", Category.slug, "text", "The category's slug; null when none was chosen."
        ),
    ),
)
OF_STOP = Group(
    "of_stop",
    Observation.stop_id,
    Stop.id,
    Stop.__table__,
    (
        Property("stop", Stop.ordinal, "integer", "The number of the stop, from 1."),
        Property("stop_name", Stop.name, "text", "The name of the stop."),
    ),
)
OF_NEXT_STOP = Group(
    "of_next_stop",
    Observation.next_stop_id,
    NextStop.id,
    NextStop,
    (
        Property(
            "next_stop",
            NextStop.ordinal,
            "integer",
            "With `between`: the number of the stop after.",
        ),
    ),
)
GROUPS = (OF_WALK, OF_NEIGHBOURHOOD, OF_THEME, OF_CATEGORY, OF_STOP, OF_NEXT_STOP)

photos_kept = (
    select(Photo.observation_id, func.count().label("n"))
    .where(Photo.state == "kept")
    .group_by(Photo.observation_id)
    .subquery("photos_kept")
)

confirmed = (
    select(Confirmation.observation_id, func.count().label("n"))
    .group_by(Confirmation.observation_id)
    .subquery("confirmed")
)

OWN = (
    Property("kind", Observation.kind, "word", "`problem`, `asset` or `idea`."),
    Property(
        "severity",
        Observation.severity,
        "integer",
        "Problems only: 1 bothers, 2 hard, 3 stops someone or is dangerous; null when not said.",
    ),
    Property(
        "affects",
        Observation.affects,
        "list of text",
        "Slugs of whom it affects, as the participant said; never the author's own profile.",
    ),
    Property("note", Observation.note, "text", "What the participant wrote."),
    Property("note_language", Observation.note_language, "text", "Its language, as a BCP 47 tag."),
    Property("proposal", Observation.proposal, "text", "What the participant proposes."),
    Property(
        "transcript",
        released,
        "text",
        "What the participant said aloud, written down by a facilitator and edited for names; null "
        "until the observation is released.",
    ),
    Property("transcript_language", released_language, "text", "Its language, as a BCP 47 tag."),
    Property(
        "position_source",
        Observation.position_source,
        "word",
        "`gps`, `map` or `photo` for a measured point; `stop` or `between` when only the stop is "
        "known, and then the geometry is null.",
    ),
    Property(
        "accuracy_m",
        func.round(cast(Observation.accuracy_m, Numeric), 1),
        "number",
        "The accuracy the phone gave, in metres.",
    ),
    Property("side", Observation.side, "word", "`left` or `right` of the itinerary, as one walks."),
    Property(
        "recorded_at",
        Observation.recorded_at,
        "date and time",
        "When the phone recorded it, RFC 3339 in UTC, by the phone's own clock.",
    ),
    Property(
        "received_at",
        Observation.received_at,
        "date and time",
        "When the server first received it, RFC 3339 in UTC.",
    ),
    Property("revision", Observation.revision, "integer", "How often it was delivered, from 1."),
    Property("late", Observation.is_late, "boolean", "Recorded or arrived after the walk closed."),
    Property("far", Observation.is_far, "boolean", "Far from the walk's area."),
    Property(
        "time_odd",
        Observation.is_time_odd,
        "boolean",
        "Its time is in the future or long before the walk.",
    ),
    Property(
        "released",
        Observation.released_at.is_not(None),
        "boolean",
        "Whether a facilitator released it.",
    ),
    Property("photos", func.coalesce(photos_kept.c.n, 0), "integer", "How many photos it has."),
    Property(
        "confirmations",
        func.coalesce(confirmed.c.n, 0),
        "integer",
        "How many other participants of the walk said “me too”.",
    ),
)

PROPERTIES = (*(one for group in GROUPS for one in group.properties), *OWN)


def as_json(properties: Sequence[Property]) -> ColumnElement[str]:
    """The members of a JSON object, without its braces; PostgreSQL escapes what people wrote."""
    parts: list[ColumnElement[str]] = []
    for ordinal, one in enumerate(properties):
        parts += [literal(f'{"," if ordinal else ""}"{one.name}":'), _value(one)]
    return func.concat(*parts)


def nothing_of(group: Group) -> str:
    """What stands for a group that an observation has nothing of."""
    return ",".join(f'"{one.name}":null' for one in group.properties)


def _value(one: Property) -> ColumnElement[str]:
    if one.kind in {"integer", "number", "boolean"}:
        written = cast(one.value, String)
    elif one.kind == "word":  # the table's own check leaves nothing to escape
        written = literal('"') + one.value + literal('"')
    else:
        written = cast(func.to_json(one.value), String)
    return func.coalesce(written, literal("null"))
