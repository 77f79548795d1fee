"""A method in a language that no speaker has checked: laid over it, and whole."""

from __future__ import annotations

import pytest

from tests.walks.methods.test_data import METHOD, dictionaries
from walks.languages import DRAFTS
from walks.methods.drafts import in_draft, texts_of

SHOWN = {part: said for part, said in METHOD.items() if part != "norms"}  # norms are for reports


@pytest.mark.parametrize("language", DRAFTS)
def test_every_label_that_residents_meet_is_there_and_nothing_else(language: str) -> None:
    written = {text["en"] for text in dictionaries(SHOWN) if isinstance(text.get("en"), str)}
    assert written == texts_of(language).keys()
    assert all(text and text == text.strip() for text in texts_of(language).values())


@pytest.mark.parametrize("language", DRAFTS)
def test_a_draft_is_laid_over_the_method_without_changing_it(language: str) -> None:
    shown = in_draft(SHOWN, language)
    assert shown["themes"][0]["label"] == {
        **SHOWN["themes"][0]["label"],
        language: texts_of(language)["Footway"],
    }
    assert language not in SHOWN["themes"][0]["label"]
    assert [one["slug"] for one in shown["themes"]] == [one["slug"] for one in SHOWN["themes"]]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_checked_language_needs_no_draft(language: str) -> None:
    assert in_draft(SHOWN, language) is SHOWN
