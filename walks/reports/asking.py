"""What is asked: proposals and ideas, together by where they are and what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, case, cast, func, select, true
from sqlalchemy.dialects.postgresql import JSONPATH, aggregate_order_by

from walks.database import db
from walks.methods import Category, Theme
from walks.observations import Observation
from walks.reports.counts import Count, Some
from walks.reports.ground import cell
from walks.reports.words import LONGEST, NextStop, Whereabouts
from walks.walks import Stop

if TYPE_CHECKING:
    from sqlalchemy import CTE, ColumnElement, Row, Subquery

    from walks.reports.frame import Frame
    from walks.reports.scope import Scope

MOST_ASKED = 30
MOST_PROPOSALS = 3  # of each
NEAR = 40  # metres from a stop of the same walk within which something is near it
STOPS_ALL = 3  # the severity that stops someone entirely
SAME_PLACE = 0.0001  # degrees, about 10 m: the same stop on two walks


@dataclass(frozen=True)
class Proposal:
    """Somebody's words; `is_cut` when they were too long to stand here whole."""

    text: str
    language: str | None
    is_cut: bool


@dataclass(frozen=True)
class Asked:
    """What is asked somewhere about something.

    `voices` are the distinct participants who recorded a problem or an idea about it there,
    whether or not they wrote a proposal; `severity` is the highest that any of them gave.
    """

    where: Whereabouts
    labels: dict[str, str]
    pictogram: str | None
    proposals: Some[Proposal]
    affects: list[str]
    severity: int | None
    voices: Count


def asked(scope: Scope, frame: Frame) -> Some[Asked]:
    """What stops someone entirely first, even with one voice; then by voices, then by severity."""
    grouped = _grouped(_placed(scope, frame))
    severity = grouped.c.severity
    found = db.session.execute(
        select(grouped, func.count().over().label("in_all"))
        .where(grouped.c.proposed > 0)
        .order_by(
            (func.coalesce(severity, 0) == STOPS_ALL).desc(),
            grouped.c.people.desc(),
            severity.desc().nulls_last(),
            grouped.c.n.desc(),
            grouped.c.place,
            grouped.c.about,
        )
        .limit(MOST_ASKED)
    ).all()
    return Some([_as_asked(row, frame) for row in found], found[0].in_all if found else 0)


def _placed(scope: Scope, frame: Frame) -> CTE:
    """Problems and ideas, each with the stop where or near which it is."""
    near = (
        select(Stop.id)
        .where(
            Observation.stop_id.is_(None),
            Stop.walk_id == Observation.walk_id,
            func.ST_DistanceSphere(Stop.position, Observation.position) <= NEAR,
        )
        .order_by(func.ST_DistanceSphere(Stop.position, Observation.position))
        .limit(1)
        .lateral()
    )
    column, row_number = cell(frame)
    has_words = Observation.kind == "idea"
    return (
        select(
            Observation.participant_id,
            Observation.severity,
            Observation.affects,
            Observation.note_language,
            func.coalesce(Observation.proposal, case((has_words, Observation.note))).label("words"),
            func.coalesce(Category.slug, Theme.slug, "").label("about"),
            func.coalesce(Category.labels, Theme.labels).label("labels"),
            func.coalesce(Category.pictogram, Theme.pictogram).label("pictogram"),
            func.coalesce(Observation.stop_id, near.c.id).label("stop_id"),
            near.c.id.is_not(None).label("is_near"),
            NextStop.ordinal.label("next_ordinal"),
            column.label("x"),
            row_number.label("y"),
        )
        .select_from(Observation)
        .outerjoin(Theme, Theme.id == Observation.theme_id)
        .outerjoin(Category, Category.id == Observation.category_id)
        .outerjoin(NextStop, NextStop.id == Observation.next_stop_id)
        .outerjoin(near, true())
        .where(*scope.rows(), Observation.kind.in_(("problem", "idea")))
        .cte("placed")
    )


def _place(placed: CTE) -> ColumnElement[str]:
    """What makes two observations be at one place.

    A stop is the same on two walks when its name is, and its position to some ten metres; without
    a position, it is its own walk's alone. Without a stop, the place is a square of the map.
    """
    at_stop = func.concat(
        func.lower(Stop.name),
        " ",
        func.coalesce(
            func.ST_AsText(func.ST_SnapToGrid(Stop.position, SAME_PLACE)),
            cast(Stop.walk_id, String),
        ),
        " ",
        placed.c.next_ordinal,
    )
    in_square = func.concat("square ", placed.c.x, " ", placed.c.y)
    return case((Stop.id.is_not(None), at_stop), else_=in_square)


def _best_words(placed: CTE) -> ColumnElement[Any]:
    """The proposals of a place, those of the gravest first, then the longest."""
    words = func.jsonb_build_object(
        "text",
        func.left(placed.c.words, LONGEST),
        "language",
        placed.c.note_language,
        "is_cut",
        func.length(placed.c.words) > LONGEST,
    )
    gravest_first = (placed.c.severity.desc().nulls_last(), func.length(placed.c.words).desc())
    return func.array_agg(aggregate_order_by(words, *gravest_first)).filter(
        placed.c.words.is_not(None)
    )


def _grouped(placed: CTE) -> Subquery:
    """One row for each place and subject."""
    place, best = _place(placed), _best_words(placed)
    return (
        select(
            place.label("place"),
            placed.c.about,
            func.min(Stop.ordinal).label("ordinal"),
            func.min(Stop.name).label("stop"),
            func.bool_and(placed.c.is_near).label("is_near"),
            func.min(placed.c.next_ordinal).label("next_ordinal"),
            func.min(placed.c.x).label("x"),
            func.min(placed.c.y).label("y"),
            func.jsonb_agg(placed.c.labels).op("->")(0).label("labels"),
            func.min(placed.c.pictogram).label("pictogram"),
            func.jsonb_path_query_array(
                func.to_jsonb(best), cast(f"$[0 to {MOST_PROPOSALS - 1}]", JSONPATH)
            ).label("proposals"),
            func.count(placed.c.words).label("proposed"),
            func.jsonb_agg(func.to_jsonb(placed.c.affects).distinct()).label("affects"),
            func.max(placed.c.severity).label("severity"),
            func.count().label("n"),
            func.count(placed.c.participant_id.distinct()).label("people"),
        )
        .select_from(placed)
        .outerjoin(Stop, Stop.id == placed.c.stop_id)
        .group_by(place, placed.c.about)
        .subquery()
    )


def _as_asked(row: Row[Any], frame: Frame) -> Asked:
    square = frame.name(row.x, row.y) if row.stop is None and row.x is not None else None
    return Asked(
        where=Whereabouts(row.ordinal, row.stop, row.is_near, row.next_ordinal, square),
        labels=row.labels or {},
        pictogram=row.pictogram,
        proposals=Some([Proposal(**one) for one in row.proposals], row.proposed),
        affects=sorted({slug for slugs in row.affects for slug in slugs}),
        severity=row.severity,
        voices=Count(row.n, row.people),
    )
