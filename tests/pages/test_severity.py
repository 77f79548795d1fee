"""Severity is worded in one way: as the method does where it is asked."""

import pytest
from flask import Flask
from jinja2 import Template

from walks import methods
from walks.languages import NAMES, speaking
from walks.methods import load_shipped

MACRO = '{% from "macros/marks.html" import severity_name with context %}{{ severity_name(level) }}'


@pytest.mark.parametrize("language", list(NAMES))
def test_pages_say_a_severity_as_the_method_asks_it(app: Flask, language: str) -> None:
    load_shipped()
    macro: Template = app.jinja_env.from_string(MACRO)
    with app.test_request_context(), speaking(language):
        said = {level: macro.render(level=level) for level in (1, 2, 3)}
    asked = methods.newest()[0].vocabulary["severities"]
    assert said == {one["value"]: one["label"][language] for one in asked}
