"""Where a journey takes place and what is spoken there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import shapely
from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import select

from tests.journeys.photographs import a_phone_photo
from walks import methods
from walks.database import db
from walks.languages import LOCALES, worded
from walks.methods import Category, Theme
from walks.settings import ROOT

DEMO = ROOT / "walks" / "demo" / "ixelles.json"
QUARTERS = "brussels-neighbourhoods/quartiers-du-monitoring-des-quartiers-ibsa.geojson"


@dataclass(frozen=True)
class City:
    """A city's outlines, one of them, a point in that one (longitude first), and a photograph."""

    outlines: Path
    code: str
    names: dict[str, str]
    at: tuple[float, float]
    photo: Path


@dataclass(frozen=True)
class Tongue:
    """A language, and what the pages say in it."""

    code: str

    def __call__(self, sentence: str) -> str:
        """The sentence as the pages translate it."""
        with force_locale(LOCALES[self.code]):
            return str(gettext(sentence))

    def counted(self, number: int, one: str, several: str) -> str:
        """The sentence of this number."""
        with force_locale(LOCALES[self.code]):
            return str(ngettext(one, several, number))

    def subject(self, slug: str) -> str:
        """What the method calls a theme, or a category, whose slug has a point."""
        table = Category if "." in slug else Theme
        labels = db.session.scalars(select(table.labels).where(table.slug == slug)).one()
        return worded(labels, self.code)

    def choice(self, part: str, key: str | int) -> str:
        """What the method calls the severity of this value, or whom it affects by this slug."""
        offered = methods.newest()[0].vocabulary[part]
        label = next(one["label"] for one in offered if key in (one.get("slug"), one.get("value")))
        return worded(label, self.code)


def the_demo(folder: Path) -> City:
    """The demo's outlines as the file that a city would send, and a photograph made here."""
    told = json.loads(DEMO.read_text())["neighbourhoods"]
    features = [
        {
            "type": "Feature",
            "geometry": one["outline"],
            "properties": {"code": one["code"]} | {f"name_{k}": v for k, v in one["name"].items()},
        }
        for one in told
    ]
    outlines, photo = folder / "outlines.geojson", folder / "IMG_20260523_142501.jpg"
    outlines.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    photo.write_bytes(a_phone_photo())
    ponds = next(one for one in told if one["slug"] == "etangs")
    inside = shapely.geometry.shape(ponds["outline"]).representative_point()
    return City(outlines, ponds["code"], ponds["name"], (inside.x, inside.y), photo)


def brussels(real_data: Path) -> City:
    """The quarters of Brussels, and a photograph that somebody's phone took at night."""
    outlines = real_data / QUARTERS
    photos = sorted((real_data / "photos" / "gps").glob("*.[jJ][pP][gG]"))
    if not outlines.exists() or not photos:
        pytest.skip(f"the real data hold no {QUARTERS}, or no photograph under photos/gps")
    name = "FLAGEY - MALIBRAN"
    return City(outlines, "37", {"fr": name, "nl": name}, (4.37215, 50.82744), photos[-1])
