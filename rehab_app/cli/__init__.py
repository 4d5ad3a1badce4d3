"""The commands: the same services without a window, for a terminal or another program.

Results stand on standard output, with ``--json`` as JSON alone; everything said besides goes to standard error, in Indonesian.
Exit code 0: done; 1: ``verify`` found the audit broken, or ``demo`` could not draw every page; 2: bad input or a known trouble,
told in one line. A command may run beside an open window: it waits up to five seconds for the write lock and enters what it did
in the audit.
"""

import sys


def run() -> int:
    """Run the command of the command line and return its exit code."""
    from rehab_app.cli.program import main  # noqa: PLC0415 - importing this package loads nothing

    return main(sys.argv[1:])
