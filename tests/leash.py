"""Programs that tests start end with the tests, however these end: killed ones clean up nothing."""

import shutil
from collections.abc import Sequence


def leashed(command: Sequence[str]) -> list[str]:
    """The command, told by the kernel to end when the thread that starts it has ended; as it is where that can't be."""
    leash = ["setpriv", "--pdeathsig=TERM", "--"] if shutil.which("setpriv") else []
    return [*leash, *command]
