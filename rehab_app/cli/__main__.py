"""``python -m rehab_app.cli``."""

import sys

from rehab_app.cli import run

if __name__ == "__main__":
    sys.exit(run())
