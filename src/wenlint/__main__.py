"""Where the ``wenlint`` command begins. ``--version`` is answered before anything is loaded."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the command line and returns its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from wenlint import __version__

        print(f"wenlint {__version__}")
        return 0
    from wenlint.cli.app import app

    return app.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
