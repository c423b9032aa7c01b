"""Open the console."""

import argparse
from functools import cache
from typing import TYPE_CHECKING

from app.ui.application import run_console
from app.ui.session import Opened

if TYPE_CHECKING:
    from app.commands.opened_workspace import Opening
    from app.service.team_desk import TeamDesk


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace) -> int:
    del arguments
    return run_console(_open, _leave, _team)


def _open(words: str | None) -> Opened:
    return _opening()(words)


def _leave() -> None:
    _opening().leave()


def _team() -> "TeamDesk":
    return _opening().team()


@cache
def _opening() -> "Opening":
    # The store's and the connectors' libraries take two seconds to load: by now the window is there.
    from app.commands.opened_workspace import Opening

    return Opening()
