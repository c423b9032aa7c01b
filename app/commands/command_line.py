"""Reads the command line, runs the one command, and turns what went wrong into a sentence and an exit status."""

import argparse
import logging
import logging.handlers
import multiprocessing
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from app import __version__, paths
from app.errors import WarmlineError

MODULES = {
    "console": "console",
    "worker": "worker",
    "sync": "sync",
    "import": "import_files",
    "triage": "triage",
    "brief": "brief",
    "intents": "intents",
    "models": "models",
    "rulebook": "rulebook",
    "team": "team",
    "doctor": "doctor",
}
LOG_SIZE = 5_000_000  # bytes a file; five are kept
FAILED = 1
INTERRUPTED = 130  # what a shell expects after Ctrl+C


class Command(Protocol):
    """What each module of this package offers; its docstring's first line is the command's help."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, arguments: argparse.Namespace) -> int: ...


def run(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` name; with none, the console."""
    multiprocessing.freeze_support()
    given = list(arguments) or ["console"]
    parser = _parser()
    chosen = next((word for word in given if word in MODULES), None)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in MODULES.items():
        command = import_module(f"app.commands.{module}") if name == chosen or chosen is None else None
        help_text = (command.__doc__ or "").strip().splitlines()[0] if command else None
        sub = commands.add_parser(name, help=help_text, description=help_text)
        if command is not None:
            cast(Command, command).add_arguments(sub)
    parsed = parser.parse_args(given)
    return _run(cast(Command, import_module(f"app.commands.{MODULES[parsed.command]}")), parsed)


def _run(command: Command, parsed: argparse.Namespace) -> int:
    _log(parsed.command, verbose=parsed.verbose)
    try:
        return command.run(parsed)
    except WarmlineError as error:
        print(f"warmline {parsed.command}: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="warmline", description="Which ticket needs a hand-up, why, and to whom; decided on your own machine."
    )
    parser.add_argument("--version", action="version", version=f"Warmline {__version__}")
    parser.add_argument("-v", "--verbose", action="store_true", help="log to the terminal what goes on")
    return parser


def _log(command: str, *, verbose: bool) -> None:
    folder = paths.log_dir()
    folder.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.handlers.RotatingFileHandler(
            folder / f"{command}.log", maxBytes=LOG_SIZE, backupCount=4, encoding="utf-8", delay=True
        )
    ]
    if verbose:
        handlers.append(logging.StreamHandler())
    logging.basicConfig(
        level=logging.INFO, handlers=handlers, format="%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)
