"""The planner's start: neighbourhoods with walks, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, cast, func, or_, select, union_all

from walks.database import db
from walks.methods import Category, Theme
from walks.neighbourhoods import Neighbourhood
from walks.observations import Observation, readable_by
from walks.people import Organisation
from walks.permissions import Role
from walks.reports.counts import Count
from walks.reports.scope import walks_known_to
from walks.walks import Walk

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Subquery

    from walks.people import Person

PAGE = 25
NEW = timedelta(days=14)
MOST_NEW = 5
MOST_WALKS = 200


@dataclass(frozen=True)
class Line:
    """A neighbourhood with its walks and observations; `new` came within two weeks."""

    code: str
    slug: str
    names: dict[str, str]
    walks: int
    last: datetime | None
    count: Count
    new: int


@dataclass(frozen=True)
class LinesPage:
    """Some of the neighbourhoods; `number` counts from 1, `count` is of all that were found."""

    lines: list[Line]
    number: int
    pages: int
    count: int


@dataclass(frozen=True)
class NewWalk:
    """A walk of which something became readable within two weeks; `starts_at` is local."""

    id: UUID
    title: str
    starts_at: datetime
    organisation: str
    observations: int
    newest: datetime
    neighbourhood: str | None
    names: dict[str, str] | None


def neighbourhoods(reader: Person, *, search: str = "", page: int = 1) -> LinesPage:
    """Neighbourhoods in which the reader may read something, by code; too far is the last page."""
    walked, counted = _walked(reader), _counted(reader)
    wanted = (
        select(
            Neighbourhood.code,
            Neighbourhood.slug,
            Neighbourhood.names,
            walked.c.walks,
            walked.c.last,
            func.coalesce(counted.c.n, 0).label("n"),
            func.coalesce(counted.c.people, 0).label("people"),
            func.coalesce(counted.c.new, 0).label("new"),
        )
        .join(walked, walked.c.neighbourhood_id == Neighbourhood.id)
        .outerjoin(counted, counted.c.neighbourhood_id == Neighbourhood.id)
    )
    if search.strip():
        wanted = wanted.where(_named(search.strip()))
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-count // PAGE))
    number = min(max(page, 1), pages)
    rows = db.session.execute(
        wanted.order_by(Neighbourhood.code).offset((number - 1) * PAGE).limit(PAGE)
    )
    lines = [
        Line(
            row.code,
            row.slug,
            row.names,
            row.walks,
            row.last,
            Count(row.n, row.people),
            row.new,
        )
        for row in rows
    ]
    return LinesPage(lines, number, pages, count)


def newest(reader: Person) -> list[NewWalk]:
    """The walks of which the reader can read something since two weeks, newest first."""
    since = _readable_since(reader)
    newest_first = func.max(since)
    rows = db.session.execute(
        select(
            Walk.id,
            Walk.title,
            Walk.starts_at,
            Organisation.name.label("organisation"),
            func.count(Observation.id).label("observations"),
            newest_first.label("newest"),
            Neighbourhood.slug.label("neighbourhood"),
            Neighbourhood.names,
        )
        .select_from(Observation)
        .join(Walk, Walk.id == Observation.walk_id)
        .join(Organisation, Organisation.id == Walk.organisation_id)
        .outerjoin(Neighbourhood, Neighbourhood.id == Walk.neighbourhood_id)
        .where(readable_by(reader), since > datetime.now(UTC) - NEW)
        .group_by(Walk.id, Organisation.id, Neighbourhood.id)
        .order_by(newest_first.desc(), Walk.id)
        .limit(MOST_NEW)
    )
    return [NewWalk(**row) for row in rows.mappings()]


def walks_offered(reader: Person) -> list[tuple[UUID, str, datetime]]:
    """The newest walks that the reader may choose from, as (id, title, local start)."""
    rows = db.session.execute(
        select(Walk.id, Walk.title, Walk.starts_at)
        .where(walks_known_to(reader))
        .order_by(Walk.starts_at.desc(), Walk.id)
        .limit(MOST_WALKS)
    )
    return [(row.id, row.title, row.starts_at) for row in rows]


def neighbourhoods_offered(reader: Person) -> list[tuple[str, dict[str, str]]]:
    """The neighbourhoods that have walks, as (code, names), by code."""
    walked = _walked(reader)
    rows = db.session.execute(
        select(Neighbourhood.code, Neighbourhood.names)
        .join(walked, walked.c.neighbourhood_id == Neighbourhood.id)
        .order_by(Neighbourhood.code)
    )
    return [(row.code, row.names) for row in rows]


def subjects_offered() -> list[tuple[str, dict[str, str], list[tuple[str, dict[str, str]]]]]:
    """Every theme as (slug, labels, its categories as (slug, labels)), of all methods together."""
    rows = db.session.execute(
        select(
            Theme.slug,
            Theme.labels,
            Category.slug.label("category"),
            Category.labels.label("category_labels"),
        )
        .outerjoin(Category, Category.theme_id == Theme.id)
        .order_by(Theme.method_id, Theme.ordinal, Category.ordinal)
    )
    themes: dict[str, tuple[dict[str, str], dict[str, dict[str, str]]]] = {}
    for row in rows:
        _, categories = themes.setdefault(row.slug, (row.labels, {}))
        if row.category:
            categories.setdefault(row.category, row.category_labels)
    return [(slug, labels, list(own.items())) for slug, (labels, own) in themes.items()]


def _walked(reader: Person) -> Subquery:
    """By neighbourhood, the walks held or recorded on there and the last one's local start."""
    recorded = (
        select(Observation.neighbourhood_id, Observation.walk_id)
        .where(readable_by(reader), Observation.neighbourhood_id.is_not(None))
        .distinct()
    )
    held = select(Walk.neighbourhood_id, Walk.id.label("walk_id")).where(
        Walk.neighbourhood_id.is_not(None), walks_known_to(reader)
    )
    both = union_all(recorded, held).subquery()
    return (
        select(
            both.c.neighbourhood_id,
            func.count(both.c.walk_id.distinct()).label("walks"),
            func.max(Walk.starts_at).label("last"),
        )
        .join(Walk, Walk.id == both.c.walk_id)
        .group_by(both.c.neighbourhood_id)
        .subquery()
    )


def _counted(reader: Person) -> Subquery:
    is_new = _readable_since(reader) > datetime.now(UTC) - NEW
    return (
        select(
            Observation.neighbourhood_id,
            func.count(Observation.id).label("n"),
            func.count(Observation.participant_id.distinct()).label("people"),
            func.count(Observation.id).filter(is_new).label("new"),
        )
        .join(Walk, Walk.id == Observation.walk_id)
        .where(readable_by(reader))
        .group_by(Observation.neighbourhood_id)
        .subquery()
    )


def _readable_since(reader: Person) -> Any:
    """When the reader could first read an observation: released and its walk over, or received."""
    if Role.FACILITATOR in reader.roles_here:
        return Observation.received_at
    return func.greatest(Observation.released_at, Walk.closed_at)


def _named(search: str) -> Any:
    """Whether the code, or a name in any language, holds this text."""
    name = func.jsonb_each_text(Neighbourhood.names).table_valued("key", "value").alias("name")
    in_names = select(1).select_from(name).where(name.c.value.icontains(search, autoescape=True))
    return or_(
        cast(Neighbourhood.code, String).icontains(search, autoescape=True), in_names.exists()
    )
