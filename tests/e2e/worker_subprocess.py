"""The real worker as a process of its own, to be started, killed and started again."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from app.commands.opened_workspace import worker_command
from app.paths import HOME

ROOT = Path(__file__).resolve().parents[2]


class WorkerSubprocess:
    """One run of `warmline worker`, given its secrets as a console gives them. `home` is its own, if not ours.

    What it prints goes to `printed`, and is lost where that isn't given.
    """

    def __init__(self, secrets: dict[str, str], *, home: Path | None = None, printed: Path | None = None) -> None:
        with (printed or Path(os.devnull)).open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *worker_command()[1:]],
                cwd=ROOT,
                env={**os.environ, **({HOME: str(home)} if home is not None else {})},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
            )
        assert self.process.stdin is not None
        self.process.stdin.write((json.dumps({"secrets": secrets}) + "\n").encode())
        self.process.stdin.flush()

    def kill(self) -> None:
        """Pull the plug: nothing in the process hears of it."""
        self.process.send_signal(signal.SIGKILL)
        self._wait()

    def stop(self) -> int:
        """Close its standard input, as a console does that ends; its exit status."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(timeout=60)

    def _wait(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)
