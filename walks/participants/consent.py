"""What a person agrees to when they join, by version: participants keep the one they saw."""

from __future__ import annotations

from dataclasses import dataclass

from walks.people import LANGUAGES


@dataclass(frozen=True)
class Consent:
    """One version of the words of consent, and the languages that they are written in."""

    version: str
    languages: tuple[str, ...]


CONSENT = Consent(version="2", languages=LANGUAGES)  # a change of the words needs a new version
