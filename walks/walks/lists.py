"""The walks of an organisation, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer, joinedload

from walks.database import db
from walks.neighbourhoods import Neighbourhood
from walks.walks.walk import OVER, Walk

PARTS = {"live": ("live",), "upcoming": ("draft", "enrolling"), "past": OVER}


@dataclass(frozen=True)
class WalksPage:
    """Some of the walks; `number` counts from 1, `pages` is at least 1, `count` is of all."""

    walks: list[Walk]
    number: int
    pages: int
    count: int


def of_organisation(organisation_id: int, part: str, *, page: int = 1, size: int = 20) -> WalksPage:
    """The live, upcoming (soonest first) or past (latest first) walks; too far is the last page."""
    wanted = (Walk.organisation_id == organisation_id) & Walk.state.in_(PARTS[part])
    count = db.session.scalar(select(func.count()).select_from(Walk).where(wanted)) or 0
    pages = max(1, -(-count // size))
    number = min(max(page, 1), pages)
    order = Walk.starts_at.desc() if part == "past" else Walk.starts_at
    return WalksPage(_rows(wanted, order, (number - 1) * size, size), number, pages, count)


def newest_of(organisation_id: int, *, most: int = 50) -> list[Walk]:
    """The walks that a new one may be copied from, newest first."""
    return _rows(Walk.organisation_id == organisation_id, Walk.starts_at.desc(), 0, most)


def _rows(wanted: ColumnElement[bool], order: Any, start: int, size: int) -> list[Walk]:
    rows = (
        select(Walk)
        .where(wanted)
        .order_by(order, Walk.id)
        .offset(start)
        .limit(size)
        .options(joinedload(Walk.neighbourhood).defer(Neighbourhood.outline))
        .options(defer(Walk.itinerary), defer(Walk.area))
    )
    return list(db.session.scalars(rows))
