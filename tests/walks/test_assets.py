from __future__ import annotations

import gzip
import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import FlaskForm
from werkzeug.test import TestResponse
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired

from walks.assets import AssetMissing, build_assets, register_assets
from walks.settings import ROOT

CSS = ROOT / "static" / "css"
TEXT_PAIRS = [
    *(
        (ink, paper)
        for ink in ("ink", "ink-soft")
        for paper in ("paper", "paper-raised", "paper-sunk")
    ),
    *(("accent", paper) for paper in ("paper", "paper-raised", "paper-sunk", "accent-wash")),
    *(("accent-strong", paper) for paper in ("paper", "paper-raised", "accent-wash")),
    *(("on-accent", fill) for fill in ("accent-fill", "accent-fill-strong")),
    ("on-danger", "danger"),
    *(("ink", f"{kind}-wash") for kind in ("problem", "asset", "idea")),
    *(("ink", f"{tone}-wash") for tone in ("danger", "success", "warning", "info", "accent")),
    *((tone, f"{tone}-wash") for tone in ("danger", "success", "warning", "info")),
    *((tone, "paper") for tone in ("danger", "success", "warning", "info")),
]
SHAPE_PAIRS = [
    *(
        (kind, paper)
        for kind in ("problem", "asset", "idea", "line")
        for paper in ("paper", "paper-raised")
    ),
    *(("focus", paper) for paper in ("paper", "paper-raised", "paper-sunk")),
]


def tokens_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def themes() -> dict[str, dict[str, str]]:
    light, by_device, by_page = re.findall(
        r":root[^{]*\{([^}]*)\}", (CSS / "tokens.css").read_text()
    )
    return {
        "light": tokens_of(light),
        "dark by device": tokens_of(by_device),
        "dark by page": tokens_of(by_page),
    }


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG 2.2 between two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A copy of the sources, of which a test may change what it likes."""
    folder = tmp_path / "static"
    without = shutil.ignore_patterns("dist", "js")
    shutil.copytree(ROOT / "static", folder, ignore=without)
    (folder / "js" / "pages").mkdir(parents=True)
    return folder


def an_app(static: Path) -> Flask:
    app = Flask("walks", static_folder=static, template_folder=ROOT / "templates")
    app.config.update(SECRET_KEY="of a test", TESTING=True, WTF_CSRF_ENABLED=False)
    Babel(app)
    register_assets(app)
    return app


def sent(app: Flask, url: str, **headers: str) -> TestResponse:
    return app.test_client().get(url, headers=headers, buffered=True)


def url_in(app: Flask, name: str) -> str:
    with app.test_request_context():
        return render_template_string("{{ asset_url(name) }}", name=name)


@pytest.mark.parametrize("theme", ["light", "dark by device", "dark by page"])
def test_text_is_legible(theme: str) -> None:
    token = themes()[theme]
    weak = [pair for pair in TEXT_PAIRS if contrast(token[pair[0]], token[pair[1]]) < 4.5]
    assert weak == []


@pytest.mark.parametrize("theme", ["light", "dark by device", "dark by page"])
def test_shapes_stand_out(theme: str) -> None:
    token = themes()[theme]
    weak = [pair for pair in SHAPE_PAIRS if contrast(token[pair[0]], token[pair[1]]) < 3]
    assert weak == []


def test_dark_is_the_same_by_device_and_by_page() -> None:
    assert themes()["dark by device"] == themes()["dark by page"]


def test_dark_changes_only_what_light_names() -> None:
    assert themes()["dark by page"].keys() <= themes()["light"].keys()


def test_every_token_that_is_used_is_named() -> None:
    sheets = [path.read_text() for path in CSS.rglob("*.css")]
    used = {name for sheet in sheets for name in re.findall(r"var\(--([\w-]+)", sheet)}
    named = {name for sheet in sheets for name in tokens_of(sheet)}
    assert used - named == set()


def test_style_sheets_read_from_either_side() -> None:
    sided = re.compile(r"(?m)^\s*(?:(?:margin|padding|border)-)?(?:left|right)(?:-[a-z]+)?\s*:")
    found = {path.name: sided.findall(path.read_text()) for path in CSS.rglob("*.css")}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_built_files_are_named_by_their_content(static: Path) -> None:
    app = an_app(static)
    build_assets(app)
    before = url_in(app, "app.css")
    assert re.fullmatch(r"/static/dist/app\.[0-9a-f]{12}\.css", before)
    build_assets(app)
    assert url_in(app, "app.css") == before
    (static / "css" / "pages").mkdir(exist_ok=True)
    (static / "css" / "pages" / "of_a_test.css").write_text(".of-a-test { color: var(--ink); }")
    changed = an_app(static)
    build_assets(changed)
    assert url_in(changed, "app.css") != before
    assert not (static / before.removeprefix("/static/")).exists()


def test_the_account_that_serves_may_read_what_root_built(static: Path) -> None:
    build_assets(an_app(static))
    folders = [static / "dist", *(path for path in (static / "dist").rglob("*") if path.is_dir())]
    assert {folder.stat().st_mode & 0o005 for folder in folders} == {0o005}


def test_another_process_finds_what_was_built(static: Path) -> None:
    first = an_app(static)
    build_assets(first)
    assert url_in(an_app(static), "pictograms.svg") == url_in(first, "pictograms.svg")


def test_every_address_in_a_style_sheet_leads_to_a_built_file(static: Path) -> None:
    app = an_app(static)
    build_assets(app)
    for name in ("app.css", "hand.css", "map.css"):
        sheet = sent(app, url_in(app, name)).text
        addresses = [found for found in re.findall(r'url\("?([^)"]+)', sheet) if found[0] != "#"]
        assert addresses
        for address in addresses:
            assert sent(app, f"/static/dist/{address}").status_code == 200


def test_built_files_are_kept_for_ever(static: Path) -> None:
    app = an_app(static)
    build_assets(app)
    kept = sent(app, url_in(app, "app.css")).headers["Cache-Control"]
    assert kept == "public, max-age=31536000, immutable"
    gone = sent(app, "/static/dist/app.000000000000.css")
    assert gone.status_code == 404
    assert "immutable" not in gone.headers.get("Cache-Control", "")


def test_a_phone_is_sent_the_packed_copy(static: Path) -> None:
    app = an_app(static)
    build_assets(app)
    plain = sent(app, url_in(app, "app.css"))
    packed = sent(app, url_in(app, "app.css"), **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.mimetype == plain.mimetype == "text/css"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers


def test_a_script_loads_its_parts_when_it_needs_them(static: Path) -> None:
    pages = static / "js" / "pages"
    (pages / "there.js").write_text("export const place = 'there';")
    (pages / "here.js").write_text("const there = await import('./there.js'); alert(there.place);")
    app = an_app(static)
    build_assets(app)
    script = sent(app, url_in(app, "pages/here.js")).text
    part = re.search(r'import\("\.\./(chunks/[^"]+)"\)', script)
    assert part
    assert "there" in sent(app, f"/static/dist/{part.group(1)}").text


def test_a_script_that_does_not_compile_stops_the_build(static: Path) -> None:
    (static / "js" / "pages" / "broken.js").write_text("const = 1;")
    with pytest.raises(AssetMissing, match=r"broken\.js does not compile"):
        build_assets(an_app(static))


def test_what_was_not_built_says_what_to_do(static: Path) -> None:
    with pytest.raises(AssetMissing, match="run `make assets`"):
        url_in(an_app(static), "app.css")


def test_a_name_that_is_none_says_which_there_are(static: Path) -> None:
    with pytest.raises(AssetMissing, match=r"No asset is called 'ap\.css'.*app\.css"):
        url_in(an_app(static), "ap.css")


@pytest.mark.parametrize("sprite", ["pictograms", "interface"])
def test_a_sprite_holds_every_drawing_in_the_colour_of_the_text(static: Path, sprite: str) -> None:
    app = an_app(static)
    build_assets(app)
    drawn = sent(app, url_in(app, f"{sprite}.svg")).text
    wanted = json.loads((static / "icons" / f"{sprite}.json").read_text())
    assert set(re.findall(r'<symbol[^>]* id="([^"]+)"', drawn)) == wanted.keys()
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn)) <= {"currentColor", "none"}


def test_a_drawing_that_is_not_there_is_named(static: Path) -> None:
    (static / "icons" / "interface.json").write_text('{"unicorn": "own/unicorn"}')
    with pytest.raises(AssetMissing, match="no icon own/unicorn"):
        build_assets(an_app(static))


class Shown(FlaskForm):  # type: ignore[misc]
    name = StringField("Name", description="As people say it.", validators=[DataRequired()])
    light = RadioField(
        "Light", choices=[SelectChoice("day", "Day"), SelectChoice("night", "Night")]
    )


def rendered(static: Path, template: str) -> str:
    app = an_app(static)
    build_assets(app)
    with app.test_request_context(method="POST", data={"light": "noon"}):
        form = Shown()
        form.validate()
        return render_template_string(
            '{% import "macros/forms.html" as forms %}' + template, form=form
        )


def test_a_field_leads_to_its_hint_and_its_error(static: Path) -> None:
    page = rendered(static, "{{ forms.field(form.name) }}")
    (described,) = re.findall(r'<input[^>]*aria-describedby="([^"]+)"', page)
    assert described.split() == ["name-hint", "name-error"]
    assert all(f'id="{place}"' in page for place in described.split())
    assert 'aria-invalid="true"' in page
    assert 'for="name"' in page


def test_choices_stand_in_a_named_group(static: Path) -> None:
    page = rendered(static, "{{ forms.field(form.light) }}")
    assert re.search(r"<fieldset[^>]*>\s*<legend[^>]*>Light", page)
    assert re.findall(r'for="([^"]+)"', page) == re.findall(r'<input[^>]*\bid="([^"]+)"', page)


def test_the_summary_leads_to_every_field_that_is_wrong(static: Path) -> None:
    page = rendered(static, "{{ forms.errors_summary(form) }}")
    assert re.findall(r'href="(#[^"]+)"', page) == ["#name", "#light"]


def test_headings_of_the_components_page_skip_no_level() -> None:
    page = (ROOT / "templates" / "components.html").read_text()
    levels = [int(level) for level in re.findall(r"<h([1-6])", page.split("{% block main %}")[1])]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels) if earlier > 1)
