"""How set-up tells what it does, runs a program, and fails."""

import subprocess
import sys
from collections.abc import Mapping, Sequence


class SetupFailed(Exception):
    """What could not be done, and what to do about it: a sentence for the person at the terminal."""


def say(text: str) -> None:
    """Tell the person; on standard error, because standard output belongs to the program that runs afterwards."""
    print(f"warmline: {text}", file=sys.stderr, flush=True)


def run(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> int:
    """Run a program that asks nothing and shows its progress on standard error; its exit status."""
    sys.stderr.flush()
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=sys.stderr.fileno(), env=environment, check=False
    ).returncode
