"""On small populations: nobody who looks at every world finds a withheld figure too closely."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walks.disclosure import figures
from walks.disclosure.counted import Counted, Publication, Subject
from walks.disclosure.figures import EVERYONE, Field, Figure, Table
from walks.disclosure.suppression import figures_to_show

from .brute_force import agreeing, answers_to, partners, shape_of, spreads, together, worlds_of
from .conftest import AIDS, COLOUR, SETTINGS, SIZE

pytestmark = pytest.mark.proof

WALK, OTHER, QUARTER = (Subject("walk", "a"), Subject("walk", "b"), Subject("neighbourhood", "n"))
Person = Mapping[Field, frozenset[str]]


@pytest.fixture(autouse=True, scope="module")
def low_thresholds() -> Iterator[None]:
    """Thresholds of 3 and 4 in place of 5 and 10, so that every world can be looked at."""
    with mock.patch.multiple(figures, FEWEST=3, FEWEST_SENSITIVE=4):
        yield


def people(*fields: Field, most: int, least: int = 0) -> st.SearchStrategy[list[Person]]:
    one = st.fixed_dictionaries({field: st.sampled_from(answers_to(field)) for field in fields})
    return st.lists(one, min_size=least, max_size=most)


def tabulate(crowd: Sequence[Person], *fields: Field) -> Table:
    cells = dict.fromkeys(_places(fields), 0)
    for person in crowd:
        for place in cells:
            said = zip(fields, place, strict=True)
            cells[place] += all(category in person[field] for field, category in said)
    return Table("-".join(field.slug for field in fields), fields, cells, len(crowd))


def _places(fields: Sequence[Field]) -> list[tuple[str, ...]]:
    places: list[tuple[str, ...]] = [()]
    for field in fields:
        places = [(*place, category) for place in places for category in field.categories]
    return places


def count(subject: Subject, crowd: Sequence[Person], *tables: tuple[Field, ...]) -> Counted:
    return Counted(subject, tuple(tabulate(crowd, *fields) for fields in tables))


def publish(new: Counted, *earlier: Publication) -> Publication:
    return Publication(new, figures_to_show(new, earlier))


def enough(publication: Publication, each: Figure, known: frozenset[Figure]) -> int:
    """The definition in docs/disclosure.md: the threshold, or everyone where fewer are known."""
    least = publication.counted.thresholds[each]
    everyone = publication.counted.counts[EVERYONE]
    return min(least, everyone) if EVERYONE in known and each != EVERYONE else least


def unchanged(one: Counted, other: Counted) -> list[Figure]:
    return [each for each, n in one.counts.items() if other.counts[each] == n]


def assert_wide(publication: Publication, known: frozenset[Figure], worlds: list) -> None:
    """Every withheld figure of the publication spreads widely enough over these worlds."""
    wide = spreads(worlds)
    for each in publication.counted.counts.keys() - known:
        assert wide[each] >= enough(publication, each, known), each


@given(crowd=people(COLOUR, SIZE, AIDS, least=4, most=8))
@SETTINGS
def test_three_tables_that_share_a_total(crowd: list[Person]) -> None:
    published = publish(count(WALK, crowd, (COLOUR,), (SIZE,), (AIDS,)))
    if published.shown:
        # Tables of one field meet in the total alone, so each is looked at by itself.
        for table in published.counted.tables:
            mine = frozenset(published.shown & figures.figures_of(table).keys())
            worlds = worlds_of(shape_of([table]), len(crowd) + 6)
            alone = Publication(Counted(WALK, (table,)), mine)
            assert_wide(alone, mine, agreeing(worlds, alone.counted.counts, mine))


@given(crowd=people(COLOUR, SIZE, least=5, most=8))
@SETTINGS
def test_a_crossed_table_beside_one_of_its_margins(crowd: list[Person]) -> None:
    published = publish(count(WALK, crowd, (COLOUR,), (SIZE, COLOUR)))
    if published.shown:
        most = len(crowd) + (0 if EVERYONE in published.shown else 6)
        worlds = worlds_of(((SIZE, COLOUR),), most)
        fitting = agreeing(worlds, published.counted.counts, published.shown)
        assert_wide(published, published.shown, fitting)


@given(
    crowd=people(COLOUR, SIZE, least=5, most=10),
    joined=people(COLOUR, SIZE, most=6),
    left=st.integers(0, 3),
)
@SETTINGS
def test_two_versions(crowd: list[Person], joined: list[Person], left: int) -> None:
    shape = ((COLOUR,), (SIZE,))
    first = publish(count(WALK, crowd, *shape))
    second = publish(count(WALK, [*crowd[left:], *joined], *shape), first)
    assert_two_are_wide(first, second, shape)


def assert_two_are_wide(first: Publication, second: Publication, shape: tuple) -> None:
    """No reader of both versions, who knows which figures did not change, learns too much."""
    told = [publication for publication in (first, second) if publication.shown]
    same = unchanged(first.counted, second.counted) if len(told) == 2 else []
    most = max(one.counted.counts[EVERYONE] for one in (first, second)) + 6
    worlds = [agreeing(worlds_of(shape, most), one.counted.counts, one.shown) for one in told]
    if len(told) == 2:
        worlds = list(partners(worlds[0], worlds[1], same))
    for one, other, mine in zip(told, reversed(told), worlds, strict=True):
        known = one.shown | (other.shown & frozenset(same))
        assert_wide(one, known, mine)


@given(crowd=people(AIDS, least=6, most=10), joined=people(AIDS, most=6), left=st.integers(0, 2))
@SETTINGS
def test_two_versions_of_several_answers(
    crowd: list[Person], joined: list[Person], left: int
) -> None:
    first = publish(count(WALK, crowd, (AIDS,)))
    second = publish(count(WALK, [*crowd[left:], *joined], (AIDS,)), first)
    assert_two_are_wide(first, second, ((AIDS,),))


@given(
    here=people(SIZE, least=3, most=9),
    there=people(SIZE, most=7),
    late=people(SIZE, most=4),
    order=st.permutations(["here", "both", "there", "both again"]),
)
@SETTINGS
def test_walks_and_the_neighbourhood_they_make_up(
    here: list[Person], there: list[Person], late: list[Person], order: list[str]
) -> None:
    def whole(*crowds: list[Person]) -> Counted:
        parts = dict(zip((WALK, OTHER), crowds, strict=True))
        tables = {part: (tabulate(crowd, SIZE),) for part, crowd in parts.items()}
        return Counted(QUARTER, (tabulate([*crowds[0], *crowds[1]], SIZE),), tables)

    counted = {
        "here": count(WALK, here, (SIZE,)),
        "there": count(OTHER, there, (SIZE,)),
        "both": whole(here, there),
        "both again": whole(here, [*there, *late]),
    }
    publications: list[Publication] = []
    for step in order:
        publications.append(publish(counted[step], *publications))
        assert_nothing_new_is_narrow(publications)


@given(crowds=st.lists(people(SIZE, least=3, most=12), min_size=3, max_size=3))
@SETTINGS
def test_three_versions(crowds: list[list[Person]]) -> None:
    publications: list[Publication] = []
    for crowd in crowds:
        publications.append(publish(count(WALK, crowd, (SIZE,)), *publications))
        assert_nothing_new_is_narrow(publications)


@dataclass(frozen=True)
class Member:
    """A subject at one time: a walk, or what walks make up."""

    subject: Subject
    counts: Mapping[Figure, int]
    shown: frozenset[Figure]
    parts: tuple[int, ...] = ()

    def room_for(self, each: Figure) -> int:
        known = EVERYONE in self.shown and each != EVERYONE
        return min(3, self.counts[EVERYONE]) if known else 3


def members_of(told: Sequence[Publication]) -> tuple[list[Member], list[Member]]:
    """The walks of these publications, each once for all counts it ever had, and the wholes."""
    walks: list[Member] = []
    wholes: list[Member] = []

    def place(subject: Subject, counts: Mapping[Figure, int]) -> int:
        one = Member(subject, counts, shown_of(told, subject, counts))
        if one not in walks:
            walks.append(one)
        return walks.index(one)

    for one in told:
        (subject, own), *parts = one.counted.members()
        places = tuple(place(*part) for part in parts)
        if places:
            wholes.append(Member(subject, own, one.shown, places))
        else:
            place(subject, own)
    return walks, wholes


def shown_of(
    told: Sequence[Publication], subject: Subject, counts: Mapping[Figure, int]
) -> frozenset[Figure]:
    """The figures of a walk that some publication showed at just this count."""
    return frozenset(
        each
        for one in told
        if one.counted.subject == subject
        for each in one.shown
        if counts[each] == one.counted.counts[each]
    )


def narrow(told: Sequence[Publication]) -> set[tuple[Subject, Figure, int]]:
    """What a reader of all of it, who knows which figures of a walk did not change, finds out."""
    walks, wholes = members_of(told)
    worlds = [
        agreeing(worlds_of(((SIZE,),), one.counts[EVERYONE] + 6), one.counts, one.shown)
        for one in walks
    ]
    same = {(a, b): unchanged_in(walks[a], walks[b]) for a, b in combinations(range(len(walks)), 2)}
    sums = [(one.parts, {each: one.counts[each] for each in one.shown}) for one in wholes]
    values: dict[tuple[int, Figure], set[int]] = defaultdict(set)
    for chosen in together(worlds, same, sums):
        made = [added_up([chosen[part] for part in one.parts]) for one in wholes]
        for at, world in enumerate((*chosen, *made)):
            for each, n in world.items():
                values[at, each].add(n)
    members = [*walks, *wholes]
    return {
        (members[at].subject, each, members[at].counts[each])
        for (at, each), found in values.items()
        if each not in members[at].shown and max(found) - min(found) < members[at].room_for(each)
    }


def unchanged_in(one: Member, other: Member) -> list[Figure]:
    if one.subject != other.subject:
        return []
    return [each for each, n in one.counts.items() if other.counts[each] == n]


def added_up(worlds: Sequence[Mapping[Figure, int]]) -> dict[Figure, int]:
    return {each: sum(world[each] for world in worlds) for each in worlds[0]}


def assert_nothing_new_is_narrow(publications: list[Publication]) -> None:
    """The latest publication gives away no withheld figure; nor any small one, published or not."""
    told = [one for one in publications if one.shown]
    if not publications[-1].shown:
        return
    silent = [*told[:-1], Publication(told[-1].counted, frozenset())]
    published = {
        (one.counted.subject, each, n) for one in told for each, n in one.counted.counts.items()
    }
    for subject, each, n in narrow(told) - narrow(silent):
        assert n >= 3, (subject, each)
        assert (subject, each, n) not in published


def test_the_brute_force_itself_finds_a_hidden_figure() -> None:
    crowd = [dict.fromkeys([COLOUR], frozenset({c})) for c in ("red",) * 9 + ("green",) * 2]
    counted = count(WALK, crowd, (COLOUR,))
    red, total = (("colour", "red"),), EVERYONE
    worlds = agreeing(worlds_of(((COLOUR,),), 11), counted.counts, frozenset({red, total}))
    assert Counter(world[(("colour", "green"),)] for world in worlds) == {0: 1, 1: 1, 2: 1}
    with pytest.raises(AssertionError):
        assert_wide(Publication(counted, frozenset({red, total})), frozenset({red, total}), worlds)
