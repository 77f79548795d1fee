from pathlib import Path

import pytest

from tests.walks.neighbourhoods.files import BOW_TIE, IN_METRES, SQUARE, feature, geojson, shifted
from walks import neighbourhoods
from walks.database import db
from walks.neighbourhoods import Neighbourhood
from walks.neighbourhoods.holding import at
from walks.neighbourhoods.loading import Loaded, load, outlines
from walks.neighbourhoods.reading import read
from walks.problems import Problem

pytestmark = pytest.mark.usefixtures("app")

FLAGEY = (4.37, 50.825)


def loaded_from(path: Path, crs: str | None = None, **names: str) -> Loaded:
    source = read(path, crs=crs)
    found = outlines(source, code="code", names=names or {"fr": "name"})
    return load(found, crs=source.crs, source=path.name)


def refusal(path: Path, **names: str) -> str:
    with pytest.raises(Problem) as refused:
        loaded_from(path, **names)
    return str(refused.value.values["reason"])


def test_names_come_in_each_language(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(SQUARE, code="A1", fr="Étangs", nl="Vijvers"))
    loaded_from(path, fr="fr", nl="nl")
    one = neighbourhoods.with_slug("etangs")
    assert one.names == {"fr": "Étangs", "nl": "Vijvers"}
    assert one.area_m2 == pytest.approx(1_567_000, rel=0.01)


def test_metres_are_turned_into_degrees(tmp_path: Path) -> None:
    loaded_from(geojson(tmp_path, feature(IN_METRES, code="A1", name="Lambert")), crs="EPSG:31370")
    west, north = db.session.execute(
        db.select(db.func.ST_XMin(Neighbourhood.outline), db.func.ST_YMax(Neighbourhood.outline))
    ).one()
    assert (west, north) == (pytest.approx(4.341, abs=0.002), pytest.approx(50.831, abs=0.002))


def test_an_unknown_coordinate_system_is_refused_in_words(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(IN_METRES, code="A1", name="Nowhere"))
    with pytest.raises(Problem) as refused:
        loaded_from(path, crs="EPSG:999999")
    assert "EPSG:999999" in str(refused.value.values["reason"])


def test_loading_again_updates_by_code_and_keeps_the_address(tmp_path: Path) -> None:
    loaded_from(geojson(tmp_path, feature(SQUARE, code="A1", name="Old name")))
    again = loaded_from(
        geojson(
            tmp_path,
            feature(shifted(SQUARE, 0.1), code="A1", name="New name"),
            feature(SQUARE, code="B2", name="Another"),
        )
    )
    assert (again.added, again.updated, len(again.changed)) == (1, 1, 2)
    assert neighbourhoods.with_slug("old-name").names == {"fr": "New name"}
    assert [one.code for one in neighbourhoods.listed()] == ["A1", "B2"]


def test_an_outline_that_did_not_move_is_no_change(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(SQUARE, code="A1", name="Same"))
    loaded_from(path)
    assert loaded_from(path).changed == []


def test_a_code_that_arrives_as_a_whole_float_loses_its_fraction(tmp_path: Path) -> None:
    loaded_from(geojson(tmp_path, feature(SQUARE, code=36.0, name="Matonge")))
    assert neighbourhoods.with_slug("matonge").code == "36"


def test_an_outline_that_crosses_itself_is_made_valid_and_told_by_name(tmp_path: Path) -> None:
    loaded = loaded_from(geojson(tmp_path, feature(BOW_TIE, code="A1", name="Bow tie")))
    assert loaded.mended == ["Bow tie"]


def test_two_of_one_name_have_two_addresses(tmp_path: Path) -> None:
    loaded_from(
        geojson(
            tmp_path,
            feature(SQUARE, code="A1", name="Centre"),
            feature(shifted(SQUARE, 1), code="B2", name="Centre"),
        )
    )
    assert {one.slug for one in neighbourhoods.listed()} == {"centre", "centre-b2"}


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ([feature(SQUARE, code="", name="No code")], "Row 1 has no code"),
        ([feature(SQUARE, code=None, name="No code")], "Row 1 has no code"),
        (
            [feature(SQUARE, code="A", name="One"), feature(SQUARE, code="A", name="Two")],
            "twice: A",
        ),
        ([feature(SQUARE, code="A", name=" ")], "code A, has no name"),
        (
            [feature([*SQUARE[:2], *SQUARE[:2], SQUARE[0]], code="A", name="Flat")],
            "encloses nothing",
        ),
        ([feature(SQUARE, other="A", name="No such field")], "no field “code”"),
    ],
)
def test_what_cannot_be_told_apart_is_refused_and_nothing_is_kept(
    tmp_path: Path, features: list[dict[str, object]], words: str
) -> None:
    assert words in refusal(geojson(tmp_path, *features))
    assert neighbourhoods.how_many() == 0


def test_html_in_a_name_stays_text(tmp_path: Path) -> None:
    loaded_from(geojson(tmp_path, feature(SQUARE, code="A1", name="<b>Bold</b>")))
    assert neighbourhoods.listed()[0].names["fr"] == "<b>Bold</b>"


def test_a_point_in_several_outlines_takes_the_smallest_then_the_lowest_code(
    tmp_path: Path,
) -> None:
    small = [[4.365, 50.822], [4.375, 50.822], [4.375, 50.828], [4.365, 50.828], [4.365, 50.822]]
    loaded_from(
        geojson(
            tmp_path,
            feature(SQUARE, code="A", name="Large"),
            feature(small, code="C", name="Small, later"),
            feature(small, code="B", name="Small, earlier"),
        )
    )
    held_by = at(*FLAGEY)
    assert held_by is not None
    assert held_by.code == "B"
    assert at(4.0, 50.0) is None
