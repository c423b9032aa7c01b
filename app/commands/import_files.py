"""Bring tickets from JSON Lines or CSV files into the workspace."""

import argparse
from pathlib import Path

from app.bootstrap import open_workspace
from app.connectors.registry import connect
from app.domain.batch import Batch
from app.errors import BadInput
from app.service.pull import pull_all
from app.settings import ConnectionSettings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="a .jsonl or .csv file, or a folder of them")
    parser.add_argument("--name", help="what to call this source; the file's name by default")


def run(arguments: argparse.Namespace) -> int:
    path: Path = arguments.path
    if not path.exists():
        raise BadInput(f"There is no {path}.")
    workspace = open_workspace()
    complaints: list[str] = []

    def note(batch: Batch) -> None:
        complaints.extend(f"{each.where}: {each.what}" for each in batch.complaints)

    connector = connect(ConnectionSettings(arguments.name or path.stem, "files", url=str(path.resolve())), "")
    try:
        tickets = pull_all(connector, workspace.store, progress=note)
    finally:
        connector.close()
        workspace.close()
    for complaint in complaints:
        print(f"  {complaint}")
    print(f"{tickets} tickets came from {path}; {len(complaints)} places could not be read")
    return 0
