import itertools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

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


def test_every_text_is_there_in_three_languages_and_trimmed() -> None:
    texts = [part for part in dictionaries(METHOD) if set(part) & set(LANGUAGES)]
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
