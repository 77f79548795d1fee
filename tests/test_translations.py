"""French and Dutch are whole: every sentence, with every gap in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from walks.settings import ROOT

GAP = re.compile(r"%\((\w+)\)[sd]|%[sd%]")


@pytest.fixture(scope="session")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every sentence that the code and the templates hold now."""
    path = tmp_path_factory.mktemp("sentences") / "messages.pot"
    command = ["-q", "extract", "-F", "pyproject.toml", "-k", "_l", "-o", str(path), "."]
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "babel.messages.frontend", *command], cwd=ROOT, check=True
    )
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="session", params=["fr", "nl"])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = ROOT / "walks" / "translations" / request.param / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=request.param)


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
    assert found == {"fr", "nl"}
