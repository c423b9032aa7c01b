"""Score the tickets of a file and say why, without a workspace."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.bootstrap import analyzer, default_assessor
from app.connectors.files import tickets_in
from app.domain.share import Share
from app.errors import BadInput
from app.service.against_labels import WAYS, figures, labels_in
from app.service.file_queue import file_queue
from app.service.triage_file import Verdict, in_portions, settled, verdict_document, verdicts


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
    parser.add_argument(
        "--labels",
        type=Path,
        metavar="CSV",
        help="print only how right the suggestions are against these labels: ticket, y or n, one column a person",
    )


def run(arguments: argparse.Namespace) -> int:
    if not arguments.path.exists():
        raise BadInput(f"There is no {arguments.path}.")
    if arguments.labels:
        print(_against(labels_in(arguments.labels), list(_judged(arguments))))
        return 0
    for verdict in _judged(arguments):
        print(json.dumps(verdict_document(verdict), ensure_ascii=False) if arguments.json else _words(verdict))
        sys.stdout.flush()
    return 0


def _judged(arguments: argparse.Namespace) -> Iterator[Verdict]:
    assessor = default_assessor(weights=arguments.weights, rulebook=arguments.rulebook)
    models = analyzer()
    batches = list(tickets_in(arguments.path))
    tickets = {ticket.id: ticket for batch in batches for ticket in batch.tickets}
    queue = file_queue(tickets.values(), as_of=arguments.as_of)

    def judged() -> Iterator[Verdict]:
        for batch in in_portions(batches):
            for complaint in batch.complaints:
                print(f"{complaint.where}: {complaint.what}", file=sys.stderr)
            yield from verdicts(batch, models, assessor, as_of=arguments.as_of, queue=queue)

    yield from settled(judged(), assessor, queue)


def _against(labels: Mapping[str, bool], judged: Sequence[Verdict]) -> str:
    """A table of how right we and two baselines are."""
    known = [each for each in judged if each.snapshot.ticket.number in labels]
    if not known:
        raise BadInput("None of the tickets has a label; the first column must hold the tickets' numbers.")
    wanted = sum(labels[each.snapshot.ticket.number] for each in known)
    lines = [f"{len(known)} labelled tickets, {wanted} to escalate", ""]
    lines += ["| | precision | recall | F1 | suggested |", "| --- | --- | --- | --- | ---: |"]
    for name, chooses in WAYS.items():
        found = figures(known, labels, chooses)
        both = "-" if found.f1 is None else f"{found.f1:.2f}"
        shares = f"{_share(found.precision)} | {_share(found.recall)}"
        lines.append(f"| {name} | {shares} | {both} | {found.precision.total} |")
    return "\n".join(lines)


def _share(share: Share) -> str:
    return "-" if share.value is None else f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f})"


def _words(verdict: Verdict) -> str:
    score, suggestion = verdict.triage.score, verdict.triage.suggestion
    where = suggestion.destination
    to = f" -> {where.group} (tier {where.tier})" if suggestion.escalate and where else ""
    lines = [f"{verdict.snapshot.ticket.number}  {score.points} points, {score.state}{to}: {suggestion.because}"]
    lines += [f"    {each.points:+4d}  {each.label}: {each.because}" for each in score.contributions]
    lines += [f"    rule: {suggestion.rule}"] if suggestion.rule else []
    lines += [f"    {each.words}" for each in verdict.counterfactuals]
    return "\n".join(lines)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an ISO 8601 instant, such as 2026-03-01T09:00:00Z"
        ) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
