"""Check a rulebook and say what is wrong with it, or list the names that its conditions may use."""

import argparse
from pathlib import Path

from app import paths
from app.bootstrap import rulebook_file, vocabulary
from app.errors import BadInput
from app.service.rulebook_docs import names_table
from app.service.rulebooks import RulebookFile, read_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, nargs="?", help="a rulebook.toml; by default the one in force")
    parser.add_argument("--names", action="store_true", help="list every name that a condition may use")


def run(arguments: argparse.Namespace) -> int:
    if arguments.names:
        print(names_table(vocabulary()))
        return 0
    file = _file(arguments.path)
    if not file.exists:
        raise BadInput(f"There is no {file.path}.")
    checked = file.check(read_text(file.path))
    for finding in checked.findings:
        print(f"{finding.severity}: {finding.words}")
    book = checked.rulebook
    print(f"{file.path}: {len(book.rules)} rules can be used." if book else f"{file.path} cannot be used.")
    return 0 if book else 1


def _file(given: Path | None) -> RulebookFile:
    own = rulebook_file()
    if given is None and own.exists:
        return own
    return RulebookFile(given or paths.resources() / "rulebook.toml", vocabulary())
