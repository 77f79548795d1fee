"""Which built files make up the walk on the phone: what it opens with, and what may come later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STYLES = "hand.css"
SCRIPT = "pages/resident-walk.js"
DRAWINGS = ("resident.svg", "favicon.svg")
LATER = ("method.svg", "pages/resident-shrink.js", "map.css")

# What esbuild writes of imports and addresses, once minified.
STATIC = re.compile(r'(?:\bfrom|\bimport)"(\.[^"]+\.js)"')
ON_DEMAND = re.compile(r'\bimport\("(\.[^"]+\.js)"\)')
OWN_FONT = re.compile(r"url\(\"?(\.[^)\"]*/hand-[^)\"]+)\"?\)")


@dataclass(frozen=True)
class Parts:
    """Addresses of built files, each of them once.

    `first` is what the walk opens with; `later` is what its screens load when they are asked for:
    the map, the photos' shrinker and whatever else a script imports on demand.
    """

    first: tuple[str, ...]
    later: tuple[str, ...]


def parts_of_the_walk(url_of: Callable[[str], str], folder: Path) -> Parts:
    """The parts, as the built files in `folder` (the one served as `/static/`) name each other.

    Raises:
        AssetMissing: nothing has been built yet.
    """
    styles, script = url_of(STYLES), url_of(SCRIPT)
    fonts = [urljoin(styles, found) for found in OWN_FONT.findall(_read(folder, styles))]
    needed = [script, *_imported(folder, script, STATIC)]
    first = [styles, *fonts, *map(url_of, DRAWINGS), *needed]
    on_demand = [one for part in needed for one in _imported(folder, part, ON_DEMAND)]
    below = [one for part in on_demand for one in _imported(folder, part, STATIC)]
    later = [*on_demand, *below, *map(url_of, LATER)]
    return Parts(tuple(dict.fromkeys(first)), tuple(_without(later, first)))


def _imported(folder: Path, script: str, kind: re.Pattern[str]) -> Iterator[str]:
    """The scripts that this one imports, and those that they import in turn."""
    seen = {script}
    waiting = [script]
    while waiting:
        here = waiting.pop(0)
        follow = kind if here == script else STATIC
        for found in follow.findall(_read(folder, here)):
            address = urljoin(here, found)
            if address not in seen:
                seen.add(address)
                waiting.append(address)
                yield address


def _read(folder: Path, address: str) -> str:
    return (folder / address.partition("/static/")[2]).read_text(encoding="utf-8")


def _without(some: list[str], others: list[str]) -> list[str]:
    return [one for one in dict.fromkeys(some) if one not in others]
