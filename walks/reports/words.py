"""The words and pictures of a report: what is asked, quotes, photos, and the list behind them.

Every list is bounded and says how many there are in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from walks.database import db
from walks.methods import Category, Theme
from walks.observations import Observation
from walks.photos import Photo
from walks.reports.counts import Some
from walks.voices import Voice
from walks.voices.transcribing import released, released_language
from walks.walks import Stop, Walk

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row, Select

    from walks.reports.frame import Frame
    from walks.reports.scope import Scope

MOST_ROWS = 60
MOST_PHOTOS = 12
MOST_QUOTES = 6  # of each kind
QUOTE = range(20, 401)  # characters that read well; others only when there is room
LONGEST = 400

NextStop = aliased(Stop)


@dataclass(frozen=True)
class Whereabouts:
    """Where something is: at a stop, near one, between two, in a square of the map, or unsaid."""

    ordinal: int | None = None
    stop: str | None = None
    is_near: bool = False
    next_ordinal: int | None = None
    square: str | None = None


@dataclass(frozen=True)
class Noted:
    """One observation, in words written and said aloud; each is cut when it is too long here."""

    id: UUID
    kind: str
    severity: int | None
    labels: dict[str, str]
    pictogram: str | None
    note: str | None
    is_cut: bool
    note_language: str | None
    transcript: str | None
    is_transcript_cut: bool
    transcript_language: str | None
    where: Whereabouts
    light: str
    starts_at: datetime


@dataclass(frozen=True)
class Picture:
    """A kept photo of an observation; width and height in pixels."""

    id: UUID
    width: int
    height: int
    of: Noted


def rows(scope: Scope, frame: Frame) -> Some[Noted]:
    """Observations, the most severe first, then in the order in which they came."""
    wanted = (
        _noted()
        .add_columns(func.count().over().label("in_all"))
        .where(*scope.rows())
        .order_by(Observation.severity.desc().nulls_last(), Observation.received_at, Observation.id)
        .limit(MOST_ROWS)
    )
    found = db.session.execute(wanted).all()
    return Some([_as_noted(row, frame) for row in found], found[0].in_all if found else 0)


def quotes(scope: Scope, frame: Frame) -> dict[str, Some[Noted]]:
    """Notes of each kind in their writers' words: as many voices as there is room for.

    Each participant's first before anybody's second; those of a length that reads well first.
    """
    words = func.coalesce(Observation.note, released)
    reads_well = func.length(words).between(QUOTE.start, QUOTE.stop - 1)
    best = (reads_well.desc(), Observation.severity.desc().nulls_last(), Observation.id)
    turn = func.row_number().over(
        partition_by=(Observation.kind, Observation.participant_id), order_by=best
    )
    turns = (
        select(Observation.id, turn.label("turn"), reads_well.label("reads_well"))
        .outerjoin(Voice, Voice.observation_id == Observation.id)
        .where(*scope.rows(), words.is_not(None))
        .subquery()
    )
    place = func.row_number().over(
        partition_by=Observation.kind,
        order_by=(turns.c.reads_well.desc(), turns.c.turn, *best[1:]),
    )
    placed = (
        _noted()
        .add_columns(
            func.count().over(partition_by=Observation.kind).label("in_all"), place.label("place")
        )
        .join(turns, turns.c.id == Observation.id)
        .subquery()
    )
    found = db.session.execute(
        select(placed).where(placed.c.place <= MOST_QUOTES).order_by(placed.c.kind, placed.c.place)
    ).all()
    by_kind: dict[str, list[Row[Any]]] = {}
    for row in found:
        by_kind.setdefault(row.kind, []).append(row)
    return {
        kind: Some([_as_noted(row, frame) for row in own], own[0].in_all)
        for kind, own in by_kind.items()
    }


def pictures(scope: Scope, frame: Frame) -> Some[Picture]:
    """Kept photos: each observation's first before anyone's second, the most severe first."""
    turn = func.row_number().over(partition_by=Observation.id, order_by=Photo.id)
    wanted = (
        _noted()
        .add_columns(
            Photo.id.label("photo_id"),
            Photo.width,
            Photo.height,
            func.count().over().label("in_all"),
        )
        .join(Photo, Photo.observation_id == Observation.id)
        .where(*scope.rows(), Photo.state == "kept")
        .order_by(turn, Observation.severity.desc().nulls_last(), Photo.id)
        .limit(MOST_PHOTOS)
    )
    found = db.session.execute(wanted).all()
    shown = [Picture(row.photo_id, row.width, row.height, _as_noted(row, frame)) for row in found]
    return Some(shown, found[0].in_all if found else 0)


def _noted() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Observation.id,
            Observation.kind,
            Observation.severity,
            Observation.note_language,
            func.left(Observation.note, LONGEST).label("note"),
            (func.length(Observation.note) > LONGEST).label("is_cut"),
            func.left(released, LONGEST).label("transcript"),
            (func.length(released) > LONGEST).label("is_transcript_cut"),
            released_language.label("transcript_language"),
            func.coalesce(Category.labels, Theme.labels).label("labels"),
            func.coalesce(Category.pictogram, Theme.pictogram).label("pictogram"),
            func.ST_X(Observation.position).label("x"),
            func.ST_Y(Observation.position).label("y"),
            Stop.ordinal,
            Stop.name.label("stop"),
            NextStop.ordinal.label("next_ordinal"),
            Walk.light,
            Walk.starts_at,
        )
        .select_from(Observation)
        .join(Walk, Walk.id == Observation.walk_id)
        .outerjoin(Theme, Theme.id == Observation.theme_id)
        .outerjoin(Category, Category.id == Observation.category_id)
        .outerjoin(Stop, Stop.id == Observation.stop_id)
        .outerjoin(NextStop, NextStop.id == Observation.next_stop_id)
        .outerjoin(Voice, Voice.observation_id == Observation.id)
    )


def _as_noted(row: Row[Any], frame: Frame) -> Noted:
    square = frame.square(row.x, row.y) if row.x is not None else None
    return Noted(
        id=row.id,
        kind=row.kind,
        severity=row.severity,
        labels=row.labels or {},
        pictogram=row.pictogram,
        note=row.note,
        is_cut=bool(row.is_cut),
        note_language=row.note_language,
        transcript=row.transcript,
        is_transcript_cut=bool(row.is_transcript_cut),
        transcript_language=row.transcript_language,
        where=Whereabouts(row.ordinal, row.stop, next_ordinal=row.next_ordinal, square=square),
        light=row.light,
        starts_at=row.starts_at,
    )
