"""The demo's file: every claim that it makes about Ixelles, its walks and what was said."""

import itertools
import math
from collections import Counter
from typing import Any

import pytest
import shapely
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, shape

from tests.walks.methods.test_data import CATEGORIES, LANGUAGES, METHOD, dictionaries, slugs
from walks.demo.data import told
from walks.demo.scenes import SCENES

DEMO = told()


def in_metres(geometry: Any) -> Any:
    """Near Ixelles, degrees to metres on a local plane; right to a few centimetres per 100 m."""
    return affinity.scale(
        geometry, 111_320 * math.cos(math.radians(50.825)), 111_250, origin=(4.37, 50.825, 0)
    )


def test_every_text_is_there_in_three_languages_and_trimmed() -> None:
    texts = [part for part in dictionaries(DEMO) if set(part) & set(LANGUAGES)]
    assert len(texts) > 20
    for text in texts:
        assert tuple(text) == LANGUAGES
        assert all(words and words == words.strip() for words in text.values())


def test_every_photo_has_a_scene_and_every_scene_a_photo() -> None:
    assert {row["photo"] for row in DEMO["observations"]} == {None, *SCENES}


OUTLINES = {row["code"]: shape(row["outline"]) for row in DEMO["neighbourhoods"]}
ITINERARY: LineString = shape(DEMO["itinerary"]["line"])


@pytest.mark.parametrize("code", OUTLINES)
def test_an_outline_is_a_valid_polygon_in_ixelles(code: str) -> None:
    outline = OUTLINES[code]
    assert isinstance(outline, Polygon)
    assert outline.is_valid
    assert outline.exterior.is_ccw
    assert 8 <= len(outline.exterior.coords) - 1 <= 25
    assert shapely.box(4.345, 50.80, 4.405, 50.843).contains(outline)


def test_outlines_tile_without_overlap_or_gap() -> None:
    for one, other in itertools.combinations(OUTLINES.values(), 2):
        assert in_metres(one.intersection(other)).area < 1
    whole = shapely.union_all([outline.buffer(1e-7) for outline in OUTLINES.values()])
    assert isinstance(whole, Polygon)
    assert len(whole.interiors) == 0


def test_the_itinerary_is_a_walk_of_some_1_2_km_with_six_stops_on_it() -> None:
    line = in_metres(ITINERARY)
    assert 25 <= len(ITINERARY.coords) <= 40
    assert 1_050 <= line.length <= 1_350
    stops = [in_metres(Point(stop["position"])) for stop in DEMO["itinerary"]["stops"]]
    along = [line.project(stop) for stop in stops]
    assert len(stops) == 6
    assert along == sorted(along)
    assert all(line.distance(stop) < 1 for stop in stops)


def test_every_measured_position_lies_along_the_itinerary_and_in_a_neighbourhood() -> None:
    line = in_metres(ITINERARY)
    places = [Point(o["position"]) for o in DEMO["observations"] if o["position"]]
    assert all(line.distance(in_metres(place)) <= 25 for place in places)
    inside = Counter(
        code for place in places for code, outline in OUTLINES.items() if outline.covers(place)
    )
    assert inside.total() == len(places)
    assert len(inside) >= 2


def test_a_position_agrees_with_its_source() -> None:
    for row in DEMO["observations"]:
        source = row["position_source"]
        assert (row["position"] is not None) == (source in {"gps", "map"})
        assert (row["accuracy_m"] is not None) == (source == "gps")
        assert (row["next_stop"] is not None) == (source == "between")


def test_observations_are_split_as_on_a_real_walk() -> None:
    rows = DEMO["observations"]
    walks = Counter(row["walk"] for row in rows)
    kinds = Counter(row["kind"] for row in rows)
    languages = Counter(row["language"] for row in rows)
    assert 75 <= len(rows) <= 90
    assert walks["night"] > walks["day"] >= 30
    assert 0.55 <= kinds["problem"] / len(rows) <= 0.65
    assert 0.20 <= kinds["asset"] / len(rows) <= 0.30
    assert 0.10 <= kinds["idea"] / len(rows) <= 0.20
    assert languages["fr"] > languages["nl"] > languages["en"] >= 12
    assert 25 <= sum(row["photo"] is not None for row in rows) <= 40


def test_observations_use_the_words_of_the_method_and_all_its_themes() -> None:
    rows = DEMO["observations"]
    assert {row["category"] for row in rows} <= set(slugs(CATEGORIES))
    assert {row["category"].split(".")[0] for row in rows} == set(slugs(METHOD["themes"]))
    assert {slug for row in rows for slug in row["affects"]} <= set(slugs(METHOD["affects"]))
    for row in rows:
        assert row["kind"] in slugs(METHOD["kinds"])
        assert row["severity"] in ({1, 2, 3, None} if row["kind"] == "problem" else {None})


def test_observations_are_by_participants_of_their_walk_in_their_language() -> None:
    people = {person["number"]: person for person in DEMO["participants"]}
    walks = {walk["slug"]: walk for walk in DEMO["walks"]}
    assert len(people) == 12
    for row in DEMO["observations"]:
        author = people[row["participant"]]
        assert row["walk"] in walks
        assert row["walk"] in author["walks"]
        assert row["language"] == author["language"]


def test_profiles_answer_the_questions_of_the_method() -> None:
    questions = {q["slug"]: q for q in METHOD["questions"]}
    for person in DEMO["participants"]:
        assert set(person) == {"number", "language", "walks", "profile"}
        for slug, answer in person["profile"].items():
            many = questions[slug]["choice"] == "many"
            assert isinstance(answer, list) is many
            assert set(answer if many else [answer]) <= set(slugs(questions[slug]["options"]))


def test_some_spots_are_spoken_of_by_three_people_or_more() -> None:
    spots: dict[tuple[str, str, int], set[int]] = {}
    for row in DEMO["observations"]:
        key = (row["walk"], row["category"], row["stop"])
        spots.setdefault(key, set()).add(row["participant"])
    assert sum(len(authors) >= 3 for authors in spots.values()) >= 3
