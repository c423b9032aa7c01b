"""Score the tickets of a file and say why, without a workspace."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.bootstrap import analyzer, default_assessor
from app.connectors.files import tickets_in
from app.errors import BadInput
from app.service.triage_file import Verdict, in_portions, verdict_document, verdicts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="a .jsonl or .csv file, or a folder of them")
    parser.add_argument("--json", action="store_true", help="print one JSON object a ticket")
    parser.add_argument(
        "--as-of",
        type=_instant,
        metavar="ISO",
        help="the instant to score at; by default each ticket's own last message or change",
    )
    parser.add_argument("--weights", type=Path, help="a weights.toml other than the one in force")
    parser.add_argument("--rulebook", type=Path, help="a rulebook.toml other than the one in force")


def run(arguments: argparse.Namespace) -> int:
    if not arguments.path.exists():
        raise BadInput(f"There is no {arguments.path}.")
    assessor = default_assessor(weights=arguments.weights, rulebook=arguments.rulebook)
    models = analyzer()
    for batch in in_portions(tickets_in(arguments.path)):
        for complaint in batch.complaints:
            print(f"{complaint.where}: {complaint.what}", file=sys.stderr)
        for verdict in verdicts(batch, models, assessor, as_of=arguments.as_of):
            print(json.dumps(verdict_document(verdict), ensure_ascii=False) if arguments.json else _words(verdict))
            sys.stdout.flush()
    return 0


def _words(verdict: Verdict) -> str:
    score, suggestion = verdict.triage.score, verdict.triage.suggestion
    where = suggestion.destination
    to = f" -> {where.group} (tier {where.tier})" if suggestion.escalate and where else ""
    lines = [f"{verdict.snapshot.ticket.number}  {score.points} points, {score.state}{to}: {suggestion.because}"]
    lines += [f"    {each.points:+4d}  {each.label}: {each.because}" for each in score.contributions]
    return "\n".join(lines)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an ISO 8601 instant, such as 2026-03-01T09:00:00Z"
        ) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
