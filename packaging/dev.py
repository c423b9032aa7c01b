#!/usr/bin/env python3
"""Runs Warmline, or its tests, from a checkout: `python3 packaging/dev.py console` and `python3 packaging/dev.py test`.

Needs a Python and nothing else. What is missing is made or installed first, and said: an environment in `.venv` with
exactly what `requirements.lock` pins, and on Debian and Ubuntu the system libraries that Qt needs.
"""

import os
import shutil
import sys

OLDEST, NEWEST = (3, 11), (3, 13)  # as in pyproject.toml


def check_python() -> None:
    """End with a sentence, not with a traceback, where this Python is too old to read the rest or too new for it."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    found = next((name for name in names if shutil.which(name)), None)
    hint = f"{found} is installed, run it with that" if found else f"install {names[0]} and run it with that"
    this = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(f"Warmline needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}; this is {this}: {hint}.")


if __name__ == "__main__":
    check_python()
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - an old Python gets this far
    import tasks

    sys.exit(tasks.main(sys.argv[1:]))
