"""The walk sheet: all that a phone needs to know of its walk, as one object for JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import current_app
from sqlalchemy import func, select

from walks.basemap import opened
from walks.database import db
from walks.neighbourhoods import Neighbourhood
from walks.participants.consent import CONSENT
from walks.walks import Stop, Walk, corridor_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from walks.basemap import Basemap
    from walks.methods import Category, Method, Question, Theme

SCHEMA = 1  # of deliveries; those of the last 12 months are understood
TEXT_LENGTH = 4000  # characters of a note or a proposal
FINENESS = 0.00005  # degrees, about 5 m: what an outline on a phone may lose


def sheet_of(walk: Walk) -> dict[str, Any]:
    """The sheet; positions are [longitude, latitude], lines and outlines GeoJSON geometries."""
    return {
        "walk": summary_of(walk),
        "stops": _stops(walk),
        "itinerary": _drawn(Walk.itinerary, Walk.id == walk.id),
        "area": _drawn(Walk.area, Walk.id == walk.id),
        "neighbourhood": _neighbourhood(walk.neighbourhood),
        "method": method_shown(walk.method),
        "limits": _limits(),
        "schema": SCHEMA,
        "consent": CONSENT.version,
        "tiles": _tiles(walk),
    }


def summary_of(walk: Walk) -> dict[str, Any]:
    """What a person sees of a walk before they join it."""
    return {
        "id": str(walk.id),
        "title": walk.title,
        "introduction": walk.introduction,
        "organisation": walk.organisation.name,
        "starts_at": walk.starts_at.isoformat(timespec="seconds"),
        "time_zone": walk.time_zone,
        "light": walk.light,
        "languages": walk.languages,
        "state": walk.state,
        "method": {"slug": walk.method.slug, "version": walk.method.version},
    }


def method_shown(method: Method) -> dict[str, Any]:
    """A method in the words of its file, with every language: kinds, themes, profile and all."""
    said = method.vocabulary
    return {
        "slug": method.slug,
        "version": method.version,
        "title": method.title,
        "languages": method.languages,
        **{part: said[part] for part in ("kinds", "severities", "affects", "sections", "scales")},
        "themes": [
            {**_worded(theme), "categories": [_worded(one) for one in theme.categories]}
            for theme in method.themes
        ],
        "profile": [_question(one) for one in method.questions if one.part == "profile"],
        "stop_card": [_rated(one) for one in method.questions if one.part == "stop_card"],
    }


def _worded(thing: Theme | Category) -> dict[str, Any]:
    return {
        "slug": thing.slug,
        "label": thing.labels,
        "hint": thing.hints,
        "pictogram": thing.pictogram,
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "slug": question.slug,
        "section": question.section,
        "label": question.labels,
        "choice": question.answers,
        "sensitive": question.is_sensitive,
        "options": question.options,
    }


def _rated(question: Question) -> dict[str, Any]:
    return {
        "slug": question.slug,
        "label": question.labels,
        "statement": question.statements,
        "pictogram": question.pictogram,
        "scale": question.scale,
    }


def _stops(walk: Walk) -> list[dict[str, Any]]:
    wanted = (
        select(Stop, func.ST_X(Stop.position).label("x"), func.ST_Y(Stop.position).label("y"))
        .where(Stop.walk_id == walk.id)
        .order_by(Stop.ordinal)
    )
    return [
        {
            "id": str(row.Stop.id),
            "ordinal": row.Stop.ordinal,
            "name": row.Stop.name,
            "prompt": row.Stop.prompt,
            "position": None if row.x is None else [row.x, row.y],
        }
        for row in db.session.execute(wanted)
    ]


def _neighbourhood(found: Neighbourhood | None) -> dict[str, Any] | None:
    if found is None:
        return None
    coarse = func.ST_Multi(func.ST_SimplifyPreserveTopology(Neighbourhood.outline, FINENESS))
    outline = _drawn(coarse, Neighbourhood.id == found.id)
    return {"code": found.code, "names": found.names, "outline": outline}


def _drawn(geometry: Any, where: ColumnElement[bool]) -> dict[str, Any] | None:
    """One geometry as GeoJSON with six decimals, about 10 cm; none where there is none."""
    written = db.session.scalar(select(func.ST_AsGeoJSON(geometry, 6)).where(where))
    return json.loads(written) if written else None


def _limits() -> dict[str, int]:
    settings = current_app.config["WALKS"]
    return {
        "photos_per_observation": settings.photos_per_observation,
        "photo_bytes": settings.photo_max_bytes,
        "voice_seconds": settings.voice_max_seconds,
        "text_length": TEXT_LENGTH,
        "keep_traces_days": settings.keep_traces_days,
    }


def _tiles(walk: Walk) -> dict[str, Any] | None:
    """Where the map's ground comes from: the address of pictures, or the walk's own corridor."""
    settings = current_app.config["WALKS"]
    kept = _corridor(walk, opened(settings.basemap)) if settings.basemap else None
    if not (kept or settings.pictured_tiles):
        return None
    return {
        "url": settings.pictured_tiles,
        "attribution": settings.tile_attribution,
        "basemap": kept,
    }


def _corridor(walk: Walk, basemap: Basemap) -> dict[str, Any] | None:
    """The address of the walk's corridor, which changes with what is in it, and its bytes."""
    found = corridor_of(walk, on=basemap)
    if found is None:
        return None
    return {
        "url": f"/api/walks/{walk.id}/basemap?version={found.digest[:16]}",
        "bytes": found.size,
    }
