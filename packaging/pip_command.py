"""The pip of an environment."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from steps import SetupFailed, run

# The lock names every package, so nothing is resolved and nothing that it does not name is ever fetched. Versions are
# pinned, not hashes: pip's own configuration may offer another build of the same version (a CPU build of torch in a
# local folder, a company's mirror), and hashes would refuse it. Wheels only: no set-up compiles.
INSTALL = ["install", "--no-deps", "--only-binary=:all:"]
QUIET = ["--disable-pip-version-check", "--no-input"]


class Pip:
    """Installs into the environment that `python` belongs to, configured as the person has configured pip."""

    def __init__(self, python: Path) -> None:
        self._pip = [str(python), "-m", "pip", *QUIET]
        self._python = python

    def install(self, arguments: Sequence[str]) -> None:
        """Install with progress; `SetupFailed` if pip says no."""
        command = [*self._pip, *INSTALL, *arguments]
        if run(command) != 0:
            raise SetupFailed(
                f"pip could not install it; what it said stands above. The command was: {' '.join(command)}"
            )

    def would_install(self, requirement: str) -> dict[str, Any] | None:
        """pip's report on the one file that it would fetch for `requirement`; None if it cannot say."""
        command = [*self._pip, *INSTALL, "--quiet", "--dry-run", "--ignore-installed", "--report", "-", requirement]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return None
        found: list[dict[str, Any]] = json.loads(done.stdout)["install"]
        return found[0] if found else None

    def site_packages(self) -> Path:
        """Where the environment keeps what it installs."""
        command = [str(self._python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        return Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
