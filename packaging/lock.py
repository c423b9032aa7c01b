"""Renews `requirements.lock`: every package that Warmline and its tests need, directly or not, with its one version."""

import shutil
import subprocess
from pathlib import Path

from steps import SetupFailed, say

HEADER = """\
# Every package that Warmline and its tests need, pinned, for Python 3.11 to 3.13 on Linux, macOS and Windows.
# Made by `python3 packaging/dev.py lock` from pyproject.toml; don't edit it.
# The CUDA libraries that torch names are left out: Warmline runs torch's CPU build, which needs none of them.
"""
CUDA = ("nvidia-", "cuda-", "triton==")
COMPILE = ("pip", "compile", "--universal", "--python-version", "3.11", "--group", "test", "pyproject.toml")
QUIET = ("--no-header", "--no-annotate", "--quiet", "--no-config")


def renew(root: Path) -> int:
    """Write the lock file anew with the newest versions that pyproject.toml allows."""
    uv = shutil.which("uv")
    if uv is None:
        raise SetupFailed("Renewing the lock file needs uv, which resolves for every system at once: pip install uv.")
    done = subprocess.run([uv, *COMPILE, *QUIET], cwd=root, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise SetupFailed("uv found no set of versions that goes together; what it said stands above.")
    pins = [line for line in done.stdout.splitlines() if not line.startswith(CUDA)]
    (root / "packaging" / "requirements.lock").write_text(HEADER + "\n".join(pins) + "\n", encoding="utf-8")
    say(f"packaging/requirements.lock: {len(pins)} packages")
    return 0
