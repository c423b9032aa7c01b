"""The `warmline` command."""

import sys
from collections.abc import Sequence

from app.commands import command_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit status."""
    return command_line.run(sys.argv[1:] if arguments is None else arguments)


def console() -> int:
    """What the desktop entry starts."""
    return main(["console", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
