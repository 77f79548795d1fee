"""The properties of an exported observation: name, value in SQL, meaning.

Nothing here leads to a participant: no id, no profile. docs/data-dictionary.md says the same in
prose, and a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.orm import aliased

from walks.database import db
from walks.methods import Category, Method, Theme
from walks.neighbourhoods import Neighbourhood
from walks.observations import Observation
from walks.photos import Photo
from walks.walks import Stop, Walk

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, FromClause

NextStop = aliased(Stop)

photos_kept = (
    select(Photo.observation_id, func.count().label("n"))
    .where(Photo.state == "kept")
    .group_by(Photo.observation_id)
    .subquery()
)


@dataclass(frozen=True)
class Property:
    """One property. `value` is its SQL; `meaning` a sentence for the data dictionary."""

    name: str
    value: Any
    kind: str
    meaning: str


def _utc(instant: Any) -> ColumnElement[Any]:
    return func.to_char(func.timezone("UTC", instant), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')


PROPERTIES = (
    Property("walk", Walk.id, "text", "The walk's id, a UUID."),
    Property("walk_title", Walk.title, "text", "The walk's title."),
    Property(
        "walk_date",
        func.to_char(Walk.starts_at, "YYYY-MM-DD"),
        "date",
        "The walk's date in its own time zone, as YYYY-MM-DD.",
    ),
    Property("light", Walk.light, "text", "`day`, `dusk` or `night`: the light the walk was in."),
    Property("time_zone", Walk.time_zone, "text", "The walk's IANA time zone."),
    Property(
        "method", Method.slug, "text", "The method the walk was made with; slugs below are its own."
    ),
    Property("method_version", Method.version, "integer", "The version of that method."),
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
    Property("kind", Observation.kind, "text", "`problem`, `asset` or `idea`."),
    Property("theme", Theme.slug, "text", "The theme's slug; null when none was chosen."),
    Property("category", Category.slug, "text", "The category's slug; null when none was chosen."),
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
        "position_source",
        Observation.position_source,
        "text",
        "`gps`, `map` or `photo` for a measured point; `stop` or `between` when only the stop is "
        "known, and then the geometry is null.",
    ),
    Property(
        "accuracy_m",
        cast(func.round(cast(Observation.accuracy_m, db.Numeric), 1), db.Float),
        "number",
        "The accuracy the phone gave, in metres.",
    ),
    Property("stop", Stop.ordinal, "integer", "The number of the stop, from 1."),
    Property("stop_name", Stop.name, "text", "The name of the stop."),
    Property(
        "next_stop", NextStop.ordinal, "integer", "With `between`: the number of the stop after."
    ),
    Property(
        "side",
        Observation.side,
        "text",
        "`left` or `right` of the itinerary, in walking direction.",
    ),
    Property(
        "recorded_at",
        _utc(Observation.recorded_at),
        "date and time",
        "When the phone recorded it, RFC 3339 in UTC, by the phone's own clock.",
    ),
    Property(
        "received_at",
        _utc(Observation.received_at),
        "date and time",
        "When the server first received it, RFC 3339 in UTC.",
    ),
    Property("revision", Observation.revision, "integer", "How often it was delivered, from 1."),
    Property(
        "late", Observation.is_late, "boolean", "Recorded or arrived after the walk was closed."
    ),
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
)


def rows() -> FromClause:
    """Observations with everything that their properties are read from."""
    return (
        db.inspect(Observation)
        .local_table.join(Walk.__table__, Walk.id == Observation.walk_id)
        .join(Method.__table__, Method.id == Walk.method_id)
        .outerjoin(Neighbourhood.__table__, Neighbourhood.id == Observation.neighbourhood_id)
        .outerjoin(Theme.__table__, Theme.id == Observation.theme_id)
        .outerjoin(Category.__table__, Category.id == Observation.category_id)
        .outerjoin(Stop.__table__, Stop.id == Observation.stop_id)
        .outerjoin(NextStop, NextStop.id == Observation.next_stop_id)
        .outerjoin(photos_kept, photos_kept.c.observation_id == Observation.id)
    )


def as_json(value: Any) -> ColumnElement[str]:
    """The value as JSON text, escaped by PostgreSQL; null when there is none."""
    return func.coalesce(cast(func.to_json(value), String), literal("null"))
