"""Join codes: readable aloud, forgiving to type, each once."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.factories import a_walk
from walks import walks
from walks.database import db
from walks.walks import codes


def test_a_code_has_six_different_characters_of_the_alphabet(app: Flask) -> None:
    for _ in range(200):
        code = walks.new_join_code()
        assert re.fullmatch(f"[{codes.ALPHABET}]{{6}}", code)
        assert len(set(code)) == 6


def test_no_character_of_the_alphabet_is_taken_for_another() -> None:
    assert not set(codes.ALPHABET) & {chr(sign) for sign in codes.MEANT}
    assert set(codes.MEANT.values()) <= set(codes.ALPHABET) | {"Q", "L", "Z", "M", "P"}


def test_a_code_taken_is_not_given_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = a_walk().join_code
    offered = iter([taken, taken, "ZYXWRQ"])
    monkeypatch.setattr(codes, "_drawn", lambda: next(offered))
    assert walks.new_join_code() == "ZYXWRQ"


@pytest.mark.parametrize(
    "typed",
    [
        "RKL-M57",
        "rklm57",
        " r k l - m 5 7 ",
        "RKL–M57",
        "RK1-N57",
        "rkI-ms7",
        "\uff32\uff2b\uff2c\uff2d\uff15\uff17",
    ],
)
def test_a_code_is_found_however_it_is_typed(app: Flask, typed: str) -> None:
    walk = a_walk()
    walk.join_code = "RKLM57"
    db.session.commit()
    assert walks.with_code(typed) is walk
    assert walks.code_shown(walk) == "RKL-M57"


@pytest.mark.parametrize("typed", ["", "RKLM5", "RKLM577", "ZZZZZZ", "'; --", "é" * 5000])
def test_a_wrong_code_finds_nothing(app: Flask, typed: str) -> None:
    walk = a_walk()
    walk.join_code = "RKLM57"
    db.session.commit()
    assert walks.with_code(typed) is None
