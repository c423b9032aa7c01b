"""Makes `.venv`, the environment that holds exactly what the lock file pins, and knows when it is already there."""

import contextlib
import hashlib
import importlib.util
import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import system_packages
import torch_build
from pip_command import Pip
from steps import SetupFailed, run, say

STAMP = "warmline-stamp"  # written last: an environment without it was interrupted, and is made anew


def ensure(root: Path, *, torch_index: str, pip: Callable[[Path], Pip] = Pip) -> Path:
    """The Python of the checkout's environment, which is made first unless what is there is what the lock says."""
    folder = root / ".venv"
    if is_current(root):
        return python_of(folder)
    with _alone(root):
        if not is_current(root):  # another set-up may have been at it while this one waited
            _make(root, folder, torch_index, pip)
    return python_of(folder)


def is_current(root: Path) -> bool:
    """Whether the environment was completed, from this lock file, with this Python, in this place."""
    stamp = root / ".venv" / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _wanted(root) and python_of(root / ".venv").exists()


def python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def lock_file(root: Path) -> Path:
    return root / "packaging" / "requirements.lock"


def _wanted(root: Path) -> str:
    lock = hashlib.sha256(lock_file(root).read_bytes()).hexdigest()
    return f"{lock} {platform.python_version()} {platform.machine()} {root}\n"


def _make(root: Path, folder: Path, torch_index: str, pip: Callable[[Path], Pip]) -> None:
    again = "again (it was interrupted, or the lock file, Python or its place changed) " if folder.exists() else ""
    say(f"making the environment {again}in {folder}; this takes some minutes, once")
    (folder / STAMP).unlink(missing_ok=True)
    if importlib.util.find_spec("ensurepip") is None:
        system_packages.install_venv()
    # The base interpreter: this one may itself live in the environment that is about to be cleared.
    base = getattr(sys, "_base_executable", None) or sys.executable
    if run([base, "-m", "venv", "--clear", str(folder)]) != 0:
        raise SetupFailed(f"Python could not make an environment in {folder}; what it said stands above.")
    env_pip = pip(python_of(folder))
    torch_build.install(env_pip, lock_file(root), index=torch_index)
    say(f"installing {_count(lock_file(root))} packages, as pinned in {lock_file(root).relative_to(root)}")
    env_pip.install(["--requirement", str(lock_file(root))])
    _add_checkout(root, env_pip)
    (folder / STAMP).write_text(_wanted(root), encoding="utf-8")


def _add_checkout(root: Path, pip: Pip) -> None:
    (pip.site_packages() / "warmline-checkout.pth").write_text(f"{root}\n", encoding="utf-8")


def _count(lock: Path) -> int:
    lines = lock.read_text(encoding="utf-8").splitlines()
    return sum(1 for line in lines if line.strip() and not line.startswith("#"))


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One set-up at a time in a checkout. The system drops the lock with the process, however that ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(root / "packaging", os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up is at work in this checkout; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
