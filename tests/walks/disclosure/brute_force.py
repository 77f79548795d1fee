"""Every world there could be, made person by person, without the guard's own arithmetic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product

from walks.disclosure.figures import EVERYONE, NOT, Field, Figure, Table

World = Mapping[Figure, int]


@cache
def answers_to(field: Field) -> tuple[frozenset[str], ...]:
    """Everything one person can answer."""
    if not field.many:
        return tuple(frozenset((category,)) for category in field.categories)
    free = [category for category in field.categories if category not in field.alone]
    several = [
        frozenset(chosen) for size in range(1, len(free) + 1) for chosen in combinations(free, size)
    ]
    return (*several, *(frozenset((category,)) for category in field.alone))


@cache
def tallies(answers: tuple[frozenset[Figure], ...], people: int) -> frozenset[tuple[Figure, ...]]:
    """Every way the figures of this many people can come out, as sorted bags of figures."""
    if people == 0:
        return frozenset({()})
    return frozenset(
        tuple(sorted((*bag, *answer))) for bag in tallies(answers, people - 1) for answer in answers
    )


def answers_in(fields: tuple[Field, ...]) -> tuple[frozenset[Figure], ...]:
    """The figures in which one person can count, for one table."""
    found = []
    for chosen in product(*(answers_to(field) for field in fields)):
        said = {
            (field.slug, category)
            for field, given in zip(fields, chosen, strict=True)
            for category in given
        }
        if len(fields) == 1:
            found.append(frozenset({((slug, category),) for slug, category in said}))
        else:
            single = {(pair,) for pair in said}
            found.append(frozenset({*single, tuple(sorted(said))}))
    return tuple(found)


def figures_in(fields: tuple[Field, ...]) -> set[Figure]:
    return set().union(*answers_in(fields))


@cache
def worlds_of(shape: tuple[tuple[Field, ...], ...], most: int) -> tuple[dict[Figure, int], ...]:
    """Every world of the tables of this shape with at most so many people."""
    found = []
    for people in range(most + 1):
        per_table = []
        for fields in shape:
            options = []
            for bag in tallies(answers_in(fields), people):
                world = {each: bag.count(each) for each in figures_in(fields)}
                if fields[0].many:
                    for ((slug, category),), n in list(world.items()):
                        world[((slug, NOT + category),)] = people - n
                options.append(world)
            per_table.append(options)
        for chosen in product(*per_table):
            merged: dict[Figure, int] = {EVERYONE: people}
            if all(merged.setdefault(each, n) == n for one in chosen for each, n in one.items()):
                found.append(merged)
    return tuple(found)


def shape_of(tables: Sequence[Table]) -> tuple[tuple[Field, ...], ...]:
    return tuple(table.fields for table in tables)


def agreeing(worlds: Sequence[World], truth: World, shown: frozenset[Figure]) -> list[World]:
    """The worlds in which every shown figure is as it was shown."""
    return [world for world in worlds if all(world[each] == truth[each] for each in shown)]


def spreads(worlds: Sequence[World]) -> dict[Figure, int]:
    """How far apart the worlds are in each figure."""
    values: dict[Figure, set[int]] = defaultdict(set)
    for world in worlds:
        for each, n in world.items():
            values[each].add(n)
    return {each: max(found) - min(found) for each, found in values.items()}


def partners(
    first: Sequence[World], second: Sequence[World], same: Sequence[Figure]
) -> Iterator[list[World]]:
    """Both lists, left with the worlds that agree with some world of the other in `same`."""
    keys = [{tuple(world[each] for each in same) for world in worlds} for worlds in (first, second)]
    both = keys[0] & keys[1]
    for worlds in (first, second):
        yield [world for world in worlds if tuple(world[each] for each in same) in both]


def together(
    walks: Sequence[Sequence[World]],
    same: Mapping[tuple[int, int], Sequence[Figure]],
    wholes: Sequence[tuple[Sequence[int], World]],
) -> Iterator[tuple[World, ...]]:
    """Every choice of one world per walk that could be true at once.

    `same` names the figures in which two walks (the same one at two times) agree; `wholes` the
    walks that add up to something, and what was shown of it.
    """

    def fits(chosen: tuple[World, ...]) -> bool:
        last = len(chosen) - 1
        return all(
            chosen[earlier][each] == chosen[last][each]
            for earlier in range(last)
            for each in same[earlier, last]
        ) and all(
            sum(chosen[part][each] for part in parts) == n
            for parts, shown in wholes
            if max(parts) == last
            for each, n in shown.items()
        )

    def grow(chosen: tuple[World, ...]) -> Iterator[tuple[World, ...]]:
        if len(chosen) == len(walks):
            yield chosen
            return
        for world in walks[len(chosen)]:
            if fits((*chosen, world)):
                yield from grow((*chosen, world))

    return grow(())
