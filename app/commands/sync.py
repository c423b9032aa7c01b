"""Pull everything that changed in the configured helpdesks, once, and deliver what waits."""

import argparse
from datetime import UTC, datetime

from app.bootstrap import connectors, open_workspace
from app.domain.batch import Batch
from app.service.deliver import deliver_due
from app.service.pull import pull_all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--connection", help="only this connection")


def run(arguments: argparse.Namespace) -> int:
    workspace = open_workspace()
    try:
        for connector in connectors(workspace):
            if arguments.connection in {None, connector.connection}:
                sent = deliver_due(connector, workspace.store, now=datetime.now(UTC)) if connector.writable else 0
                tickets = pull_all(connector, workspace.store, progress=_say)
                print(f"{connector.connection}: {tickets} tickets came, {sent} changes were delivered")
            connector.close()
    finally:
        workspace.close()
    return 0


def _say(batch: Batch) -> None:
    for complaint in batch.complaints:
        print(f"  {complaint.where}: {complaint.what}")
    if batch.remaining:
        print(f"  {batch.remaining} still to come")
