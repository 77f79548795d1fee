"""What someone with a pencil would try first, with the thresholds as they are."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from walks.disclosure import ALL, Reason, Shown, Withheld, shown_count
from walks.disclosure.counted import Counted, Publication, Subject
from walks.disclosure.figures import Field, Table, figures_of
from walks.disclosure.guarded import Guarded, guarded
from walks.disclosure.suppression import figures_to_show
from walks.disclosure.tables import AGE_BAND, GENDER, PUBLISHED

GENDERS, AGES, AROUND = PUBLISHED
WALK, OTHER = Subject("walk", "a"), Subject("walk", "b")
QUARTER = Subject("neighbourhood", "n")


def by_gender(**counts: int) -> Table:
    return GENDERS.table(counts, sum(counts.values()))


def published(counted: Counted, *earlier: Publication) -> Publication:
    return Publication(counted, figures_to_show(counted, earlier))


def seen(publication: Publication, at: int = 0) -> dict[str, int | None]:
    """The first field's categories with what is shown of them, None where it is withheld."""
    safe: Guarded = guarded(publication.counted.tables[at], publication.shown)
    return {
        place[0]: cell.n if isinstance(cell, Shown) else None for place, cell in safe.cells.items()
    }


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        pytest.param(
            {"woman": 9, "man": 8, "other": 6, "prefer_not": 7},
            {"woman": 9, "man": 8, "other": 6, "prefer_not": 7, ALL: 30},
            id="nothing is small",
        ),
        pytest.param(
            {"woman": 9, "man": 8, "other": 3, "prefer_not": 7},
            {"woman": 9, "man": 8, ALL: 27},
            id="a small cell is not the total minus the shown",
        ),
        pytest.param(
            {"woman": 14, "man": 3, "other": 3},
            {"woman": 14, ALL: 20},
            id="three small cells protect each other",
        ),
        pytest.param(
            {"woman": 14, "man": 1, "other": 1, "prefer_not": 1},
            {ALL: 17},
            id="small cells that add up to less than five need one more",
        ),
        pytest.param({"woman": 12}, {ALL: 12}, id="everyone is a woman, so all would be known"),
        pytest.param({"woman": 2, "man": 2}, {}, id="fewer than five people"),
        pytest.param({"woman": 1}, {}, id="a walk of one"),
        pytest.param({}, {}, id="a walk of nobody"),
    ],
)
def test_one_table(counts: Mapping[str, int], shown: Mapping[str, int]) -> None:
    found = seen(published(Counted(WALK, (by_gender(**counts),))))
    assert {category: n for category, n in found.items() if n is not None} == shown


def test_a_small_cell_hides_the_next_smallest_and_no_more() -> None:
    found = seen(published(Counted(WALK, (by_gender(woman=20, man=6, other=2, prefer_not=9),))))
    assert found == {"woman": 20, "man": None, "other": None, "prefer_not": 9, ALL: 37}


def test_all_tables_of_a_walk_share_their_total() -> None:
    ages = AGES.table({"18_29": 8, "30_44": 8, "45_64": 8}, 24)
    publication = published(Counted(WALK, (by_gender(woman=24), ages)))
    assert seen(publication, 0)[ALL] == seen(publication, 1)[ALL] == 24
    assert seen(publication, 0)["woman"] is None


def test_disability_needs_ten_on_either_side() -> None:
    few = {"none": 31, "wheelchair_manual": 9, "prefer_not": 12}
    enough = {"none": 31, "wheelchair_manual": 12, "prefer_not": 14}
    assert seen(published(Counted(WALK, (AROUND.table(few, 52),))))["wheelchair_manual"] is None
    found = seen(published(Counted(WALK, (AROUND.table(enough, 57),))))
    assert found["wheelchair_manual"] == 12
    assert found["walker_stick"] is None
    assert not any(category.startswith("not ") for category in found)


def test_a_form_that_excludes_answers_gives_nobody_away() -> None:
    # 45 people, 36 of whom need no aid: at most 9 can use a wheelchair, fewer than ten.
    found = seen(published(Counted(WALK, (AROUND.table({"none": 36, "walker_stick": 9}, 45),))))
    assert found["none"] is None


def test_a_crossed_table_needs_ten_a_cell() -> None:
    young = Field("young", ("yes", "no"))
    cells = {
        (gender, age): 9 if (gender, age) == ("woman", "yes") else 12
        for gender in GENDER.categories
        for age in young.categories
    }
    crossed = Table("crossed", (GENDER, young), cells, sum(cells.values()))
    safe = guarded(crossed, published(Counted(WALK, (crossed,))).shown)
    withheld = {place for place, cell in safe.cells.items() if isinstance(cell, Withheld)}
    assert ("woman", "yes") in withheld
    assert any(place in withheld for place in (("woman", "no"), ("woman", ALL)))
    assert any(p in withheld for p in (("man", "yes"), ("other", "yes"), ("prefer_not", "yes")))
    assert safe.total == Shown(93)


def test_three_fields_are_never_crossed() -> None:
    fields = (GENDER, AGE_BAND, Field("young", ("yes", "no")))
    with pytest.raises(ValueError, match="never three"):
        Table("all", fields, {}, 0)


@pytest.mark.parametrize("left", [1, 2, 3, 4])
def test_who_withdrew_is_not_found_by_subtracting_versions(left: int) -> None:
    first = published(Counted(WALK, (by_gender(woman=12, man=11, other=9, prefer_not=8),)))
    second = published(
        Counted(WALK, (by_gender(woman=12 - left, man=11, other=9, prefer_not=8),)), first
    )
    assert seen(second) == {"woman": None, "man": 11, "other": 9, "prefer_not": 8, ALL: None}


def test_five_who_withdrew_may_be_counted() -> None:
    first = published(Counted(WALK, (by_gender(woman=12, man=11, other=9, prefer_not=8),)))
    second = published(Counted(WALK, (by_gender(woman=7, man=11, other=9, prefer_not=8),)), first)
    assert seen(second) == {"woman": 7, "man": 11, "other": 9, "prefer_not": 8, ALL: 35}


def test_a_cell_is_compared_with_every_earlier_version() -> None:
    first = published(Counted(WALK, (by_gender(woman=12, man=11, other=9, prefer_not=8),)))
    second = published(Counted(WALK, (by_gender(woman=18, man=11, other=9, prefer_not=8),)), first)
    third = published(
        Counted(WALK, (by_gender(woman=13, man=11, other=9, prefer_not=8),)), first, second
    )
    assert seen(second)["woman"] == 18
    assert seen(third)["woman"] is None


def test_a_new_version_does_not_show_the_cell_that_protected_a_small_one() -> None:
    first = published(Counted(WALK, (by_gender(woman=30, man=6, other=2, prefer_not=20),)))
    # Now prefer_not is the smallest large cell, and could protect the small one by itself.
    second = published(Counted(WALK, (by_gender(woman=30, man=6, other=2, prefer_not=5),)), first)
    assert seen(first)["man"] is None
    assert seen(second)["man"] is None


def test_a_neighbourhood_minus_its_published_walk_is_not_the_other_walk() -> None:
    large, small = by_gender(woman=9, man=8, prefer_not=7), by_gender(woman=7, man=2, prefer_not=6)
    first = published(Counted(WALK, (large,)))
    whole = by_gender(woman=16, man=10, prefer_not=13)
    counted = Counted(QUARTER, (whole,), {WALK: (large,), OTHER: (small,)})
    assert seen(first)["man"] is None or seen(published(counted, first))["man"] is None


def test_a_small_walk_is_not_the_neighbourhood_minus_the_large_one() -> None:
    large, one = by_gender(woman=9, man=8, other=6, prefer_not=7), by_gender(man=1)
    first = published(Counted(WALK, (large,)))
    whole = by_gender(woman=9, man=9, other=6, prefer_not=7)
    second = published(Counted(QUARTER, (whole,), {WALK: (large,), OTHER: (one,)}), first)
    assert seen(first)[ALL] == 30
    assert seen(second)["man"] is None
    assert seen(second)[ALL] is None


def test_a_walk_published_after_its_neighbourhood_gives_the_other_walk_no_less_room() -> None:
    large, small = by_gender(woman=9, man=8, other=6, prefer_not=7), by_gender(woman=6, man=2)
    whole = by_gender(woman=15, man=10, other=6, prefer_not=7)
    first = published(Counted(QUARTER, (whole,), {WALK: (large,), OTHER: (small,)}))
    second = published(Counted(WALK, (large,)), first)
    for category in ("man", "other", "prefer_not"):
        assert seen(first)[category] is None or seen(second)[category] is None


def test_the_same_counts_get_the_same_answer() -> None:
    tables = (by_gender(woman=9, man=8, prefer_not=3), AGES.table({"18_29": 14, "80_plus": 6}, 20))
    assert published(Counted(WALK, tables)) == published(Counted(WALK, tables))


@pytest.mark.parametrize("n", range(5))
def test_a_plain_count_below_five_is_withheld_and_so_is_none(n: int) -> None:
    assert shown_count(n) == Withheld(Reason.SMALL_NUMBERS)
    assert shown_count(n + 5) == Shown(n + 5)
    assert shown_count(n + 5, threshold=10) == Withheld(Reason.SMALL_NUMBERS)


def test_counts_that_are_nobodys_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        GENDERS.table({"woman": 3}, 4)
    with pytest.raises(ValueError, match="not the answers"):
        AROUND.table({"none": 3, "walker_stick": 3}, 4)
    with pytest.raises(ValueError, match="no such category"):
        GENDERS.table({"women": 3}, 3)
    with pytest.raises(ValueError, match="below zero"):
        GENDERS.table({"woman": -1, "man": 2}, 1)
    with pytest.raises(ValueError, match="another table counts"):
        Counted(WALK, (by_gender(woman=5), AGES.table({"80_plus": 6}, 6)))
    with pytest.raises(ValueError, match="do not make up"):
        Counted(QUARTER, (by_gender(woman=5),), {WALK: (by_gender(woman=4),)})


def test_margins_are_added_up() -> None:
    young = Field("young", ("yes", "no"))
    cells = {(a, b): 1 for a in GENDER.categories for b in young.categories}
    figures = figures_of(Table("crossed", (GENDER, young), cells, 8))
    assert figures[()] == 8
    assert figures[("young", "yes"),] == 4
    assert figures[("gender", "man"),] == 2
