"""docs/data-dictionary.md says what the code says."""

import re

from walks.exports.properties import PROPERTIES
from walks.settings import ROOT

DICTIONARY = ROOT / "docs" / "data-dictionary.md"
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def test_every_exported_property_is_described_in_order() -> None:
    section = DICTIONARY.read_text().split("## Properties", 1)[1].split("\n## ", 1)[0]
    described = [
        (name, kind.strip(), meaning.strip()) for name, kind, meaning in ROW.findall(section)
    ]
    assert described == [(one.name, one.kind, one.meaning) for one in PROPERTIES]
