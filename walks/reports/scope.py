"""What a report is about: a neighbourhood, a period, and the rows that its reader may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, false, or_, select

from walks.observations import Observation, readable_by
from walks.permissions import Role
from walks.statistics.holding import held_in
from walks.walks import OVER, Walk

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from walks.people import Person


@dataclass(frozen=True)
class Period:
    """Local dates of walks, both included; one that is not set leaves that side open."""

    begins: date | None = None
    ends: date | None = None

    def holds(self) -> list[ColumnElement[bool]]:
        """The period as conditions on a query of walks."""
        wanted: list[ColumnElement[bool]] = []
        if self.begins is not None:
            wanted.append(Walk.starts_at >= self.begins)
        if self.ends is not None:
            wanted.append(Walk.starts_at < self.ends + timedelta(days=1))
        return wanted


@dataclass(frozen=True)
class Scope:
    """One reader's view of one neighbourhood in one period."""

    neighbourhood_id: int
    reader: Person
    period: Period = Period()

    def rows(self) -> list[ColumnElement[bool]]:
        """Which observations count, as conditions on a query of observations alone."""
        wanted = [Observation.neighbourhood_id == self.neighbourhood_id, readable_by(self.reader)]
        if dates := self.period.holds():
            wanted.append(Observation.walk_id.in_(select(Walk.id).where(*dates)))
        return wanted

    def held_here(self) -> ColumnElement[bool]:
        """Which walks the reader may know to have been held here, recorded on or not."""
        return and_(
            held_in(self.neighbourhood_id),
            walks_known_to(self.reader),
            *self.period.holds(),
        )


def walks_known_to(reader: Person) -> ColumnElement[bool]:
    """Which walks' dates and organisations a member of staff may read in a report.

    A facilitator's are the own organisation's, once people can join them; a planner's all that
    are over.
    """
    rules: dict[Role, ColumnElement[bool]] = {
        Role.FACILITATOR: and_(
            Walk.organisation_id == reader.organisation_id, Walk.state != "draft"
        ),
        Role.PLANNER: Walk.state.in_(OVER),
    }
    return or_(false(), *(rules[role] for role in reader.roles_here if role in rules))
