"""Draw the signs by which a phone shows Walks on its home screen, from static/icons/favicon.svg.

Run by hand when the logo changes: `.venv/bin/python bin/icons.py`. What it writes is kept with the
sources, in static/icons/app.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from PIL import Image, ImageDraw
from place import ROOT

SVG = "{http://www.w3.org/2000/svg}"
FINER = 8  # drawn so much larger, then made small, so that edges are smooth
COLOURS = 32

# Name, side in pixels, and how much of the side the logo's square takes: a phone may cut a circle
# out of the maskable one, and rounds the corners of Apple's by itself.
SIGNS = (("192", 192, 1.0), ("512", 512, 1.0), ("maskable", 512, 0.72), ("touch", 180, 0.86))


def main() -> None:
    """Write every sign."""
    logo = ET.parse(ROOT / "static" / "icons" / "favicon.svg").getroot()  # noqa: S314 - our own file
    for name, side, share in SIGNS:
        sign = drawn(logo, side, share)
        sign.save(ROOT / "static" / "icons" / "app" / f"{name}.png", optimize=True)


def drawn(logo: ET.Element, side: int, share: float) -> Image.Image:
    """The logo in a square of so many pixels; the ground fills it where `share` is below 1."""
    large = side * FINER
    image = Image.new("RGBA", (large, large))
    pen = Pen(ImageDraw.Draw(image), large, share)
    pen.ground(_found(logo, "rect"))
    group = _found(logo, "g")
    pen.way(_found(group, "path"), group)
    for circle in group.iter(f"{SVG}circle"):
        pen.circle(circle, group)
    small = image.resize((side, side), Image.Resampling.LANCZOS)
    return small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)


class Pen:
    """Draws the parts of the logo, whose square is 48 units wide, at the size of a sign."""

    def __init__(self, draw: ImageDraw.ImageDraw, side: int, share: float) -> None:
        self.draw = draw
        self.side = side
        self.fills = share < 1
        self.unit = side * share / 48
        self.edge = side * (1 - share) / 2

    def ground(self, rect: ET.Element) -> None:
        """The coloured ground, to the very edge or with the logo's round corners."""
        radius = 0 if self.fills else float(rect.get("rx", 0)) * self.unit
        box = (0, 0, self.side, self.side)
        self.draw.rounded_rectangle(box, radius, fill=rect.get("fill"))

    def way(self, path: ET.Element, group: ET.Element) -> None:
        """The line of the way, with round ends and corners."""
        numbers = [float(one) for one in re.findall(r"[\d.]+", path.get("d", ""))]
        points = [self._at(x, y, group) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        width = float(path.get("stroke-width", 1)) * self.unit
        self.draw.line(points, fill=group.get("stroke"), width=round(width))
        for x, y in points:
            self._disc(x, y, width / 2, group.get("stroke"))

    def circle(self, circle: ET.Element, group: ET.Element) -> None:
        """A stop of the way: a ring, or a disc where it is filled."""
        x, y = self._at(float(circle.get("cx", 0)), float(circle.get("cy", 0)), group)
        radius = float(circle.get("r", 0)) * self.unit
        if circle.get("fill"):
            self._disc(x, y, radius, circle.get("fill"))
            return
        width = float(circle.get("stroke-width", 1)) * self.unit
        box = _around(x, y, radius + width / 2)
        self.draw.ellipse(box, outline=group.get("stroke"), width=round(width))

    def _disc(self, x: float, y: float, radius: float, colour: str | None) -> None:
        self.draw.ellipse(_around(x, y, radius), fill=colour)

    def _at(self, x: float, y: float, group: ET.Element) -> tuple[float, float]:
        east, south = (float(one) for one in re.findall(r"[\d.]+", group.get("transform", "0 0")))
        return self.edge + (x + east) * self.unit, self.edge + (y + south) * self.unit


def _around(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return x - radius, y - radius, x + radius, y + radius


def _found(parent: ET.Element, name: str) -> ET.Element:
    found = parent.find(f"{SVG}{name}")
    if found is None:
        raise ValueError(f"The logo has no {name}.")
    return found


if __name__ == "__main__":
    main()
