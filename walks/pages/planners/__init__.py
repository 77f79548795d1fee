"""Pages for planners: neighbourhoods with walks, a neighbourhood's report, the export."""

from walks.pages.planners import exporting, reading
from walks.pages.planners.blueprint import pages

__all__ = ["exporting", "pages", "reading"]
