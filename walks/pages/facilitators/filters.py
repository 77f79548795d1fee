"""Which observations of a walk somebody asked to see, from the page's address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import request

from walks.acts.overseeing import Filters
from walks.observations import KINDS

if TYPE_CHECKING:
    from walks.walks import Walk

NAMES = ("kind", "theme", "stop", "released", "flagged", "page")
YES_OR_NO = {"yes": True, "no": False}


def filters_asked(walk: Walk) -> Filters:
    """The filters of this address; what means nothing on this walk filters nothing."""
    asked = request.args
    kind = asked.get("kind", "")
    stop = asked.get("stop", type=UUID)
    return Filters(
        kind=kind if kind in KINDS else None,
        theme=asked.get("theme", type=int),
        stop=stop if stop in {each.id for each in walk.stops} else None,
        released=YES_OR_NO.get(asked.get("released", "")),
        flagged=YES_OR_NO.get(asked.get("flagged", "")),
    )


def kept_filters() -> dict[str, Any]:
    """The filters of this address or form, to be carried to the next one."""
    return {name: request.values[name] for name in NAMES if request.values.get(name)}
