"""French and Dutch are whole, a draft has what residents read: every sentence, every gap in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from babel.util import pathmatch
from jinja2 import Environment, meta

from tests.sentences import RESIDENTS, WHOLE, extracted
from walks.languages import DRAFTS, NAMES
from walks.settings import ROOT

GAP = re.compile(r"%\((\w+)\)[sd]|%[sd%]|\{\w+\}")
OWN = sorted(NAMES.keys() - {"en"})  # sentences are written in English


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalog]:
    """The sentences that the code and the templates hold now: all, and those for residents."""
    folder = tmp_path_factory.mktemp("sentences")
    return {mapping: extracted(mapping, folder) for mapping in (WHOLE, RESIDENTS)}


@pytest.fixture(scope="session", params=[*OWN, *DRAFTS])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = ROOT / "walks" / "translations" / request.param / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=request.param)


@pytest.fixture
def sentences(written: dict[str, Catalog], catalogue: Catalog) -> Catalog:
    """What the catalogue has to have."""
    return written[RESIDENTS if str(catalogue.locale) in DRAFTS else WHOLE]


def parts(string: str | tuple[str, ...] | list[str]) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


def test_every_sentence_is_translated(sentences: Catalog, catalogue: Catalog) -> None:
    missing = [
        message.id
        for message in sentences
        if message.id
        and not ((found := catalogue.get(message.id, message.context)) and all(parts(found.string)))
    ]
    assert not missing


def test_no_translation_is_a_guess_or_left_over(sentences: Catalog, catalogue: Catalog) -> None:
    known = {str(message.id) for message in sentences}
    assert not [message.id for message in catalogue if message.id and message.fuzzy]
    assert not [message.id for message in catalogue if str(message.id) not in known]


def test_every_gap_is_kept(catalogue: Catalog) -> None:
    def gaps(text: str) -> set[str]:
        return {match.group(0) for match in GAP.finditer(text)}

    def is_whole(message: Message) -> bool:
        wanted = set().union(*(gaps(part) for part in parts(message.id)))
        return all(gaps(part) <= wanted for part in parts(message.string)) and (
            gaps(parts(message.id)[-1]) == gaps(parts(message.string)[-1])
        )

    assert not [message.id for message in catalogue if message.id and not is_whole(message)]


def test_a_file_of_each_language_is_there() -> None:
    found = {path.parent.parent.name for path in Path(ROOT / "walks/translations").rglob("*.po")}
    assert found == {*OWN, *DRAFTS}


def test_no_template_that_residents_meet_is_forgotten() -> None:
    mapped = tomllib.loads((ROOT / RESIDENTS).read_text())["mappings"]
    patterns = [pattern for one in mapped for pattern in one["pattern"]]
    met = met_from("public/start.html", *named("templates/residents/*.html"))
    assert len(met) > 10
    assert not [one for one in met if not any(pathmatch(p, f"templates/{one}") for p in patterns)]


def test_every_pattern_finds_something() -> None:
    mapped = tomllib.loads((ROOT / RESIDENTS).read_text())["mappings"]
    patterns = [pattern.replace("**", "*") for one in mapped for pattern in one["pattern"]]
    assert not [pattern for pattern in patterns if not list(ROOT.glob(pattern))]


def named(pattern: str) -> list[str]:
    return [path.relative_to(ROOT / "templates").as_posix() for path in ROOT.glob(pattern)]


def met_from(*names: str) -> set[str]:
    """These templates, and all that they extend, include or import."""
    jinja, found, waiting = (
        Environment(autoescape=True, extensions=["jinja2.ext.i18n"]),
        set(),
        set(names),
    )
    while waiting:
        name = waiting.pop()
        found.add(name)
        tree = jinja.parse((ROOT / "templates" / name).read_text())
        waiting |= {str(one) for one in meta.find_referenced_templates(tree)} - found
    return found
