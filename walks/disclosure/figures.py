"""What the guard counts: how many distinct participants said something, in tables with margins."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FEWEST = 5
FEWEST_SENSITIVE = 10
ALL = "*"  # the category of a margin
NOT = "not "  # begins the other half of a yes-or-no figure, which no page shows

# Who is counted: field and category, sorted. The same people are the same figure in every table.
Figure = tuple[tuple[str, str], ...]
EVERYONE: Figure = ()


@dataclass(frozen=True)
class Field:
    """A question of the profile.

    With `many`, several answers may be given and each is its own yes-or-no figure; those in
    `alone` exclude all others.
    """

    slug: str
    categories: tuple[str, ...]
    sensitive: bool = False
    many: bool = False
    alone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """What anyone knows of any table: `low` ≤ sum of coefficient times figure ≤ `high`."""

    terms: tuple[tuple[Figure, int], ...]
    low: float = 0
    high: float = 0


@dataclass(frozen=True)
class Table:
    """Exact counts of distinct participants, by one field or two crossed ones (never three).

    `cells` has a count for every category, or pair of categories; the margins are added up here.

    Raises:
        ValueError: when the counts are not those of `total` people.
    """

    name: str
    fields: tuple[Field, ...]
    cells: Mapping[tuple[str, ...], int]
    total: int

    def __post_init__(self) -> None:
        """Refuse what cannot be a table of people."""
        if len(self.fields) not in (1, 2):
            raise ValueError(f"{self.name}: a table has one field, or two, never three")
        if len(self.fields) > 1 and any(field.many for field in self.fields):
            raise ValueError(f"{self.name}: a field with several answers cannot be crossed")
        if set(self.cells) != set(product(*(field.categories for field in self.fields))):
            raise ValueError(f"{self.name}: a cell is missing, or is of no known category")
        if min(self.cells.values()) < 0:
            raise ValueError(f"{self.name}: a count is below zero")
        figures = figures_of(self)
        if not all(_holds(relation, figures) for relation in relations_of(self)):
            raise ValueError(f"{self.name}: the cells are not the answers of {self.total} people")

    @property
    def sensitive(self) -> bool:
        """Whether any field of it is about disability."""
        return any(field.sensitive for field in self.fields)


def threshold(*fields: Field) -> int:
    """The fewest people a figure over these fields may count: 5; 10 if sensitive or crossed."""
    strict = len(fields) > 1 or any(field.sensitive for field in fields)
    return FEWEST_SENSITIVE if strict else FEWEST


def figure(fields: Sequence[Field], categories: Sequence[str]) -> Figure:
    """The figure of a cell or, where a category is ALL, of a margin."""
    pairs = zip(fields, categories, strict=True)
    return tuple(sorted((field.slug, category) for field, category in pairs if category != ALL))


def places_of(table: Table) -> Iterator[tuple[str, ...]]:
    """Every cell of a table in order, the margins after their rows, the total last."""
    return product(*((*field.categories, ALL) for field in table.fields))


def thresholds_of(table: Table) -> dict[Figure, int]:
    """Every figure of a table, halves that no page shows included, with its threshold."""
    found: dict[Figure, int] = {}
    for place in places_of(table):
        pairs = zip(table.fields, place, strict=True)
        least = threshold(*(field for field, category in pairs if category != ALL))
        found[figure(table.fields, place)] = least
    for _, other in _halves(table):
        found[other] = threshold(*table.fields)
    return found


def figures_of(table: Table) -> dict[Figure, int]:
    """Every figure of a table with its exact count, as in `thresholds_of`."""
    if table.fields[0].many:
        found = {figure(table.fields, place): n for place, n in table.cells.items()}
        found |= {other: table.total - found[half] for half, other in _halves(table)}
        return found | {EVERYONE: table.total}
    found = {}
    for place in places_of(table):
        cells = (n for cell, n in table.cells.items() if _within(cell, place))
        found[figure(table.fields, place)] = sum(cells)
    if found[EVERYONE] != table.total:
        raise ValueError(f"{table.name}: the cells do not add up to {table.total}")
    return found


def relations_of(table: Table) -> Iterator[Relation]:
    """How the figures of a table hang together, whatever the counts."""
    if table.fields[0].many:
        yield from _several_answers(table.fields[0], tuple(_halves(table)))
        return
    for crossed, field in enumerate(table.fields):
        others = [(*other.categories, ALL) for other in table.fields if other is not field]
        for rest in product(*others):
            place = [*rest[:crossed], ALL, *rest[crossed:]]
            margin = figure(table.fields, place)
            yield _adds_up(margin, [_at(table, place, crossed, c) for c in field.categories])


def _at(table: Table, place: list[str], crossed: int, category: str) -> Figure:
    return figure(table.fields, [*place[:crossed], category, *place[crossed + 1 :]])


def _adds_up(whole: Figure, parts: Iterable[Figure]) -> Relation:
    return Relation(((whole, -1), *((part, 1) for part in parts)))


def _several_answers(field: Field, halves: tuple[tuple[Figure, Figure], ...]) -> Iterator[Relation]:
    """Each answer is given or not; everyone gives one; some answers exclude all others."""
    for half, other in halves:
        yield _adds_up(EVERYONE, (half, other))
    answers = [half for half, _ in halves]
    yield Relation(((EVERYONE, -1), *((answer, 1) for answer in answers)), 0, inf)
    alone = [figure((field,), (category,)) for category in field.alone]
    for answer in (answer for answer in answers if answer not in alone):
        yield Relation(((EVERYONE, -1), (answer, 1), *((each, 1) for each in alone)), -inf, 0)


def _halves(table: Table) -> Iterator[tuple[Figure, Figure]]:
    for field in (field for field in table.fields if field.many):
        for category in field.categories:
            yield ((field.slug, category),), ((field.slug, NOT + category),)


def _within(cell: tuple[str, ...], place: tuple[str, ...]) -> bool:
    return all(wide in (ALL, narrow) for narrow, wide in zip(cell, place, strict=True))


def _holds(relation: Relation, figures: Mapping[Figure, int]) -> bool:
    value = sum(coefficient * figures[each] for each, coefficient in relation.terms)
    return relation.low <= value <= relation.high
