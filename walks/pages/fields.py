"""Form fields that clean what they are given and say in full sentences what is wrong."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField, TimeField
from wtforms.validators import Length, ValidationError

from walks.walks.drawing import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable


class Line(StringField):
    """One line of text, without control characters or the spaces around it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        self.data = cleaned(valuelist[0], lines=False) if valuelist else ""


class Lines(TextAreaField):
    """Several lines of text, without control characters or the spaces around them."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        self.data = cleaned(valuelist[0], lines=True) if valuelist else ""


class Day(DateField):
    """A date."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed; whether a date is needed is for the form's validators to say.

        Raises:
            ValueError: it is no date.
        """
        if not any(valuelist):
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(_("This is not a date. Write it like this: 2026-05-23")) from fault


class Hour(TimeField):
    """An hour of the day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed.

        Raises:
            ValueError: it is no hour.
        """
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(_("This is not an hour. Write it like this: 19:30")) from fault


def cleaned(text: str, *, lines: bool) -> str:
    """The text with Unix line ends and without control characters."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    allowed = "\n" if lines else ""
    kept = (" " if _is_blank(sign, allowed) else sign for sign in unix)
    return "".join(sign for sign in kept if sign in allowed or not _is_control(sign)).strip()


def at_most(characters: int) -> Length:
    """Refuse longer texts."""
    return Length(max=characters, message=_l("This is too long: %(max)d characters fit."))


def readable_by(read: Callable[[str], Any]) -> Callable[[Any, Any], None]:
    """Refuse what `read` cannot read, in its own words."""

    def check(_form: Any, field: Any) -> None:
        try:
            read(field.data or "")
        except UnreadableError as fault:
            raise ValidationError(str(fault)) from fault

    return check


def _is_blank(sign: str, allowed: str) -> bool:
    return sign in "\n\t" and sign not in allowed


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs"}
