"""Join codes: six characters that can be read aloud across a square.

The alphabet leaves out what looks alike on paper (0 O D, 1 I, 2, 6 G, 8 B, U V) and what sounds
alike on a noisy street in French, Dutch or English: of B C D E G P T V only P, of M N only M, of
F S only F, of A H J K only H and K, of 7 and 9 only 7; no vowel, so that no code is a word.
"""

from __future__ import annotations

import secrets
import unicodedata

from sqlalchemy import exists, select

from walks.database import db
from walks.walks.walk import Walk

ALPHABET = "FHKLMPQRWXYZ3457"
LENGTH = 6

# What people write or hear for a character of the alphabet; none of these is ever in a code.
MEANT = str.maketrans(
    {"0": "Q", "O": "Q", "1": "L", "I": "L", "2": "Z", "S": "5", "N": "M", "B": "P"}
)


def new_join_code() -> str:
    """A code that no walk has, without its hyphen; no character comes twice."""
    while True:
        code = _drawn()
        if not db.session.scalar(select(exists().where(Walk.join_code == code))):
            return code


def normalised(text: str) -> str:
    """The code that somebody meant who typed this: capitals, no spaces, no look-alikes."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in plain if letter.isalnum()).translate(MEANT)


def with_code(code: str) -> Walk | None:
    """The walk that this code, however it was typed, joins; none when no walk has it."""
    meant = normalised(code)
    if len(meant) != LENGTH:
        return None
    return db.session.scalar(select(Walk).where(Walk.join_code == meant))


def code_shown(walk: Walk) -> str:
    """The walk's code as it is shown and read aloud: in two halves."""
    return f"{walk.join_code[: LENGTH // 2]}-{walk.join_code[LENGTH // 2 :]}"


def _drawn() -> str:
    return "".join(secrets.SystemRandom().sample(ALPHABET, LENGTH))
