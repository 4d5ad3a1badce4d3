"""Our start: the program as ``main`` begins it, on a data folder, until the sign-in window has been painted."""

import sys
from pathlib import Path


def _main() -> None:
    from rehab_app.app import Program, make_application
    from rehab_app.foundation.folder import DataFolder
    from rehab_app.foundation.preferences import Preferences
    from tests.bench.window_bare import Painted

    app = make_application(sys.argv)
    program = Program(app, DataFolder(Path(sys.argv[1])), Preferences(), None)
    watch = Painted()
    program.frame.installEventFilter(watch)
    program.begin()
    app.exec()


if __name__ == "__main__":
    _main()
