"""Sync, read, triage and deliver without a window, until stopped."""

import argparse
import json
import logging
import signal
import sys
import threading
from types import FrameType
from typing import TypedDict

from app.bootstrap import build_worker, open_workspace
from app.commands.asking import workspace_at_terminal
from app.errors import BadInput
from app.secrets import SessionSecrets

log = logging.getLogger(__name__)


class Greeting(TypedDict):
    """The first line that a console writes to its worker's standard input: what it would have to ask a person for."""

    secrets: dict[str, str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--beside-console",
        action="store_true",
        help="take the secrets from the first line of standard input, and stop when it closes",
    )


def run(arguments: argparse.Namespace) -> int:
    stop = threading.Event()
    _stop_on_signals(stop)
    secrets = None
    if arguments.beside_console:
        secrets = SessionSecrets(_greeting()["secrets"])
        threading.Thread(target=_stop_at_end_of_input, args=(stop,), daemon=True, name="parent").start()
    workspace = open_workspace(secrets=secrets) if secrets is not None else workspace_at_terminal()
    try:
        build_worker(workspace, progress=lambda text: log.info("%s", text)).run(stop)
    finally:
        workspace.close()
    return 0


def _greeting() -> Greeting:
    line = sys.stdin.readline()
    try:
        greeting = json.loads(line)
        return Greeting(secrets={str(name): str(secret) for name, secret in greeting["secrets"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput("The console's first line to its worker could not be read; start the console again.") from error


def _stop_at_end_of_input(stop: threading.Event) -> None:
    while sys.stdin.readline():
        pass
    stop.set()


def _stop_on_signals(stop: threading.Event) -> None:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
