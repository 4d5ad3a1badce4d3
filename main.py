"""Start the program: ``python main.py``."""

from rehab_app.app import main

if __name__ == "__main__":
    raise SystemExit(main())
