"""Languages: which one a page speaks, and how a person changes it.

French, Dutch and English are whole. A draft, which no speaker has checked yet, is spoken on the
resident's pages only; what has weight there, as the words of consent, is said in a checked
language beside it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import current_app, g, has_request_context, request, session
from flask_babel import Babel, force_locale, format_decimal, lazy_gettext
from flask_security import current_user
from markupsafe import Markup

from walks.people import LANGUAGES
from walks.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask
    from flask_babel.speaklater import LazyString

NAMES = {"fr": "Français", "nl": "Nederlands", "en": "English"}
DRAFTS = {"ar": "العربية"}
OF_RESIDENTS = {**NAMES, **DRAFTS}
# How dates and numbers are written. Arabic takes the names of months that most countries
# understand, and the digits that stand on signs and phones here: Babel writes those by itself.
LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_GB", "ar": "ar"}
HOUR = "HH:mm"  # in every language, as timetables here have it
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

# The parts of Walks that residents meet; of the public pages, the one with the box for a code.
RESIDENTS_PARTS = frozenset(
    {
        *("residents", "shell"),
        *("joining", "walks", "corridor", "observations", "profile", "photos", "voices"),
        *("receipts", "stop-cards", "confirmations", "traces"),
    }
)


def register(app: Flask) -> None:
    """Let pages speak French, Dutch and English, and the resident's ones a draft too."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "walks" / "translations")
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    babel = Babel(app, locale_selector=lambda: LOCALES[language()])
    babel.date_formats["time.short"] = HOUR
    app.jinja_env.filters["decimal"] = lambda number: format_decimal(round(number, 2))
    app.jinja_env.filters["spoken"] = spoken
    app.jinja_env.globals |= {"_l": lazy_gettext, "both": both}
    app.context_processor(
        lambda: {
            "language": language(),
            "languages": offered(),
            "direction": direction(language()),
            "drafts": DRAFTS,
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


def direction(code: str) -> str:
    """Where a line of this language ends up: "ltr" or "rtl"."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def offered() -> dict[str, str]:
    """The languages that this page may be read in, with their own names."""
    of_residents = request.blueprint in RESIDENTS_PARTS or request.endpoint == "public.start"
    return OF_RESIDENTS if of_residents else NAMES


def choose(code: str) -> None:
    """Speak this language from now on; one we do not have changes nothing."""
    if code not in OF_RESIDENTS:
        return
    before = session.get("language")
    if code in DRAFTS and before in LANGUAGES:
        session["beside"] = before
    session["language"] = code
    g.language = code
    session.permanent = True


def beside() -> str | None:
    """The checked language that stands beside a draft; none on a page in a checked one."""
    return _checked() if language() in DRAFTS else None


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while, within a request."""
    before = language()
    g.language = code
    try:
        with force_locale(LOCALES[code]):
            yield
    finally:
        g.language = before


def both(sentence: LazyString) -> Markup:
    """A sentence of weight, as one that somebody agrees to; beside a draft, the checked one too."""
    other = beside()
    if other is None:
        return Markup("{}").format(str(sentence))
    with speaking(other):
        checked = str(sentence)
    aside = Markup('<span class="beside" lang="{}" dir="{}">{}</span>')
    return Markup("{} {}").format(str(sentence), aside.format(other, direction(other), checked))


def spoken(words: dict[str, Any]) -> dict[str, str]:
    """Words for a script. Those of weight are lazy: beside a draft, `<key>.beside` is checked."""
    said = {key: str(sentence) for key, sentence in words.items()}
    other = beside()
    if other is None:
        return said
    with speaking(other):
        checked = {f"{key}.beside": str(one) for key, one in words.items() if _has_weight(one)}
    return said | checked | {"beside": other}


def worded(labels: dict[str, str] | None, wanted: str | None = None) -> str:
    """The text of this many-language label in the page's language, else in one that it has."""
    if not labels:
        return ""
    for code in (wanted or language(), "en", "fr", "nl"):
        if labels.get(code):
            return labels[code]
    return next(iter(labels.values()))


def _has_weight(sentence: str | LazyString) -> bool:
    return not isinstance(sentence, str)


def _find() -> str:
    has_chosen = session.get("language") in offered()
    if not has_chosen and current_user and current_user.is_authenticated:
        return str(current_user.language)
    return without_account()


def without_account() -> str:
    """The language that was chosen, else the browser's, else ours."""
    here = offered()
    chosen = session.get("language")
    if chosen in here:
        return str(chosen)
    return _checked() if chosen else _of_browser(here)


def _checked() -> str:
    """The checked language that somebody chose before a draft, else their browser's, else ours."""
    before = session.get("beside")
    return str(before) if before in LANGUAGES else _of_browser(LANGUAGES)


def _of_browser(those: Iterable[str]) -> str:
    preferred = request.accept_languages.best_match(those)
    return preferred or str(current_app.config["WALKS"].default_language)
