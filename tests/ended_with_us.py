"""Programs that tests start, and that are not to outlive them however they end."""

import shutil
from collections.abc import Sequence
from pathlib import Path


def ended_with_us(command: Sequence[str | Path], *, by: str = "TERM") -> list[str]:
    """The command that runs this one and has it sent a signal as soon as the thread that starts it is gone.

    Where there is no `setpriv`, it is the command itself.
    """
    before = ["setpriv", f"--pdeathsig={by}", "--"] if shutil.which("setpriv") else []
    return [*before, *map(str, command)]
