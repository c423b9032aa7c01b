"""What `dev.py` can do: open the console, run any Warmline command, the tests, the pictures, and renew the lock."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import environment
import lock
import system_packages
import torch_build
from steps import SetupFailed, say

ROOT = Path(__file__).resolve().parent.parent
TORCH_INDEX = "WARMLINE_TORCH_INDEX"
HANDOVER = "handover"
INTERRUPTED = 130  # what a shell expects after Ctrl+C
HELP = """\
commands:
  console [ARGUMENT...]   open the console; on the first start, on a sample workspace
  test [ARGUMENT...]      run every check and test, or only pytest with these arguments
  run ARGUMENT...         run any warmline command: run triage tickets.jsonl --json
  setup                   make the environment and do nothing else
  screenshots             take the README's pictures anew from the running program
  screenshots handover    take those of two people who hand a ticket over (starts PostgreSQL and Request Tracker)
  lock                    renew requirements.lock from pyproject.toml (needs uv)
"""
CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",))


def main(arguments: Sequence[str]) -> int:
    """Run one command; the process's exit status."""
    parser = argparse.ArgumentParser(
        prog="dev.py", allow_abbrev=False, epilog=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "command", choices=["console", "test", "run", "setup", "screenshots", "lock"], metavar="COMMAND"
    )
    parser.add_argument(
        "--torch-index",
        metavar="URL",
        default=os.environ.get(TORCH_INDEX, torch_build.CPU_INDEX),
        help=f"where torch's CPU build is, if pip would fetch the CUDA build (or ${TORCH_INDEX}; default %(default)s)",
    )
    parsed, rest = parser.parse_known_args(arguments)
    try:
        return _run(parsed.command, rest[1:] if rest[:1] == ["--"] else rest, parsed.torch_index)
    except SetupFailed as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("interrupted; the next start takes it up again")
        return INTERRUPTED


def _run(command: str, rest: Sequence[str], torch_index: str) -> int:
    if command == "lock":
        return lock.renew(ROOT)
    two = command == "screenshots" and rest[:1] == [HANDOVER]
    system_packages.ensure(system_packages.FOR_TESTS if command == "test" or two else system_packages.FOR_CONSOLE)
    python = str(environment.ensure(ROOT, torch_index=torch_index))
    if command == "setup":
        say(f"all is ready; the environment's Python is {python}")
        return 0
    if command == "test":
        return _test(python, rest)
    if command == "screenshots":
        script = "handover_screenshots.py" if two else "screenshots.py"
        return _become([python, str(ROOT / "packaging" / script), *rest])
    return _become([python, "-P", "-m", "app", *(["console"] if command == "console" else []), *rest])


def _test(python: str, arguments: Sequence[str]) -> int:
    if arguments:
        return _become([python, "-m", "pytest", *arguments], folder=ROOT)
    failed = [" ".join(check) for check in CHECKS if not _passes(Path(python).parent, check)]
    say("running the tests")
    workers = str(min((os.cpu_count() or 1) + 1, 4))  # one more than cores: many tests wait for a server
    # Benchmarks measure nothing while other tests keep the cores busy; `dev.py test tests/benchmarks` runs them.
    tests = ["pytest", "--numprocesses", workers, "--dist", "worksteal", "--ignore=tests/benchmarks", "--durations=50"]
    status = subprocess.run([python, "-m", *tests], cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
    if failed:
        say(f"failed before the tests: {', '.join(failed)}")
    return status or bool(failed)


def _passes(programs: Path, check: Sequence[str]) -> bool:
    say(f"running {' '.join(check)}")
    command = [str(programs / check[0]), *check[1:]]
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 0


def _become(command: Sequence[str], *, folder: Path | None = None) -> int:
    """Turn this process into `command`, so that signals and the terminal are its own; Windows has to wait for it."""
    if folder is not None:
        os.chdir(folder)
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], list(command))
    return subprocess.run(command, check=False).returncode
