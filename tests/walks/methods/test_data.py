import itertools
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import shapely
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, shape

ROOT = Path(__file__).parents[3]
DATA = ROOT / "walks" / "methods" / "data"
ICONS = ROOT / "static" / "icons"
SOURCES = {
    "temaki": ROOT / "node_modules" / "@rapideditor" / "temaki" / "icons",
    "mdi": ROOT / "node_modules" / "@mdi" / "svg" / "svg",
    "own": ICONS / "own",
    "interface": ICONS / "interface",
}
LANGUAGES = ("fr", "nl", "en")


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


METHOD = read(DATA / "exploratory-walk-1.json")
DEMO = read(DATA / "demo-ixelles.json")
PICTOGRAMS = read(ICONS / "pictograms.json")
INTERFACE = read(ICONS / "interface.json")
CATEGORIES = [category for theme in METHOD["themes"] for category in theme["categories"]]


def dictionaries(part: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary anywhere inside a part of the data."""
    if isinstance(part, dict):
        yield part
    children = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for child in children:
        yield from dictionaries(child)


def slugs(rows: list[dict[str, Any]]) -> list[str]:
    return [row["slug"] for row in rows]


def in_metres(geometry: Any) -> Any:
    """Near Ixelles, degrees to metres on a local plane; right to a few centimetres per 100 m."""
    return affinity.scale(
        geometry, 111_320 * math.cos(math.radians(50.825)), 111_250, origin=(4.37, 50.825, 0)
    )


# The method


def test_the_method_fits_its_schema() -> None:
    schema = read(DATA / "method.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(METHOD)


@pytest.mark.parametrize("missing", ["themes", "norms", "stop_card"])
def test_the_schema_refuses_a_method_with_a_part_missing(missing: str) -> None:
    schema = read(DATA / "method.schema.json")
    broken = {key: value for key, value in METHOD.items() if key != missing}
    with pytest.raises(jsonschema.ValidationError, match=missing):
        jsonschema.Draft202012Validator(schema).validate(broken)


def test_the_file_is_named_after_its_slug_and_version() -> None:
    assert (DATA / f"{METHOD['slug']}-{METHOD['version']}.json").is_file()


def test_there_are_8_themes_and_42_categories() -> None:
    counts = {theme["slug"]: len(theme["categories"]) for theme in METHOD["themes"]}
    assert counts == {
        "footway": 8,
        "crossing": 6,
        "sight": 5,
        "wayfinding": 3,
        "people": 5,
        "comfort": 5,
        "upkeep": 4,
        "services": 6,
    }
    assert len(CATEGORIES) == 42


def test_a_category_begins_with_its_theme() -> None:
    for theme in METHOD["themes"]:
        assert all(c["slug"].startswith(f"{theme['slug']}.") for c in theme["categories"])


@pytest.mark.parametrize("key", ["kinds", "affects", "themes", "questions", "scales", "norms"])
def test_slugs_are_unique(key: str) -> None:
    assert max(Counter(slugs(METHOD[key])).values()) == 1


def test_slugs_of_categories_options_and_stop_items_are_unique() -> None:
    rows = [CATEGORIES, METHOD["stop_card"]["items"], *(q["options"] for q in METHOD["questions"])]
    assert all(max(Counter(slugs(row)).values()) == 1 for row in rows)


@pytest.mark.parametrize("source", [METHOD, DEMO], ids=["method", "demo"])
def test_every_text_is_there_in_three_languages_and_trimmed(source: Any) -> None:
    texts = [part for part in dictionaries(source) if set(part) & set(LANGUAGES)]
    assert len(texts) > 20
    for text in texts:
        assert tuple(text) == LANGUAGES
        assert all(words and words == words.strip() for words in text.values())


def test_every_category_has_a_hint_of_one_short_sentence() -> None:
    for hint in itertools.chain.from_iterable(c["hint"].values() for c in CATEGORIES):
        assert hint[-1] in ".?"
        assert len(hint) <= 70


def test_severity_runs_from_1_to_3() -> None:
    assert [row["value"] for row in METHOD["severities"]] == [1, 2, 3]


def test_every_question_may_be_left_unanswered_and_is_by_default() -> None:
    for question in METHOD["questions"]:
        defaults = [option["slug"] for option in question["options"] if option.get("default")]
        assert defaults == ["prefer_not"]


def test_what_reveals_health_is_sensitive_and_nothing_else() -> None:
    sensitive = {q["slug"] for q in METHOD["questions"] if q["sensitive"]}
    assert sensitive == {"getting_around", "senses", "understanding"}


def test_questions_stand_in_known_sections() -> None:
    assert {q["section"] for q in METHOD["questions"]} == set(slugs(METHOD["sections"]))


def test_the_stop_card_has_six_principles_and_an_overall_feeling_on_known_scales() -> None:
    items = METHOD["stop_card"]["items"]
    assert len(items) == 7
    assert items[-1]["slug"] == "overall"
    assert {item["scale"] for item in items} == set(slugs(METHOD["scales"]))
    for scale in METHOD["scales"]:
        assert [level["value"] for level in scale["levels"]] == [0, 1, 2, 3]


def test_norms_speak_of_known_categories() -> None:
    named = {slug for norm in METHOD["norms"] for slug in norm["categories"]}
    assert named <= set(slugs(CATEGORIES))


# The pictograms


@pytest.mark.parametrize("drawing", sorted({*PICTOGRAMS.values(), *INTERFACE.values()}))
def test_a_drawing_is_a_file_of_its_source(drawing: str) -> None:
    source, _, file = drawing.partition("/")
    assert (SOURCES[source] / f"{file}.svg").is_file()


def test_every_pictogram_that_the_method_names_exists() -> None:
    named = {part["pictogram"] for part in dictionaries(METHOD) if "pictogram" in part}
    assert named <= set(PICTOGRAMS)


def test_no_theme_or_category_shares_its_pictogram_with_another() -> None:
    used = Counter(PICTOGRAMS[row["pictogram"]] for row in [*METHOD["themes"], *CATEGORIES])
    assert [file for file, times in used.items() if times > 1] == []


@pytest.mark.parametrize("path", sorted((ICONS / "own").glob("*.svg")), ids=lambda path: path.stem)
def test_an_own_pictogram_is_one_filled_path_in_24_by_24_and_in_use(path: Path) -> None:
    svg = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 -- our own file
    assert svg.attrib == {"viewBox": "0 0 24 24", "fill": "currentColor"}
    assert [child.tag for child in svg] == ["{http://www.w3.org/2000/svg}path"]
    assert f"own/{path.stem}" in PICTOGRAMS.values()


# The demo

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
