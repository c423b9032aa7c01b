"""Check a rulebook and say what is wrong with it, or list the names that its conditions may use."""

import argparse
from pathlib import Path

from app import paths
from app.bootstrap import rulebook_file, taught_vocabulary
from app.commands.asking import workspace_at_terminal
from app.domain.conditions.vocabulary import Vocabulary
from app.domain.silent import SilentFigures
from app.errors import BadInput
from app.service.rulebook_docs import names_table
from app.service.rulebooks import RulebookFile, read_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, nargs="?", help="a rulebook.toml; by default the one in force")
    parser.add_argument("--names", action="store_true", help="list every name that a condition may use")
    parser.add_argument("--shadow", action="store_true", help="compare rules in shadow with what people did")


def run(arguments: argparse.Namespace) -> int:
    if arguments.shadow:
        return _compare()
    names = taught_vocabulary()
    if arguments.names:
        print(names_table(names))
        return 0
    file = _file(arguments.path, names)
    if not file.exists:
        raise BadInput(f"There is no {file.path}.")
    checked = file.check(read_text(file.path))
    for finding in checked.findings:
        print(f"{finding.severity}: {finding.words}")
    book = checked.rulebook
    print(f"{file.path}: {len(book.rules)} rules can be used." if book else f"{file.path} cannot be used.")
    return 0 if book else 1


def _file(given: Path | None, names: Vocabulary) -> RulebookFile:
    own = rulebook_file(names)
    if given is None and own.exists:
        return own
    return RulebookFile(given or paths.resources() / "rulebook.toml", names)


def _compare() -> int:
    workspace = workspace_at_terminal()
    try:
        figures = workspace.console.rule_log.silent()
    finally:
        workspace.close()
    for each in figures:
        print(_figures(each))
    if not figures:
        print("No rule that sends somewhere is in shadow.")
    return 0


def _figures(figures: SilentFigures) -> str:
    if not figures.decided:
        return f"{figures.rule}: it has not decided on any ticket yet."
    return (
        f"{figures.rule}: of {figures.decided} tickets people sent {figures.same} to the same group and "
        f"{figures.elsewhere} elsewhere, {figures.stayed} stayed, and {figures.open} are undecided."
    )
