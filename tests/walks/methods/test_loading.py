import copy
import json

import pytest
from flask import Flask

from walks import methods
from walks.database import db

pytestmark = pytest.mark.usefixtures("app")


def test_the_shipped_method_is_loaded_whole() -> None:
    method = methods.newest()[0]
    assert (method.slug, method.version) == ("exploratory-walk", 1)
    assert len(method.themes) == 8
    assert sum(len(theme.categories) for theme in method.themes) == 42


def test_loading_again_changes_nothing(app: Flask) -> None:
    before = [method.id for method in db.session.scalars(db.select(methods.Method))]
    again = methods.load_shipped()
    assert [method.id for method in again] == before


def test_a_version_that_was_loaded_cannot_say_something_else() -> None:
    data = json.loads((methods.SHIPPED / "exploratory-walk-1.json").read_text())
    changed = copy.deepcopy(data)
    changed["title"]["en"] = "Another walk"
    with pytest.raises(ValueError, match="exploratory-walk 1 differs"):
        methods.load(changed)
