"""Which built files make up the walk on the phone: what it opens with, and what may come later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STYLES = "hand.css"
SCRIPT = "pages/resident-walk.js"
DRAWINGS = ("resident.svg", "favicon.svg")
LATER = ("method.svg", "pages/resident-shrink.js", "map.css")

# What draws an installation's own basemap: heavy, and kept by static/js/basemap/kept.js with it.
LEFT = "layer."

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
    needed = _reached(folder, script, [STATIC])
    first = [styles, *fonts, *map(url_of, DRAWINGS), *needed]
    on_demand = _reached(folder, script, [STATIC, ON_DEMAND])
    later = [one for one in (*on_demand, *map(url_of, LATER)) if one not in first]
    return Parts(tuple(first), tuple(later))


def _reached(folder: Path, script: str, ways: list[re.Pattern[str]]) -> list[str]:
    """The script and those that it leads to, however far."""
    reached = [script]
    for here in reached:
        text = _read(folder, here)
        for found in (urljoin(here, one) for way in ways for one in way.findall(text)):
            if found not in reached and not _is_left(found):
                reached.append(found)
    return reached


def _is_left(address: str) -> bool:
    return address.rpartition("/")[2].startswith(LEFT)


def _read(folder: Path, address: str) -> str:
    return (folder / address.partition("/static/")[2]).read_text(encoding="utf-8")
