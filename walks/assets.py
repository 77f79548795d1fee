"""What a browser is sent besides pages: style sheets, scripts and sprites, named by content.

The sources lie in `static/css`, `static/js/pages` and `static/icons`; the built files in
`static/dist`, each with a hash of its content in its name, so that a browser may keep it for
ever. `static/dist/manifest.json` says which hash is current.
"""

# mypy: disallow-untyped-calls=False
# webassets names no types.

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from flask import Flask, Response, request
from flask_assets import Bundle, Environment
from webassets.exceptions import BundleError
from webassets.filter import Filter
from webassets.version import HashVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
SVG = "http://www.w3.org/2000/svg"

# Phones that are five years old must still read the pages.
BROWSERS = "chrome100,firefox100,safari15.4"

ICON_SETS = {
    "temaki": MODULES / "@rapideditor" / "temaki" / "icons",
    "mdi": MODULES / "@mdi" / "svg" / "svg",
}
SPRITES = ("pictograms", "interface")


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
        with TemporaryDirectory() as built:
            outbase = self.static / source.relative_to(self.static).parts[0]
            _run_esbuild(source, outbase, Path(built))
            entry = Path(built) / source.relative_to(outbase)
            out.write(entry.read_text(encoding="utf-8"))
            entry.unlink()
            shutil.copytree(built, self.static / "dist", dirs_exist_ok=True)


class Sprite(Filter):
    """Turns a JSON object of names and icons into one SVG of symbols in the text's colour.

    An icon is written `set/name`; the set is temaki, mdi or a folder of `static/icons`.
    """

    max_debug_level: Any = None

    def __init__(self, static: Path) -> None:
        super().__init__()
        self.static = static

    def input(self, _in: IO[str], out: IO[str], **_where: Any) -> None:
        """Write the sprite of the JSON object in `_in` to `out`."""
        icons = self.static / "icons"
        ET.register_namespace("", SVG)
        sprite = ET.Element(f"{{{SVG}}}svg")
        sprite.extend(_symbol(name, _drawing(icon, icons)) for name, icon in json.load(_in).items())
        out.write(ET.tostring(sprite, encoding="unicode"))


def register_assets(app: Flask) -> None:
    """Name every asset of the app's static folder and give templates `asset_url(name)`."""
    environment = _environment(app)
    for name, bundle in _bundles(Path(str(app.static_folder))):
        environment.register(name, bundle)
    app.extensions["walks-assets"] = environment

    @app.template_global()
    def asset_url(name: str) -> str:
        return _url(environment, name)

    @app.after_request
    def keep_for_ever(response: Response) -> Response:
        if request.path.startswith(f"{app.static_url_path}/dist/") and response.status_code < 400:  # noqa: PLR2004
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def build_assets(app: Flask) -> None:
    """Build every asset anew into `static/dist`, clearing what an earlier build left.

    Raises AssetMissing when a tool or a source is not there or does not compile.
    """
    environment = app.extensions["walks-assets"]
    dist = Path(str(app.static_folder)) / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir(parents=True)
    environment.manifest.manifest.clear()
    with app.app_context():
        for bundle in environment:
            bundle.build(force=True, disable_cache=True)


def _environment(app: Flask) -> Environment:
    environment = Environment(app)
    environment.debug = False
    environment.auto_build = False
    environment.cache = False
    environment.url_expire = False
    environment.versions = HashVersion(length=12, hash=hashlib.sha256)
    environment.manifest = "json:dist/manifest.json"
    return environment


def _bundles(static: Path) -> Iterator[tuple[str, Bundle]]:
    """Yield the name that templates use and the bundle behind it, for every asset."""
    pages = [f"css/pages/{page.name}" for page in sorted((static / "css" / "pages").glob("*.css"))]
    yield "app.css", _bundle(["css/app.css", *pages, "css/print.css"], "app.css", Esbuild(static))
    yield "map.css", _bundle(["css/map.css"], "map.css", Esbuild(static))
    for script in sorted((static / "js" / "pages").glob("*.js")):
        name = f"pages/{script.name}"
        yield name, _bundle([f"js/{name}"], name, Esbuild(static))
    for sprite in SPRITES:
        yield f"{sprite}.svg", _bundle([f"icons/{sprite}.json"], f"{sprite}.svg", Sprite(static))
    yield "favicon.svg", _bundle(["icons/favicon.svg"], "favicon.svg", None)


def _bundle(sources: list[str], name: str, through: Filter | None) -> Bundle:
    stem, ending = name.rsplit(".", 1)
    return Bundle(*sources, filters=through, output=f"dist/{stem}.%(version)s.{ending}")


def _url(environment: Environment, name: str) -> str:
    if name not in environment:
        raise AssetMissing(f"No asset is called {name!r}; there are {sorted(_names(environment))}.")
    try:
        return str(environment[name].urls()[0])
    except BundleError as unbuilt:
        raise AssetMissing(f"{name} has not been built yet: run `make assets`.") from unbuilt


def _names(environment: Environment) -> list[str]:
    return list(environment._named_bundles)  # noqa: SLF001 — webassets has no public list of names


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
