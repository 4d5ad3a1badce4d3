"""The one lock around pdfium, which is not thread-safe: pages are drawn on one lane while another counts those of a scan."""

import threading
from typing import Final

PDFIUM: Final = threading.Lock()
