"""Changing outlines: neighbourhoods and the observations that lie in them, together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update

from walks import audit
from walks.database import db
from walks.neighbourhoods import Neighbourhood, loading
from walks.neighbourhoods.holding import holding
from walks.observations import Observation
from walks.walks import Stop

if TYPE_CHECKING:
    from walks.neighbourhoods.loading import Loaded, Outline
    from walks.people import Person


@dataclass(frozen=True)
class Changed:
    """What changing outlines did: the load, and how many observations lie elsewhere now."""

    loaded: Loaded
    reassigned: int


def change_outlines(
    found: list[Outline], *, crs: str, source: str, by: Person | None = None
) -> Changed:
    """Load the outlines and assign anew, in the same transaction, whatever they affect."""
    loaded = loading.load(found, crs=crs, source=source)
    reassigned = _assign_anew(loaded.changed)
    for neighbourhood in _those(loaded.changed):
        audit.note("outline_loaded", neighbourhood, by=by, source=source)
    return Changed(loaded, reassigned)


def _assign_anew(changed: list[int]) -> int:
    """Assign what lay in the changed outlines, and what lies in them now; say how many moved."""
    if not changed:
        return 0
    stop = select(Stop.position).where(Stop.id == Observation.stop_id).scalar_subquery()
    point = func.coalesce(Observation.position, stop)
    covered = (
        select(Neighbourhood.id)
        .where(Neighbourhood.id.in_(changed), func.ST_Covers(Neighbourhood.outline, point))
        .exists()
    )
    moved = db.session.execute(
        update(Observation)
        .where(or_(Observation.neighbourhood_id.in_(changed), covered))
        .where(Observation.neighbourhood_id.is_distinct_from(holding(point)))
        .values(neighbourhood_id=holding(point))
        .execution_options(synchronize_session=False)
    )
    return int(moved.rowcount)  # type: ignore[attr-defined]


def _those(ids: list[int]) -> list[Neighbourhood]:
    return list(db.session.scalars(select(Neighbourhood).where(Neighbourhood.id.in_(ids))))
