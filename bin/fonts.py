"""Cut the fonts of the resident's pages to what these pages write; static/fonts/README.md says why.

Run by hand when the font or the languages change: `python bin/fonts.py`. It needs `pyftsubset`, of
fonttools with its extra `woff`.
"""

from __future__ import annotations

import subprocess

from place import ROOT

FONT = "node_modules/@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin"
FEATURES = "kern,liga,mark,mkmk,ccmp,locl,tnum"

# The same as the unicode-range in static/css/hand-fonts.css.
SIGNS = (
    "U+0020-007E,U+00A0,U+00A7,U+00A9,U+00AB,U+00B0-00B2,U+00B7,U+00BB,U+00BD,U+00C0-00C2,U+00C4,"
    "U+00C6-00CF,U+00D3,U+00D4,U+00D6,U+00D7,U+00D9-00DC,U+00DF,U+00E0-00E2,U+00E4,U+00E6-00EF,"
    "U+00F1,U+00F3,U+00F4,U+00F6,U+00F9-00FC,U+00FF,U+0152,U+0153,U+2013,U+2014,U+2018,U+2019,"
    "U+201C,U+201D,U+2026,U+202F,U+20AC,U+2190,U+2192,U+2212"
)


def cut(weight: int) -> None:
    """Write one weight's small font."""
    command = [
        "pyftsubset",
        str(ROOT / f"{FONT}-{weight}-normal.woff2"),
        f"--unicodes={SIGNS}",
        f"--layout-features={FEATURES}",
        "--no-hinting",
        "--flavor=woff2",
        f"--output-file={ROOT / 'static' / 'fonts' / f'hand-{weight}.woff2'}",
    ]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    for each in (400, 700):
        cut(each)
