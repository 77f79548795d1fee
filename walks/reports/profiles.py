"""Who took part, as far as the guard lets anyone know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from walks import disclosure
from walks.database import db
from walks.disclosure import ALL, PREFER_NOT, Reason, Shown, Subject, Withheld
from walks.methods import Question

if TYPE_CHECKING:
    from datetime import datetime

    from walks.disclosure import Cell, Guarded


@dataclass(frozen=True)
class Answer:
    """How many distinct participants gave an answer; `n` None: withheld."""

    slug: str
    labels: dict[str, str]
    n: int | None


@dataclass(frozen=True)
class ProfileTable:
    """A published table. `total` None: withheld; `several`: people may have given more answers."""

    name: str
    field: str
    labels: dict[str, str]
    answers: list[Answer]
    total: int | None
    several: bool

    @property
    def some_withheld(self) -> bool:
        """Whether at least one answer is withheld."""
        return any(answer.n is None for answer in self.answers)

    @property
    def all_withheld(self) -> bool:
        """Whether there is nothing to read in it."""
        return self.total is None and all(answer.n is None for answer in self.answers)


@dataclass(frozen=True)
class Profiles:
    """The latest published tables. `reason` says why nothing at all is shown, if so."""

    tables: list[ProfileTable]
    reason: str | None = None
    version: int | None = None
    published_at: datetime | None = None


def published(neighbourhood_id: int) -> Profiles:
    """What is published of the people on the walks held in a neighbourhood."""
    found = disclosure.latest(Subject("neighbourhood", str(neighbourhood_id)))
    if not found:
        return Profiles([], reason=Reason.HEAD_COUNT_UNCONFIRMED)
    words = _words()
    tables = [_as_table(guarded, words) for guarded in found]
    first = found[0]
    reason = _reason(found) if all(table.all_withheld for table in tables) else None
    return Profiles(tables, reason, first.version, first.published_at)


def _reason(found: list[Guarded]) -> str:
    """Why everything is withheld: there is one reason for a whole publication."""
    total = found[0].total
    return total.reason if isinstance(total, Withheld) else Reason.SMALL_NUMBERS


def _as_table(guarded: Guarded, words: dict[str, Question]) -> ProfileTable:
    (field,) = guarded.fields
    question = words.get(field)
    options = {one["slug"]: one for one in _options(question)}
    answers = [
        Answer(slug, options.get(slug, {}).get("label", {}), _n(cell))
        for (slug,), cell in guarded.cells.items()
        if slug != ALL
    ]
    labels = question.labels if question else {}
    several = question is not None and question.answers == "many"
    return ProfileTable(guarded.name, field, labels, answers, _n(guarded.total), several)


def _options(question: Question | None) -> list[dict[str, Any]]:
    return [one for one in question.options if one["slug"] != PREFER_NOT] if question else []


def _n(cell: Cell) -> int | None:
    return cell.n if isinstance(cell, Shown) else None


def _words() -> dict[str, Question]:
    """The profile's questions by slug, in the words of the newest method that asks them."""
    wanted = select(Question).where(Question.part == "profile").order_by(Question.id)
    return {question.slug: question for question in db.session.scalars(wanted)}
