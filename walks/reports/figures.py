"""A neighbourhood's report as one object: the page, the paper and the JSON only dress it.

A constant number of queries gathers it, whatever the number of observations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from walks.permissions import Role
from walks.reports import asking, counts, ground, profiles, words

if TYPE_CHECKING:
    from walks.neighbourhoods import Neighbourhood
    from walks.people import Person
    from walks.reports.asking import Asked
    from walks.reports.counts import Affected, Count, InLight, Some, Subject, WalkBehind
    from walks.reports.ground import Ground
    from walks.reports.profiles import Profiles
    from walks.reports.scope import Period, Scope
    from walks.reports.words import Noted, Picture


@dataclass(frozen=True)
class Named:
    """The neighbourhood; its area in square metres."""

    code: str
    slug: str
    names: dict[str, str]
    area_m2: float


@dataclass(frozen=True)
class Figures:
    """Everything that a neighbourhood's report says.

    `counts_own` and `counts_released` say which rows it rests on: those of the reader's own
    organisation, those released on walks that are over, both or none.
    """

    neighbourhood: Named
    period: Period
    counts_own: bool
    counts_released: bool
    total: Count
    kinds: dict[str, Count]
    themes: list[Subject]
    categories: list[Subject]
    affected: list[Affected]
    affects_labels: dict[str, dict[str, str]]
    walks: Some[WalkBehind]
    lights: list[InLight]
    profiles: Profiles
    asked: Some[Asked]
    quotes: dict[str, Some[Noted]]
    pictures: Some[Picture]
    rows: Some[Noted]
    ground: Ground


def gather(neighbourhood: Neighbourhood, scope: Scope) -> Figures:
    """Gather the report of a neighbourhood within the scope."""
    lights = counts.lights(scope)
    total, kinds = counts.together(lights)
    themes, categories = counts.subjects(scope)
    walks = counts.walks_behind(scope)
    affects_labels = counts.labels_of_affects()
    terrain = ground.ground(scope, [walk.id for walk in walks.first])
    return Figures(
        neighbourhood=_named(neighbourhood),
        period=scope.period,
        counts_own=_is(scope.reader, Role.FACILITATOR),
        counts_released=_is(scope.reader, Role.PLANNER),
        total=total,
        kinds=kinds,
        themes=themes,
        categories=categories,
        affected=counts.affected(scope, affects_labels),
        affects_labels=affects_labels,
        walks=walks,
        lights=lights,
        profiles=profiles.published(scope.neighbourhood_id),
        asked=asking.asked(scope, terrain.frame),
        quotes=words.quotes(scope, terrain.frame),
        pictures=words.pictures(scope, terrain.frame),
        rows=words.rows(scope, terrain.frame),
        ground=terrain,
    )


def _named(neighbourhood: Neighbourhood) -> Named:
    return Named(neighbourhood.code, neighbourhood.slug, neighbourhood.names, neighbourhood.area_m2)


def _is(reader: Person, role: Role) -> bool:
    return role in reader.roles_here
