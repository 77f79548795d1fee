"""A method's words in a draft language, laid over the method that was loaded.

A method in use never changes, so that walks mean what they meant. A draft is therefore a file of
its own, by the English text: `data/drafts/<language>.json`. It can be corrected at any time, and
reports never read it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

DRAFTS = Path(__file__).parent / "data" / "drafts"


def in_draft(method: dict[str, Any], language: str) -> dict[str, Any]:
    """The method as it is shown, with this language added to each label that the draft has.

    It stays as it is for a language without a draft.
    """
    texts = texts_of(language)
    return _laid_over(method, language, texts) if texts else method


@cache
def texts_of(language: str) -> dict[str, str]:
    """The draft's texts by the English ones; none where there is no draft."""
    path = DRAFTS / f"{language}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _laid_over(thing: Any, language: str, texts: dict[str, str]) -> Any:
    if isinstance(thing, list):
        return [_laid_over(one, language, texts) for one in thing]
    if not isinstance(thing, dict):
        return thing
    own = texts.get(thing["en"]) if isinstance(thing.get("en"), str) else None
    laid = {key: _laid_over(value, language, texts) for key, value in thing.items()}
    return laid | {language: own} if own else laid
