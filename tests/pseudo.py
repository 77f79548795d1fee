"""A language for tests alone: English with accents on every letter and half of them doubled.

Whatever is read without an accent was never translated, and whatever does not fit is too narrow
for some language. Only the sentences that residents.toml finds are spoken in it, so a sentence
that a draft language would lack stands out as well.
"""

from __future__ import annotations

import re
from gettext import NullTranslations
from typing import Any

import flask_babel
import pytest
from babel.messages.catalog import Catalog

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "áƀçđéƒğĥíĵķłḿñóþɋřšţúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶŁḾÑÓÞɊŘŠŢÚṼŴẊÝŽ"
ACCENTS = str.maketrans(PLAIN, ACCENTED)
GAP = re.compile(r"(%\(\w+\)s|%s|\{\w+\})")


def pseudo(sentence: str) -> str:
    """The sentence with its gaps untouched: "Try %(n)s" is "Ţřýý %(n)s"."""
    parts = GAP.split(sentence)
    return "".join(part if GAP.fullmatch(part) else _accented(part) for part in parts)


def _accented(text: str) -> str:
    longer = re.sub(r"[aeiounrstAEIOU]", lambda letter: letter[0] + letter[0].lower(), text)
    return longer.translate(ACCENTS)


class Pseudo(NullTranslations):
    """What gettext finds, when it knows these sentences."""

    def __init__(self, known: set[str]) -> None:
        super().__init__()
        self.known = known

    def gettext(self, message: str) -> str:
        return pseudo(message) if message in self.known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, _context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, _context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)

    ugettext, ungettext, upgettext, unpgettext = gettext, ngettext, pgettext, npgettext


def speak_pseudo(patch: pytest.MonkeyPatch, sentences: Catalog) -> None:
    """Let English pages, and the method on phones, speak it until the patch is undone."""
    ids = [message.id for message in sentences if message.id]
    known = {one for found in ids for one in ([found] if isinstance(found, str) else found)}
    patch.setattr(flask_babel.Domain, "get_translations", lambda _domain: Pseudo(known))
    patch.setattr("api.walks.in_draft", lambda method, _language: _labels(method))


def _labels(thing: Any) -> Any:
    if isinstance(thing, list):
        return [_labels(one) for one in thing]
    if not isinstance(thing, dict):
        return thing
    laid = {key: _labels(value) for key, value in thing.items()}
    return laid | {"en": pseudo(laid["en"])} if isinstance(laid.get("en"), str) else laid
