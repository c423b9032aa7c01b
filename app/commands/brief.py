"""Print the brief of a ticket, or measure briefs against marked conversations."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from app import paths
from app.bootstrap import Workspace, analyzer, open_workspace
from app.domain.brief import Brief
from app.domain.brief_export import html, markdown
from app.domain.brief_words import note_text
from app.domain.tickets import TicketId
from app.errors import BadInput
from app.service.brief_document import brief_document
from app.service.briefs import Briefer

WHOLE = 1_000_000  # characters: at the terminal nothing is left out


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ticket", nargs="?", help="the ticket's number, or connection:number where several have it")
    parser.add_argument(
        "--evaluate",
        type=Path,
        metavar="DATA",
        help="measure against the marked conversations of DATA/support_threads instead",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object with every line's source")
    form.add_argument("--markdown", action="store_true", help="print Markdown")
    form.add_argument("--html", action="store_true", help="print an HTML page")


def run(arguments: argparse.Namespace) -> int:
    if arguments.evaluate is not None:
        return _evaluate(arguments.evaluate)
    if arguments.ticket is None:
        raise BadInput("Name a ticket, such as: warmline brief 1053.")
    workspace = open_workspace()
    try:
        brief = _brief(workspace, _ticket(workspace, arguments.ticket))
    finally:
        workspace.close()
    if arguments.json:
        print(json.dumps(brief_document(brief), ensure_ascii=False))
    elif arguments.markdown:
        print(markdown(brief), end="")
    elif arguments.html:
        print(html(brief), end="")
    else:
        print(f"Ticket {brief.number}, {brief.subject}\n\n{note_text(brief, length=WHOLE)}")
    return 0


def _evaluate(folder: Path) -> int:
    from app.inference.training.brief_figures import brief_figures
    from app.inference.training.brief_table import brief_table

    threads = folder / "support_threads" / "threads.jsonl"
    if not threads.exists():
        raise BadInput(f"There is no {threads}.")
    measured = brief_figures(analyzer(), threads=threads, labels=paths.models() / "labels" / "briefs.toml")
    print(brief_table(measured), end="")
    return 0


def _ticket(workspace: Workspace, named: str) -> TicketId:
    """The one ticket that is meant."""
    if workspace.store.pulled.ticket(TicketId(named)) is not None:
        return TicketId(named)
    connections = [each.name for each in workspace.console.connections()] or ["sample"]
    ids = [TicketId(f"{connection}:{named}") for connection in connections]
    found = [each for each in ids if workspace.store.pulled.ticket(each) is not None]
    if len(found) > 1:
        raise BadInput(f"Several connections have a ticket {named}; name one: {', '.join(found)}.")
    if not found:
        raise BadInput(f"There is no ticket {named} in this workspace. Sync first, or check the number.")
    return found[0]


def _brief(workspace: Workspace, ticket: TicketId) -> Brief:
    """The one that the worker keeps; made now where it has not come to it."""
    kept = workspace.store.briefs.newest(ticket)
    if kept is not None:
        return kept
    triage = workspace.store.triaged.triage(ticket)
    briefer = Briefer(workspace.store, hours=workspace.assessor.hours)
    made = briefer.brief(ticket, datetime.now(UTC), triage.versions.model if triage else "")
    if made is None:
        raise BadInput(f"The ticket {ticket} is gone.")
    return made
