"""Which figures may be shown: the rules of the guard, as a pure function of exact counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walks.disclosure.figures import EVERYONE, NOT, Figure
from walks.disclosure.knowledge import Knowledge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from walks.disclosure.counted import Counted, Publication


def figures_to_show(new: Counted, earlier: Sequence[Publication]) -> frozenset[Figure]:
    """Choose what of `new` may be shown beside everything `earlier` that concerns its people.

    First goes what is below its threshold, zero included, and what moved by less than it. Then,
    while any withheld figure is bounded too closely, the smallest figure that helps. Then what
    turned out not to be needed comes back, largest first. Same counts, same answer.
    """
    told = [publication for publication in earlier if publication.shown]
    least = new.thresholds
    shown = {each for each, n in new.counts.items() if n >= least[each]} - moved(new, told)
    knowledge = Knowledge(new, told)
    given_up: list[Figure] = []

    def cost(each: Figure) -> tuple[bool, int, Figure]:
        return (*_cost(each, new.counts), each)

    while (exposed := knowledge.exposed(shown)) is not None:
        helping = knowledge.helping(exposed, shown)
        if not helping:
            return frozenset()
        helping.sort(key=cost)
        cures = (each for each in helping if knowledge.cured(exposed, shown - {each}))
        given_up.append(next(cures, helping[0]))
        shown.discard(given_up[-1])
    for each in sorted(given_up, key=cost, reverse=True):
        if knowledge.exposed(shown | {each}) is None:
            shown.add(each)
        else:
            knowledge.forget()
    return frozenset(shown)


def moved(new: Counted, told: Iterable[Publication]) -> set[Figure]:
    """The figures that differ by at least one, but by less than their threshold, from before.

    Before is every earlier publication of the subject itself; where a whole showed the figure,
    the subject as it was then a part of it; and where a part showed the figure, that part.
    """
    now = dict(new.members())
    found: set[Figure] = set()
    for publication in told:
        own = publication.counted.subject
        for subject, then in publication.counted.members():
            if subject not in now or subject not in (own, new.subject):
                continue
            for each, n in then.items():
                step = abs(now[subject].get(each, n) - n)
                if 0 < step < publication.counted.thresholds[each] and (
                    own == new.subject or each in publication.shown
                ):
                    found.add(each)
    return found


def _cost(each: Figure, counts: Mapping[Figure, int]) -> tuple[bool, int]:
    """What is lost by withholding: the people counted, or nothing if no page shows it.

    The total goes last: every other figure is read against it.
    """
    unseen = any(category.startswith(NOT) for _, category in each)
    return each == EVERYONE, 0 if unseen else counts[each]
