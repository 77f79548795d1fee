"""Languages: which one a page speaks, and how a person changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, has_request_context, request, session
from flask_babel import Babel, format_decimal
from flask_security import current_user

from walks.people import LANGUAGES
from walks.settings import ROOT

if TYPE_CHECKING:
    from flask import Flask

NAMES = {"fr": "Français", "nl": "Nederlands", "en": "English"}
LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB"}  # how dates and numbers are written
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def register(app: Flask) -> None:
    """Let pages speak French, Dutch and English."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "walks" / "translations")
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    Babel(app, locale_selector=lambda: LOCALES[language()])
    app.jinja_env.filters["decimal"] = lambda number: format_decimal(round(number, 2))
    app.context_processor(
        lambda: {
            "language": language(),
            "languages": NAMES,
            "direction": "rtl" if language() in RIGHT_TO_LEFT else "ltr",
            "worded": worded,
        }
    )


def language() -> str:
    """The language of this request: chosen, else the account's, else the browser's, else ours."""
    if not has_request_context():
        return str(current_app.config["WALKS"].default_language)
    if "language" not in g:
        g.language = _find()
    return str(g.language)


def choose(code: str) -> None:
    """Speak this language from now on; one we do not have changes nothing."""
    if code in LANGUAGES:
        session["language"] = code
        g.language = code
        session.permanent = True


def worded(labels: dict[str, str] | None, wanted: str | None = None) -> str:
    """The text of this many-language label in the page's language, else in one that it has."""
    if not labels:
        return ""
    for code in (wanted or language(), "en", "fr", "nl"):
        if labels.get(code):
            return labels[code]
    return next(iter(labels.values()))


def _find() -> str:
    has_chosen = session.get("language") in LANGUAGES
    if not has_chosen and current_user and current_user.is_authenticated:
        return str(current_user.language)
    return without_account()


def without_account() -> str:
    """The language that was chosen, else the browser's, else ours."""
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    preferred = request.accept_languages.best_match(LANGUAGES)
    return preferred or str(current_app.config["WALKS"].default_language)
