"""The one place that draws: a document of blocks becomes the bytes of a PDF.

Only this package knows ReportLab. ``ink`` holds fonts and letters, ``flow`` turns each block into flowables, ``tables`` the
ruled ones, ``pages`` lays them on pages.
"""

from rehab_app.papers.draw.ink import replaced
from rehab_app.papers.draw.pages import draw, page_count

__all__ = ["draw", "page_count", "replaced"]
