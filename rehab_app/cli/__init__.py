"""The commands: the same services without a window, for a terminal or another program.

Results stand on standard output, with ``--json`` as JSON alone; everything said besides goes to standard error, in Indonesian.
Exit code 0: done; 1: ``verify`` found the audit broken, or ``demo`` could not draw every page; 2: bad input or a known trouble,
told in one line; 70: a bug of the program itself. A command may run beside an open window: it waits up to five seconds for the
write lock and enters what it did in the audit.
"""

import sys
import traceback
from types import TracebackType
from typing import Final

BUG: Final = 70  # EX_SOFTWARE of sysexits.h


def run() -> int:
    """Run the command of the command line and return its exit code; a bug is shown as Python shows it and ends with 70."""
    from rehab_app.cli.program import main  # noqa: PLC0415 - importing this package loads nothing

    with _BugsApart():
        return main(sys.argv[1:])


class _BugsApart:
    """Ends the process with a code of its own for a bug: Python's own 1 means here that the audit is broken."""

    def __enter__(self) -> None:
        """Nothing is to be made ready."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Show what was not caught, unless it is a way out (Ctrl+C, an exit)."""
        if kind is not None and error is not None and issubclass(kind, Exception):
            traceback.print_exception(kind, error, trace)
            raise SystemExit(BUG) from None
