"""Groups of participants: how many distinct people gave each answer, for the guard alone.

The counts are exact. They go to `disclosure.publish` and to nothing else: no page, no export and
no log sees them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from walks.database import db
from walks.disclosure import PREFER_NOT, PUBLISHED, Definition, Table
from walks.participants import Participant, Profile

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID


@dataclass
class Counts:
    """Distinct participants: all of them, and by table and category."""

    total: int = 0
    answers: dict[str, Counter[str]] = field(
        default_factory=lambda: {definition.name: Counter() for definition in PUBLISHED}
    )

    def add(self, told: Mapping[str, str | Sequence[str] | None], people: int) -> None:
        """Count so many people who told this, by the field's slug."""
        self.total += people
        for definition in PUBLISHED:
            for category in answers_to(definition, told.get(definition.field.slug)):
                self.answers[definition.name][category] += people

    def tables(self) -> list[Table]:
        """Every table that is published, with these counts."""
        return [
            definition.table(self.answers[definition.name], self.total) for definition in PUBLISHED
        ]


def answers_to(definition: Definition, told: str | Sequence[str] | None) -> set[str]:
    """The categories of a table that what somebody told counts in: one at least.

    Nothing told, and an answer that the table does not have, count as `prefer_not`. Beside another
    answer, one that stands alone ("none of these", `prefer_not`) does not count.
    """
    given = [told] if isinstance(told, str) else list(told or ())
    categories = definition.field.categories
    known = {slug if slug in categories else PREFER_NOT for slug in given} or {PREFER_NOT}
    if len(known) > 1:
        known = known - set(definition.field.alone) or {PREFER_NOT}
    return known


def of_walks(walk_ids: Collection[UUID]) -> dict[UUID, Counts]:
    """The exact counts of each walk, by one query; who withdrew is not counted."""
    counts = {walk_id: Counts() for walk_id in walk_ids}
    told = (Profile.gender, Profile.age_band, Profile.getting_around)
    rows = (
        select(Participant.walk_id, *told, func.count().label("people"))
        .outerjoin(Profile, Profile.participant_id == Participant.id)
        .where(Participant.walk_id.in_(list(walk_ids)), Participant.withdrawn_at.is_(None))
        .group_by(Participant.walk_id, *told)
    )
    for row in db.session.execute(rows).mappings():
        counts[row["walk_id"]].add({column.key: row[column.key] for column in told}, row["people"])
    return counts


def together(parts: Collection[Counts]) -> Counts:
    """The counts of several walks, a participant being on exactly one of them."""
    whole = Counts()
    for part in parts:
        whole.total += part.total
        for name, answers in part.answers.items():
            whole.answers[name].update(answers)
    return whole
