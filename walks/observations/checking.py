"""Whether a delivery speaks the words of its walk's method and names its walk's stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import func, select

from walks.database import db
from walks.methods import Category, Theme
from walks.neighbourhoods import Neighbourhood
from walks.walks import Stop, Walk

if TYPE_CHECKING:
    from uuid import UUID

    from walks.observations.delivery import Delivery, Position


NEAR = 1.0  # degrees: nobody walks farther, and hardly a swapped point lies so near


@dataclass(frozen=True)
class Known:
    """What can be said on a walk: slugs with their ids, a category's slug also with its theme's."""

    themes: dict[str, int]
    categories: dict[str, tuple[int, str]]
    affects: frozenset[str]
    stops: frozenset[UUID]
    centre: tuple[float, float] | None  # of the walk, longitude and latitude


def known_on(walk: Walk) -> Known:
    """What deliveries to this walk can name."""
    rows = db.session.execute(
        select(Theme.id, Theme.slug, Category.id, Category.slug)
        .outerjoin(Category, Category.theme_id == Theme.id)
        .where(Theme.method_id == walk.method_id)
    ).all()
    stops = db.session.scalars(select(Stop.id).where(Stop.walk_id == walk.id))
    return Known(
        themes={theme: theme_id for theme_id, theme, _id, _slug in rows},
        categories={slug: (id_, theme) for _id, theme, id_, slug in rows if slug is not None},
        affects=frozenset(one["slug"] for one in walk.method.vocabulary["affects"]),
        stops=frozenset(stops),
        centre=_centre_of(walk),
    )


def faults_of(delivery: Delivery, known: Known) -> dict[str, list[str]]:
    """What is wrong with a delivery, by field; empty when it can be kept."""
    faults = {
        "theme": _theme_fault(delivery, known),
        "category": _category_fault(delivery, known),
        "affects": _affects_fault(delivery, known),
        "severity": _severity_fault(delivery),
        "stop": _stop_fault(delivery.stop, known),
        "next_stop": _stop_fault(delivery.next_stop, known),
        "place": _place_fault(delivery),
        "position": _position_fault(delivery.position, known.centre),
    }
    return {field: [fault] for field, fault in faults.items() if fault}


def _theme_fault(delivery: Delivery, known: Known) -> str | None:
    if delivery.theme is not None and delivery.theme not in known.themes:
        return str(_("This walk has no such theme. Choose another."))
    return None


def _category_fault(delivery: Delivery, known: Known) -> str | None:
    if delivery.category is None:
        return None
    found = known.categories.get(delivery.category)
    if found is None:
        return str(_("This walk has no such category. Choose another."))
    if delivery.theme not in {None, found[1]}:
        return str(_("This category belongs to another theme. Choose one of the two again."))
    return None


def _affects_fault(delivery: Delivery, known: Known) -> str | None:
    unknown = [slug for slug in delivery.affects if slug not in known.affects]
    if unknown:
        return str(_("This walk does not know: %(slugs)s.", slugs=", ".join(unknown)))
    return None


def _severity_fault(delivery: Delivery) -> str | None:
    if delivery.severity is not None and delivery.kind != "problem":
        return str(_("Only a problem has a severity. Leave it empty."))
    return None


def _stop_fault(stop: UUID | None, known: Known) -> str | None:
    if stop is not None and stop not in known.stops:
        return str(_("This stop is not on this walk. Choose another."))
    return None


def _place_fault(delivery: Delivery) -> str | None:
    if delivery.position is not None or delivery.place is None:
        return None
    if delivery.stop is None:
        return str(_("Say at which stop."))
    if delivery.place == "between" and delivery.next_stop in {None, delivery.stop}:
        return str(_("Say between which two stops."))
    return None


def _position_fault(position: Position | None, centre: tuple[float, float] | None) -> str | None:
    """Whether the position is in another part of the world, but near once turned round."""
    if position is None or centre is None:
        return None
    written = (position.longitude, position.latitude)
    if not _is_near(written, centre) and _is_near((written[1], written[0]), centre):
        return str(_("Longitude and latitude look swapped."))
    return None


def _is_near(point: tuple[float, float], centre: tuple[float, float]) -> bool:
    return all(abs(one - other) <= NEAR for one, other in zip(point, centre, strict=True))


def _centre_of(walk: Walk) -> tuple[float, float] | None:
    """The middle of the walk's itinerary, area or neighbourhood; none when nothing is drawn."""
    drawn = func.ST_Centroid(func.coalesce(Walk.itinerary, Walk.area, Neighbourhood.outline))
    row = db.session.execute(
        select(func.ST_X(drawn), func.ST_Y(drawn))
        .select_from(Walk)
        .outerjoin(Neighbourhood, Neighbourhood.id == Walk.neighbourhood_id)
        .where(Walk.id == walk.id)
    ).one()
    return None if row[0] is None else (row[0], row[1])
