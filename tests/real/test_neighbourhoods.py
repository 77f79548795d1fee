"""The real outlines of Brussels, Ghent and Montréal."""

from pathlib import Path

import pytest

from walks import neighbourhoods
from walks.database import db
from walks.neighbourhoods.holding import at
from walks.neighbourhoods.loading import Loaded, load, outlines
from walks.neighbourhoods.reading import read

pytestmark = pytest.mark.usefixtures("app")

BRUSSELS = "brussels-neighbourhoods"
QUARTERS = (
    f"{BRUSSELS}/quartiers-du-monitoring-des-quartiers-ibsa.geojson",
    f"{BRUSSELS}/derived/quartiers_31370.gpkg",
    f"{BRUSSELS}/derived/quartiers_31370.shp.zip",
)


def loaded_from(path: Path, code: str | None = None) -> Loaded:
    source = read(path)
    guessed = source.guess()
    names = {language: guessed[language] for language in ("fr", "nl") if language in guessed}
    found = outlines(source, code=code or guessed["code"], names=names)
    return load(found, crs=source.crs, source=path.name)


@pytest.mark.parametrize("name", QUARTERS)
def test_each_file_of_the_quarters_gives_the_same_145(real_data: Path, name: str) -> None:
    assert loaded_from(real_data / name).added == 145
    flagey = at(4.3722, 50.8274)
    assert flagey is not None
    assert flagey.names == {"fr": "FLAGEY - MALIBRAN", "nl": "FLAGEY - MALIBRAN"}
    assert flagey.code.isdigit()


def test_the_three_files_agree_on_where_the_outlines_are(real_data: Path) -> None:
    areas = []
    for name in QUARTERS:
        loaded_from(real_data / name)
        areas.append({one.code: one.area_m2 for one in neighbourhoods.listed()})
    for other in areas[1:]:
        assert other == pytest.approx(areas[0], rel=1e-3)


def test_the_communes_are_nineteen(real_data: Path) -> None:
    assert loaded_from(real_data / BRUSSELS / "communes.geojson").added == 19
    ixelles = at(4.3722, 50.8274)
    assert ixelles is not None
    assert ixelles.names == {"fr": "Ixelles", "nl": "Elsene"}


@pytest.mark.parametrize(("name", "n"), [("ghent", 25), ("montreal", 19)])
def test_other_cities_load_too(real_data: Path, name: str, n: int) -> None:
    path = real_data / "other-cities" / f"{name}.geojson"
    assert loaded_from(path, code="cartodb_id").added == n
    db.session.rollback()
