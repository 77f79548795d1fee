"""The small-number guard: the only way out for figures derived from profiles."""

from walks.disclosure.counted import Subject
from walks.disclosure.figures import ALL, FEWEST, FEWEST_SENSITIVE, Field, Table
from walks.disclosure.guarded import Cell, Guarded, Reason, Shown, Withheld, shown_count
from walks.disclosure.published import PublishedTable
from walks.disclosure.publishing import latest, publish
from walks.disclosure.tables import PREFER_NOT, PUBLISHED, Definition

__all__ = [
    "ALL",
    "FEWEST",
    "FEWEST_SENSITIVE",
    "PREFER_NOT",
    "PUBLISHED",
    "Cell",
    "Definition",
    "Field",
    "Guarded",
    "PublishedTable",
    "Reason",
    "Shown",
    "Subject",
    "Table",
    "Withheld",
    "latest",
    "publish",
    "shown_count",
]
