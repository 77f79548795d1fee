"""What a facilitator sees of a walk: its figures and everything that was recorded on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, lazyload

from walks import voices
from walks.database import db
from walks.methods import Category, Theme
from walks.neighbourhoods import Neighbourhood
from walks.observations import Observation, OwedPhoto, OwedVoice
from walks.participants import Participant
from walks.photos import Photo
from walks.voices import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from walks.walks import Walk

MOST_PINS = 2_000


@dataclass(frozen=True)
class Figures:
    """Counts of one walk, without what was withdrawn.

    Photos `waiting` are being prepared; photos `owed` and voice notes `owed_voices` were announced
    and have not arrived.
    """

    joined: int = 0
    observations: int = 0
    released: int = 0
    kept: int = 0
    waiting: int = 0
    refused: int = 0
    owed: int = 0
    owed_voices: int = 0


@dataclass(frozen=True)
class Filters:
    """Which observations of a walk to show; None is all."""

    kind: str | None = None
    theme: int | None = None
    stop: UUID | None = None
    released: bool | None = None
    flagged: bool | None = None


@dataclass(frozen=True)
class ObservationsPage:
    """Some of a walk's observations, newest first, and their photos in the order received."""

    observations: list[Observation]
    photos: dict[UUID, list[Photo]]
    voices: dict[UUID, Voice]
    number: int
    pages: int
    count: int


def figures(walk_ids: Iterable[UUID]) -> dict[UUID, Figures]:
    """The figures of each walk, by four grouped queries however many walks there are."""
    ids = list(walk_ids)
    counts: dict[UUID, dict[str, int]] = {walk_id: {} for walk_id in ids}
    for query in (_joined(ids), _observations(ids), _photos(ids), _owed(ids)):
        for row in db.session.execute(query).mappings():
            counts[row["walk_id"]].update({k: v for k, v in row.items() if k != "walk_id"})
    return {walk_id: Figures(**found) for walk_id, found in counts.items()}


def observations_of(
    walk: Walk, filters: Filters, *, page: int = 1, size: int = 50
) -> ObservationsPage:
    """One page of the walk's observations; a page too far is the last one."""
    wanted = _filtered(walk, filters)
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-count // size))
    number = min(max(page, 1), pages)
    rows = list(
        db.session.scalars(
            wanted.options(*_with_words())
            .order_by(Observation.received_at.desc(), Observation.id.desc())
            .offset((number - 1) * size)
            .limit(size)
        )
    )
    return ObservationsPage(rows, _photos_of(rows), voices.of(rows), number, pages, count)


def pins(walk: Walk) -> list[dict[str, Any]]:
    """The newest measured points of the walk's observations, for its map."""
    rows = (
        select(
            Observation.id,
            Observation.kind,
            Observation.severity,
            Observation.is_far,
            func.coalesce(Category.labels, Theme.labels).label("labels"),
            func.ST_X(Observation.position).label("longitude"),
            func.ST_Y(Observation.position).label("latitude"),
        )
        .outerjoin(Category, Category.id == Observation.category_id)
        .outerjoin(Theme, Theme.id == Observation.theme_id)
        .where(Observation.walk_id == walk.id, Observation.withdrawn_at.is_(None))
        .where(Observation.position.is_not(None))
        .order_by(Observation.received_at.desc())
        .limit(MOST_PINS)
    )
    return [dict(row) for row in db.session.execute(rows).mappings()]


def waiting_for_release(walk: Walk) -> int:
    """How many of the walk's observations no facilitator has released."""
    waiting = select(func.count()).where(
        Observation.walk_id == walk.id,
        Observation.withdrawn_at.is_(None),
        Observation.released_at.is_(None),
    )
    return db.session.scalar(waiting) or 0


def themes_of(walk: Walk) -> list[Theme]:
    """The themes of the walk's method, in their order."""
    wanted = select(Theme).where(Theme.method_id == walk.method_id).order_by(Theme.ordinal)
    return list(db.session.scalars(wanted))


def _filtered(walk: Walk, filters: Filters) -> Select[Observation]:
    wanted = (
        select(Observation)
        .options(lazyload(Observation.walk))
        .where(Observation.walk_id == walk.id, Observation.withdrawn_at.is_(None))
    )
    if filters.kind:
        wanted = wanted.where(Observation.kind == filters.kind)
    if filters.theme:
        wanted = wanted.where(Observation.theme_id == filters.theme)
    if filters.stop:
        wanted = wanted.where(
            or_(Observation.stop_id == filters.stop, Observation.next_stop_id == filters.stop)
        )
    if filters.released is not None:
        is_released = Observation.released_at.is_not(None)
        wanted = wanted.where(is_released if filters.released else ~is_released)
    if filters.flagged is not None:
        wanted = wanted.where(_is_flagged() if filters.flagged else ~_is_flagged())
    return wanted


def _is_flagged() -> Any:
    return or_(
        Observation.is_late,
        Observation.is_far,
        Observation.is_time_odd,
        and_(Observation.position.is_not(None), Observation.neighbourhood_id.is_(None)),
    )


def _with_words() -> list[Any]:
    return [
        joinedload(Observation.theme),
        joinedload(Observation.category),
        joinedload(Observation.stop),
        joinedload(Observation.next_stop),
        joinedload(Observation.neighbourhood).defer(Neighbourhood.outline),
    ]


def _photos_of(observations: list[Observation]) -> dict[UUID, list[Photo]]:
    ids = [observation.id for observation in observations]
    by_observation: dict[UUID, list[Photo]] = {each: [] for each in ids}
    wanted = (
        select(Photo).where(Photo.observation_id.in_(ids)).order_by(Photo.received_at, Photo.id)
    )
    for photo in db.session.scalars(wanted.options(lazyload(Photo.observation))) if ids else ():
        by_observation[photo.observation_id].append(photo)
    return by_observation


def _joined(ids: list[UUID]) -> Select[*tuple[Any, ...]]:
    return (
        select(Participant.walk_id, func.count().label("joined"))
        .where(Participant.walk_id.in_(ids), Participant.withdrawn_at.is_(None))
        .group_by(Participant.walk_id)
    )


def _observations(ids: list[UUID]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Observation.walk_id,
            func.count().label("observations"),
            func.count(Observation.released_at).label("released"),
        )
        .where(Observation.walk_id.in_(ids), Observation.withdrawn_at.is_(None))
        .group_by(Observation.walk_id)
    )


def _photos(ids: list[UUID]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Observation.walk_id,
            func.count().filter(Photo.state == "kept").label("kept"),
            func.count().filter(Photo.state == "received").label("waiting"),
            func.count().filter(Photo.state == "refused").label("refused"),
        )
        .join(Observation, Observation.id == Photo.observation_id)
        .where(Observation.walk_id.in_(ids), Observation.withdrawn_at.is_(None))
        .group_by(Observation.walk_id)
    )


def _owed(ids: list[UUID]) -> Select[*tuple[Any, ...]]:
    owed = union_all(_missing(OwedPhoto, Photo), _missing(OwedVoice, Voice)).subquery()
    is_photo = owed.c.kind == OwedPhoto.__tablename__
    return (
        select(
            Observation.walk_id,
            func.count().filter(is_photo).label("owed"),
            func.count().filter(~is_photo).label("owed_voices"),
        )
        .join(owed, owed.c.observation_id == Observation.id)
        .where(Observation.walk_id.in_(ids), Observation.withdrawn_at.is_(None))
        .group_by(Observation.walk_id)
    )


def _missing(
    owed: type[OwedPhoto | OwedVoice], arrived: type[Photo | Voice]
) -> Select[*tuple[Any, ...]]:
    """What was announced and has not arrived."""
    has_arrived = select(arrived.id).where(arrived.id == owed.id).exists()
    kind = literal(owed.__tablename__).label("kind")
    return select(owed.observation_id, kind).where(~has_arrived)
