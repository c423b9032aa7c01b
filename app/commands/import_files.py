"""Bring tickets from JSON Lines or CSV files into the workspace, as a connection of their own."""

import argparse
from dataclasses import replace
from pathlib import Path

from app.bootstrap import settings_file
from app.commands.asking import workspace_at_terminal
from app.connectors.registry import connect
from app.domain.batch import Batch
from app.errors import BadInput
from app.service.pull import pull_all
from app.settings import ConnectionSettings, Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="a .jsonl or .csv file, or a folder of them")
    parser.add_argument("--name", help="what to call this source; the file's name by default")


def run(arguments: argparse.Namespace) -> int:
    path: Path = arguments.path
    if not path.exists():
        raise BadInput(f"There is no {path}.")
    file = settings_file()
    source = ConnectionSettings(arguments.name or path.stem, "files", url=str(path.resolve()))
    settings = with_source(file.load(), source)
    workspace = workspace_at_terminal(settings)
    file.save(settings)
    remarks: list[str] = []

    def note(batch: Batch) -> None:
        remarks.extend(f"{each.where}: {each.what}" for each in batch.complaints)

    connector = connect(source, "")
    try:
        tickets = pull_all(connector, workspace.store, progress=note)
    finally:
        connector.close()
        workspace.close()
    for remark in remarks:
        print(f"  {remark}")
    print(f"{tickets} tickets came from {path}; {len(remarks)} remarks on what it holds")
    return 0


def with_source(settings: Settings, source: ConnectionSettings) -> Settings:
    """The settings with this source among the connections; a name that means something else is refused."""
    known = next((each for each in settings.connections if each.name == source.name), None)
    if known is None:
        return replace(settings, connections=(*settings.connections, source))
    if (known.connector, known.url) != (source.connector, source.url):
        raise BadInput(f"{source.name!r} is the name of another connection; give this source one with --name.")
    return settings
