"""The published tables: a fixed set, so that nobody can ask for the one that gives someone away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from walks.disclosure.figures import Field, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFER_NOT = "prefer_not"

GENDER = Field("gender", ("woman", "man", "other", PREFER_NOT))
AGE_BAND = Field("age_band", ("13_17", "18_29", "30_44", "45_64", "65_79", "80_plus", PREFER_NOT))
GETTING_AROUND = Field(
    "getting_around",
    (
        "wheelchair_manual",
        "wheelchair_power",
        "walker_stick",
        "hard_to_walk_far",
        "guide_dog",
        "none",
        PREFER_NOT,
    ),
    sensitive=True,
    many=True,
    alone=("none", PREFER_NOT),
)


@dataclass(frozen=True)
class Definition:
    """A published table: participants by one field of the profile."""

    name: str
    field: Field

    def table(self, counts: Mapping[str, int], total: int) -> Table:
        """The table of these counts of distinct participants, of `total` in all.

        Who said nothing counts as `prefer_not`; a category that is not named counts nobody.

        Raises:
            ValueError: for a category that the table does not have, or counts that are not
                the answers of `total` people.
        """
        if strange := counts.keys() - set(self.field.categories):
            raise ValueError(f"{self.name}: no such category: {', '.join(sorted(strange))}")
        cells: dict[tuple[str, ...], int] = {
            (category,): counts.get(category, 0) for category in self.field.categories
        }
        return Table(self.name, (self.field,), cells, total)


# Of every walk and of every neighbourhood; nothing else derived from profiles is published.
PUBLISHED = (
    Definition("participants_by_gender", GENDER),
    Definition("participants_by_age_band", AGE_BAND),
    Definition("participants_by_getting_around", GETTING_AROUND),
)
