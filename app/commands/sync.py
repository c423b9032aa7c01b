"""Pull everything that changed in the configured helpdesks, once, and deliver what waits."""

import argparse
from datetime import UTC, datetime

from app.bootstrap import connectors
from app.commands.asking import workspace_at_terminal
from app.connectors.base import Connector
from app.domain.batch import Batch
from app.service.deliver import deliver_due
from app.service.pull import pull_all
from app.store.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--connection", help="only this connection")


def run(arguments: argparse.Namespace) -> int:
    workspace = workspace_at_terminal()
    try:
        for connector in connectors(workspace.settings, workspace.secrets):
            if arguments.connection in {None, connector.connection}:
                sent = _deliver_all(connector, workspace.store)
                tickets = pull_all(connector, workspace.store, progress=_say)
                print(f"{connector.connection}: {tickets} tickets came, {sent} changes were delivered")
            connector.close()
    finally:
        workspace.close()
    return 0


def _deliver_all(connector: Connector, store: Store) -> int:
    sent = 0
    while connector.writable and (now_sent := deliver_due(connector, store, now=datetime.now(UTC))):
        sent += now_sent
    return sent


def _say(batch: Batch) -> None:
    for complaint in batch.complaints:
        print(f"  {complaint.where}: {complaint.what}")
    if batch.remaining:
        print(f"  {batch.remaining} still to come")
