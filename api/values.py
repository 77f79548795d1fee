"""Values that several nouns read: texts, numbers and instants, with what is wrong in words."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, validate
from marshmallow import fields as f

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

# Controls but tab and line feed: no reader sees them, and PostgreSQL cannot keep U+0000.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
HALVES = re.compile(r"[\ud800-\udfff]")
INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):[0-5]\d)", re.IGNORECASE
)
YEARS = range(1900, 3000)


SENTENCES = {
    "required": _l("This is missing."),
    "null": _l("This cannot be empty."),
    "half": _l("The text holds half of a character. Type that place again."),
    "too_large": _l("This number is too large."),
    "year": _l("This year cannot be right. Check the date of your phone."),
}


class Told(f.Field[Any]):
    """A value that says what is wrong with it in the language of the request."""

    wanted = _l("This value cannot be used.")  # said of a value of another kind

    def make_error(self, key: str, **_values: Any) -> ValidationError:
        """The fault that marshmallow calls by this key, as a sentence."""
        return ValidationError(str(SENTENCES.get(key, self.wanted)))


class Text(Told, f.String):
    """A person's words of any language; control characters are taken out.

    Line ends become line feeds. Half of a character (a lone surrogate) is refused.
    """

    wanted = _l("This must be text.")

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        if HALVES.search(text):
            raise self.make_error("half")
        return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Word(Told, f.String):
    """One of a few words, or a slug."""

    wanted = _l("This must be text.")


class Id(Told, f.UUID):
    """A UUID, made on the phone or here."""

    wanted = _l("This is not a UUID.")


class Number(Told, f.Float):
    """A finite number; the text “1” is none, nor is yes."""

    wanted = _l("This must be a number.")

    def _validated(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid")
        if abs(value) > 1e300 or not math.isfinite(value):  # noqa: PLR2004 - beyond it floats end
            raise self.make_error("too_large")
        return float(value)


class Whole(Told, f.Integer):
    """A whole number, written without a fraction."""

    wanted = _l("This must be a whole number.")

    def _validated(self, value: Any) -> int:
        is_whole = isinstance(value, float) and value.is_integer()
        if isinstance(value, bool) or not (isinstance(value, int) or is_whole):
            raise self.make_error("invalid")
        return int(value)


class Yes(Told, f.Boolean):
    """True or false, in JSON's own words."""

    wanted = _l("This must be true or false.")

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Instant(Told):
    """An instant as RFC 3339 writes it, with its offset; to the microsecond."""

    wanted = _l("This must be a date and time with its offset, as 2026-05-03T20:15:00+02:00.")

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> datetime:
        if not isinstance(value, str) or not INSTANT.fullmatch(value):
            raise self.make_error("invalid")
        try:
            found = datetime.fromisoformat(_to_microseconds(value.upper()))
        except ValueError as reason:
            raise self.make_error("invalid") from reason
        if found.year not in YEARS:
            raise self.make_error("year")
        return found


class Many(Told, f.List[Any]):
    """A list."""

    wanted = _l("This must be a list.")


class Part(Told, f.Nested):
    """An object in an object."""

    wanted = _l("This must be an object.")


def one_of(*words: str) -> validate.OneOf:
    """One of these words."""
    return validate.OneOf(words, error=_l("This must be one of: {choices}."))


def between(least: float, most: float, sentence: LazyString | None = None) -> validate.Range:
    """From least to most, both included."""
    error = sentence or _l("This must be from {min} to {max}.")
    return validate.Range(least, most, error=error)


def at_most(length: int) -> validate.Length:
    """No more characters, or things in a list, than this."""
    return validate.Length(max=length, error=_l("This is too long: {max} at most."))


def like(pattern: str, sentence: LazyString) -> validate.Regexp:
    """Text of this form."""
    return validate.Regexp(rf"\A(?:{pattern})\Z", error=sentence)


UNKNOWN: Any = {
    "unknown": _l("Nothing of this name is known here."),
    "type": _l("This must be an object."),
}


def faults(error: ValidationError) -> dict[str, list[str]]:
    """What marshmallow found wrong, by field."""
    messages: Any = error.messages
    return sentences(messages)


def sentences(messages: Any, field: str = "") -> dict[str, list[str]]:
    """What marshmallow found, flat: position.longitude → its sentences."""
    if isinstance(messages, dict):
        found: dict[str, list[str]] = {}
        for name, inside in messages.items():
            path = field if name == "_schema" else f"{field}.{name}".lstrip(".")
            found |= sentences(inside, path)
        return found
    return {field or "_": [str(one) for one in messages]}


def refused(field: str, sentence: LazyString) -> ValidationError:
    """A fault of one field, found by looking at several."""
    return ValidationError({field: [sentence]})


def _to_microseconds(text: str) -> str:
    """The instant with no more digits of a second than a datetime holds."""
    return re.sub(r"(\.\d{6})\d+", r"\1", text)
