"""The two ways in which sources become assets: bundled by esbuild, gathered into a sprite."""

# mypy: disallow-untyped-calls=False
# webassets names no types.

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from xml.etree import ElementTree as ET

from webassets.filter import Filter

from walks.settings import ROOT

MODULES = ROOT / "node_modules"
FLAVOURS = ROOT / "static" / "js" / "basemap" / "flavours.js"  # it says why it takes that place
SVG = "http://www.w3.org/2000/svg"

# Phones that are five years old must still read the pages.
BROWSERS = "chrome100,firefox100,safari15.4"

ICON_SETS = {
    "temaki": MODULES / "@rapideditor" / "temaki" / "icons",
    "mdi": MODULES / "@mdi" / "svg" / "svg",
}


class AssetMissing(RuntimeError):  # noqa: N818 - a refusal reads as what it is
    """A page names an asset that is not there; the message says what to do."""


class Esbuild(Filter):
    """Bundles one style sheet or script with everything it imports, minified.

    Fonts, pictures and parts loaded on demand become files of their own beside the bundle.
    Raises AssetMissing with esbuild's own words when a source does not compile.
    """

    max_debug_level: Any = None

    def __init__(self, static: Path) -> None:
        super().__init__()
        self.static = static

    def input(self, _in: IO[str], out: IO[str], **where: Any) -> None:
        """Write the bundle of the source at `where["source_path"]` to `out`."""
        source = Path(where["source_path"])
        with TemporaryDirectory() as private:
            # Copying takes a folder's rights along, and those of `private` shut everyone out.
            built = Path(private) / "built"
            outbase = self.static / source.relative_to(self.static).parts[0]
            _run_esbuild(source, outbase, built)
            entry = built / source.relative_to(outbase)
            out.write(entry.read_text(encoding="utf-8"))
            entry.unlink()
            shutil.copytree(built, self.static / "dist", dirs_exist_ok=True)


class Sprite(Filter):
    """Turns a JSON object of names and icons into one SVG of symbols in the text's colour.

    An icon is written `set/name`; the set is temaki, mdi or a folder of `static/icons`. With
    `is_method`, only the names with a point in them, such as `footway.width` (true), or only the
    others and the themes (false): a sprite can be drawn as two.
    """

    max_debug_level: Any = None

    def __init__(self, static: Path, *, is_method: bool | None = None) -> None:
        super().__init__()
        self.static = static
        self.is_method = is_method

    def input(self, _in: IO[str], out: IO[str], **_where: Any) -> None:
        """Write the sprite of the JSON object in `_in` to `out`."""
        icons = self.static / "icons"
        ET.register_namespace("", SVG)
        sprite = ET.Element(f"{{{SVG}}}svg")
        for name, icon in json.load(_in).items():
            if self.is_method in (None, _is_of_method(name)):
                sprite.append(_symbol(name, _drawing(icon, icons)))
        out.write(ET.tostring(sprite, encoding="unicode"))


def _run_esbuild(source: Path, outbase: Path, outdir: Path) -> None:
    command = [
        str(_esbuild()),
        str(source),
        "--bundle",
        "--minify",
        "--format=esm",
        "--splitting",
        "--charset=utf8",
        f"--target={BROWSERS}",
        f"--outbase={outbase}",
        f"--outdir={outdir}",
        "--asset-names=files/[name].[hash]",
        "--chunk-names=chunks/[name].[hash]",
        *(f"--loader:.{kind}=file" for kind in ("woff2", "png", "svg")),
        f"--alias:@protomaps/basemaps={FLAVOURS}",
        "--log-level=warning",
    ]
    # Sources outside the checkout, as in tests, still find the installed packages.
    environment = {**os.environ, "NODE_PATH": str(MODULES)}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)  # noqa: S603
    if run.returncode:
        raise AssetMissing(f"{source.name} does not compile.\n{run.stderr}")


def _esbuild() -> Path:
    """Return esbuild's own program, which needs no Node."""
    for place in (*MODULES.glob("@esbuild/*/bin/esbuild"), MODULES / ".bin" / "esbuild"):
        if place.is_file():
            return place
    raise AssetMissing("esbuild is not installed: run `npm ci`, or `make run`, which does it.")


def _is_of_method(name: str) -> bool:
    """Whether only those who record meet this drawing; `icon` in static/js/dom.js says the same."""
    return "." in name and not name.startswith("theme.")


def _drawing(icon: str, own: Path) -> ET.Element:
    folder, name = icon.split("/", 1)
    path = ICON_SETS.get(folder, own / folder) / f"{name}.svg"
    if not path.is_file():
        raise AssetMissing(f"There is no icon {icon}: {path} was looked for.")
    return ET.parse(path).getroot()  # noqa: S314 — our own files and those of two locked packages


def _symbol(name: str, drawing: ET.Element) -> ET.Element:
    """Return a drawing as a symbol, with every colour replaced by the text's."""
    box = drawing.get("viewBox") or f"0 0 {drawing.get('width')} {drawing.get('height')}"
    paint = {
        key: value for key, value in drawing.attrib.items() if key.startswith(("fill", "stroke"))
    }
    symbol = ET.Element(
        f"{{{SVG}}}symbol", {"fill": "currentColor", **paint, "id": name, "viewBox": box}
    )
    symbol.extend(list(drawing))
    for part in symbol.iter():
        for attribute in ("fill", "stroke"):
            if part.get(attribute, "none") != "none":
                part.set(attribute, "currentColor")
        for attribute in ("style", "class"):
            part.attrib.pop(attribute, None)
    return symbol
