"""The counts of a report, each by one grouped query, each with its distinct participants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import distinct, func, or_, select, union_all

from walks.database import db
from walks.methods import Category, Method, Theme
from walks.observations import KINDS, Observation
from walks.people import Organisation
from walks.walks import LIGHTS, Walk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import FromClause, Row, Subquery

    from walks.reports.scope import Scope

MOST_WALKS = 40
T = TypeVar("T")
Drawn = dict[str, tuple[dict[str, str], str]]
UNSAID = ""  # the slug of what was given no theme, no category or no severity


@dataclass(frozen=True)
class Some(Generic[T]):
    """The first of a list, and how many there are in all."""

    first: list[T]
    in_all: int = 0


@dataclass(frozen=True)
class Count:
    """So many observations, given by so many distinct participants."""

    observations: int = 0
    participants: int = 0


NONE = Count()


@dataclass(frozen=True)
class Subject:
    """A theme or category with its counts by kind, and its problems by severity (0: not said)."""

    slug: str
    labels: dict[str, str]
    pictogram: str | None
    kinds: dict[str, Count] = field(default_factory=dict)
    severities: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class InLight:
    """What was recorded in one light: on so many walks, by so many distinct participants."""

    light: str
    walks: int = 0
    total: Count = NONE
    kinds: dict[str, Count] = field(default_factory=dict)
    problems_by_theme: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Affected:
    """Whom problems affect, in the words of those who recorded them."""

    slug: str
    labels: dict[str, str]
    count: Count


@dataclass(frozen=True)
class WalkBehind:
    """A walk that the report rests on. `starts_at` is local; `head_count` None: not confirmed."""

    id: UUID
    title: str
    starts_at: datetime
    light: str
    organisation: str
    head_count: int | None
    count: Count


def together(parts: list[InLight]) -> tuple[Count, dict[str, Count]]:
    """Everything together, and by kind. A participant is on one walk, and a walk in one light."""
    by_kind = {kind: _sum(part.kinds.get(kind, NONE) for part in parts) for kind in KINDS}
    return _sum(part.total for part in parts), by_kind


def subjects(scope: Scope) -> tuple[list[Subject], list[Subject]]:
    """Every theme and every category that was chosen, most problems first; unsaid last."""
    drawn = _drawn()
    return (
        _subjects(scope, Theme, Observation.theme_id, drawn),
        _subjects(scope, Category, Observation.category_id, drawn),
    )


def affected(scope: Scope, labels: dict[str, dict[str, str]]) -> list[Affected]:
    """Whom the problems affect, most participants first, in these words."""
    whom = (
        func.unnest(Observation.affects)
        .table_valued("slug", joins_implicitly=True)
        .render_derived()
    )
    slug = whom.c.slug
    rows = db.session.execute(
        select(slug.label("slug"), *_counted())
        .select_from(Observation, whom)
        .where(*scope.rows(), Observation.kind == "problem")
        .group_by(slug)
    ).all()
    found = [Affected(row.slug, labels.get(row.slug, {}), _count(row)) for row in rows]
    return sorted(found, key=lambda one: (-one.count.participants, one.slug))


def labels_of_affects() -> dict[str, dict[str, str]]:
    """Whom something can affect, by slug, in the words of the newest method."""
    offered = db.session.scalars(select(Method.vocabulary["affects"]).order_by(Method.id))
    return {one["slug"]: one["label"] for choices in offered for one in choices or ()}


def walks_behind(scope: Scope) -> Some[WalkBehind]:
    """The newest walks that the report rests on, and how many there are in all."""
    counted, behind = _behind(scope)
    rows = db.session.execute(
        select(
            Walk.id,
            Walk.title,
            Walk.starts_at,
            Walk.light,
            Walk.head_count,
            Organisation.name.label("organisation"),
            func.coalesce(counted.c.n, 0).label("n"),
            func.coalesce(counted.c.people, 0).label("people"),
            func.count().over().label("in_all"),
        )
        .select_from(behind)
        .join(Organisation, Organisation.id == Walk.organisation_id)
        .where(or_(counted.c.n.is_not(None), scope.held_here()))
        .order_by(Walk.starts_at.desc(), Walk.id)
        .limit(MOST_WALKS)
    ).all()
    found = [
        WalkBehind(
            row.id,
            row.title,
            row.starts_at,
            row.light,
            row.organisation,
            row.head_count,
            _count(row),
        )
        for row in rows
    ]
    return Some(found, rows[0].in_all if rows else 0)


def lights(scope: Scope) -> list[InLight]:
    """The lights in which people walked: day, dusk, night."""
    walks = _walks_by_light(scope)
    totals: dict[str, Count] = {}
    by_kind: dict[str, dict[str, Count]] = {light: {} for light in LIGHTS}
    by_theme: dict[str, dict[str, int]] = {light: {} for light in LIGHTS}
    for row in db.session.execute(_by_light(scope)):
        if row.level == 3:  # noqa: PLR2004 - neither kind nor theme: the light alone
            totals[row.light] = _count(row)
        elif row.level == 1:
            by_kind[row.light][row.kind] = _count(row)
        elif row.kind == "problem":
            by_theme[row.light][row.theme or UNSAID] = row.n
    return [
        InLight(light, walks[light], totals.get(light, NONE), by_kind[light], by_theme[light])
        for light in LIGHTS
        if light in walks
    ]


def _by_light(scope: Scope) -> Any:
    """By light; by light and kind; by light, kind and theme."""
    kind, theme = Observation.kind, Theme.slug
    return (
        select(
            Walk.light,
            kind,
            theme.label("theme"),
            func.grouping(kind, theme).label("level"),
            *_counted(),
        )
        .select_from(Observation)
        .join(Walk, Walk.id == Observation.walk_id)
        .outerjoin(Theme, Theme.id == Observation.theme_id)
        .where(*scope.rows())
        .group_by(Walk.light, func.rollup(kind, theme))
    )


def _walks_by_light(scope: Scope) -> dict[str, int]:
    counted, behind = _behind(scope)
    rows = db.session.execute(
        select(Walk.light, func.count().label("n"))
        .select_from(behind)
        .where(or_(counted.c.n.is_not(None), scope.held_here()))
        .group_by(Walk.light)
    )
    return {row.light: row.n for row in rows}


def _behind(scope: Scope) -> tuple[Subquery, FromClause]:
    """Walks beside their counts of what is in scope."""
    counted = (
        select(Observation.walk_id, *_counted())
        .where(*scope.rows())
        .group_by(Observation.walk_id)
        .subquery()
    )
    behind = db.inspect(Walk).local_table.outerjoin(counted, counted.c.walk_id == Walk.id)
    return counted, behind


def _subjects(scope: Scope, of: type[Theme | Category], chosen: Any, drawn: Drawn) -> list[Subject]:
    """One row for each slug: the same words in two versions of a method count together."""
    rows = db.session.execute(
        select(
            of.slug,
            Observation.kind,
            Observation.severity,
            func.grouping(Observation.severity).label("level"),
            *_counted(),
        )
        .select_from(Observation)
        .outerjoin(of, of.id == chosen)
        .where(*scope.rows())
        .group_by(of.slug, Observation.kind, func.rollup(Observation.severity))
    ).all()
    found: dict[str, Subject] = {}
    for row in rows:
        slug = row.slug or UNSAID
        labels, pictogram = drawn.get(slug, ({}, None))
        subject = found.setdefault(slug, Subject(slug, labels, pictogram))
        if row.level:
            subject.kinds[row.kind] = _count(row)
        elif row.kind == "problem":
            subject.severities[row.severity or 0] = row.n
    return sorted(found.values(), key=_order)


def _order(subject: Subject) -> tuple[bool, int, str]:
    return (
        subject.slug == UNSAID,
        -subject.kinds.get("problem", NONE).observations,
        subject.slug,
    )


def _drawn() -> Drawn:
    """Labels and pictogram by slug of theme or category, those of the newest method."""
    theme = select(Theme.method_id, Theme.slug, Theme.labels, Theme.pictogram)
    category = select(
        Theme.method_id, Category.slug, Category.labels, Category.pictogram
    ).join_from(Category, Theme)
    rows = db.session.execute(union_all(theme, category).order_by("method_id"))
    return {row.slug: (row.labels, row.pictogram) for row in rows}


def _sum(counts: Iterable[Count]) -> Count:
    parts = list(counts)
    return Count(sum(one.observations for one in parts), sum(one.participants for one in parts))


def _counted() -> tuple[Any, Any]:
    return (
        func.count(Observation.id).label("n"),
        func.count(distinct(Observation.participant_id)).label("people"),
    )


def _count(row: Row[Any]) -> Count:
    return Count(row.n, row.people)
