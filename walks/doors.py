"""The door of every view: who stands there, and a verb that no view can forget."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import g, has_request_context, request
from flask_security import current_user

from walks import participants
from walks.participants import Participant
from walks.permissions import Verb, may_ever, require
from walks.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from walks.people import Person

P = ParamSpec("P")
R = TypeVar("R")

# Views that come with an extension and guard themselves.
OF_EXTENSIONS = ("static", "security.", "_fs_", "api-docs.")


def actor() -> Person | Participant | None:
    """Who asks: the participant whose device token came along, else the person signed in.

    Raises:
        Problem: "token-unknown" for a token that no device on a walk holds.
    """
    if not has_request_context():
        return None
    if "actor" not in g:
        g.actor = _bearer() or _signed_in()
    return g.actor


def person() -> Person:
    """The staff account that asks.

    Raises:
        Problem: "sign-in" when nobody signed in.
    """
    if not current_user.is_authenticated:
        raise Problem("sign-in")
    return current_user._get_current_object()  # noqa: SLF001


def participant() -> Participant:
    """The participant whose device asks.

    Raises:
        Problem: "token-unknown" without a token, or with one that no device holds.
    """
    found = actor()
    if not isinstance(found, Participant):
        raise Problem("token-unknown")
    return found


def bearer() -> str | None:
    """The device token that came along; none where none did."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def permits(
    verb: Verb, **loaders: Callable[[Any], Any]
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let through only who may do this; mark the view with its verb.

    A loader named like a variable of the address turns it into the thing: it is found,
    the verb is required on it, and the view receives the thing itself.
    """

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not may_ever(actor(), verb):
                require(actor(), verb)
            for name, load in loaders.items():
                kwargs[name] = load(kwargs[name])
                require(actor(), verb, kwargs[name])
            return view(*args, **kwargs)

        guarded.verb = verb  # type: ignore[attr-defined]
        return guarded

    return guard


def require_verbs(app: Flask) -> None:
    """Stop an app in which a view has no verb.

    Raises:
        RuntimeError: naming each such view.
    """
    bare = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if not endpoint.startswith(OF_EXTENSIONS) and not _has_verb(view)
    ]
    if bare:
        raise RuntimeError(f"These views name no verb: {', '.join(sorted(bare))}.")


def _has_verb(view: Any) -> bool:
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return hasattr(view, "verb")
    return all(hasattr(getattr(view_class, name.lower()), "verb") for name in view_class.methods)


def _bearer() -> Participant | None:
    token = bearer()
    return None if token is None else participants.holding(token)


def _signed_in() -> Person | None:
    return person() if current_user.is_authenticated else None
