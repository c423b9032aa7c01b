"""Verdicts on tickets that come from a file and go into no store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from app.domain.analysis import Analysis, text_hash
from app.domain.batch import START, Batch
from app.domain.counterfactual import Counterfactual
from app.domain.people import Fact
from app.domain.placing import held_back, placement, rooms, with_room
from app.domain.routing import Candidate
from app.domain.rule_verdicts import RuleVerdict, rule_words
from app.domain.rulebook import Rulebook
from app.domain.score import Contribution
from app.domain.snapshot import Read, Snapshot, Span, snapshot
from app.domain.tickets import Event, Message, MessageId, Role, Ticket, TicketId
from app.domain.triage import Triage
from app.inference.base import Analyzer
from app.service.assess import Assessor
from app.service.counterfactuals import counterfactuals
from app.service.file_queue import FileQueue, file_queue
from app.service.sharing import Sharing

T = TypeVar("T", Message, Event)

PORTION = 50  # tickets whose texts are read together


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ticket as it was seen, what we think of it, and what would make us think otherwise."""

    snapshot: Snapshot
    triage: Triage
    counterfactuals: tuple[Counterfactual, ...] = ()


def in_portions(batches: Iterable[Batch]) -> Iterator[Batch]:
    """All batches put together and dealt out again, each ticket once and with everything that is said of it anywhere.

    A file may come back to a ticket thousands of lines later; judging it twice, each time by half, would be wrong.
    """
    every = list(batches)
    tickets = {ticket.id: ticket for batch in every for ticket in batch.tickets}
    messages = _by_ticket(list({each.id: each for batch in every for each in batch.messages}.values()))
    events = _by_ticket(list({each.id: each for batch in every for each in batch.events}.values()))
    whole = Batch(
        cursor=START,
        more=True,
        accounts=tuple({each.id: each for batch in every for each in batch.accounts}.values()),
        agents=tuple({each.id: each for batch in every for each in batch.agents}.values()),
    )
    yield replace(whole, complaints=tuple(each for batch in every for each in batch.complaints))
    ids = list(tickets)
    for start in range(0, len(ids), PORTION):
        some = ids[start : start + PORTION]
        yield replace(
            whole,
            tickets=tuple(tickets[each] for each in some),
            messages=tuple(message for each in some for message in messages[each]),
            events=tuple(event for each in some for event in events[each]),
        )


def verdicts(
    batch: Batch,
    analyzer: Analyzer,
    assessor: Assessor,
    *,
    as_of: datetime | None,
    queue: FileQueue | None = None,
) -> Iterator[Verdict]:
    """A verdict on each ticket of the batch, as of `as_of` or else of the last thing known about the ticket.

    `queue` is counted from all tickets that there are; None where those of the batch are all.
    """
    around = queue or file_queue(batch.tickets, as_of=as_of)
    messages, events = _by_ticket(batch.messages), _by_ticket(batch.events)
    accounts = {account.id: account for account in batch.accounts}
    analyses = _analyses(batch.messages, analyzer)
    for ticket in batch.tickets:
        said, happened = messages[ticket.id], events[ticket.id]
        seen = snapshot(
            ticket,
            as_of=as_of or last_known(ticket, said, happened),
            messages=said,
            analyses=analyses,
            events=happened,
            account=accounts.get(ticket.account) if ticket.account else None,
            siblings=_siblings(ticket, around),
        )
        sight = assessor.look(seen)
        triage = assessor.assess(
            seen, model_revision=analyzer.revision, agents=batch.agents, loads=around.loads, sight=sight
        )
        yield Verdict(seen, triage, counterfactuals(assessor, seen, sight))


def settled(verdicts: Iterable[Verdict], assessor: Assessor, queue: FileQueue) -> Iterator[Verdict]:
    """The verdicts settled together: held back what has no room, the rest shared out; `queue` is of all tickets.

    While nobody is named and no desk has a limit each is given on as it comes; else all of them are looked at first.
    """
    rulebook = assessor.rulebook
    limits = [*(each.capacity for each in rulebook.tiers), *(each.capacity for each in rulebook.desks)]
    free = all(each is None for each in limits)
    coming = iter(verdicts)
    for verdict in coming:
        if not free or verdict.triage.suggestion.candidates:
            roomy = _with_room_for([verdict, *coming], rulebook, queue)
            sharing = Sharing(assessor.weights.fit, rulebook.leads)
            shared = sharing.shared_out([each.triage for each in roomy], {})
            yield from (replace(each, triage=triage) for each, triage in zip(roomy, shared, strict=True))
            return
        yield verdict


def _with_room_for(every: Sequence[Verdict], rulebook: Rulebook, queue: FileQueue) -> list[Verdict]:
    """The verdicts with those held back that the desks have no room for."""
    waiting = (each for each in (placement(verdict.triage) for verdict in every) if each is not None)
    full = held_back(waiting, rooms(rulebook, queue.in_group))
    found = []
    for verdict in every:
        triage = with_room(verdict.triage, full.get(verdict.triage.ticket, ""))
        turned = triage.suggestion.escalate is not verdict.triage.suggestion.escalate
        found.append(replace(verdict, triage=triage, counterfactuals=() if turned else verdict.counterfactuals))
    return found


def last_known(ticket: Ticket, messages: Sequence[Message], events: Sequence[Event]) -> datetime:
    """The instant of the newest thing that is known about a ticket."""
    return max([ticket.created_at, *(each.at for each in messages), *(each.at for each in events)])


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    """The verdict as `warmline triage --json` prints it."""
    score, suggestion = verdict.triage.score, verdict.triage.suggestion
    index = {read.message.id: number for number, read in enumerate(verdict.snapshot.thread)}
    where = suggestion.destination
    return {
        "id": verdict.snapshot.ticket.number,
        "score": score.points,
        "state": str(score.state),
        "probability": score.probability,
        "suggestion": {
            "escalate": suggestion.escalate,
            "mode": str(suggestion.mode),
            "tier": where.tier if where else None,
            "group": where.group if where else None,
            "agent": where.agent if where else None,
            "because": suggestion.because,
            "rule": suggestion.rule or None,
            "notify": list(suggestion.notify),
            "nobody": suggestion.nobody or None,
            "held": suggestion.held or None,
        },
        "candidates": [_candidate(each) for each in suggestion.candidates],
        "contributions": [_contribution(each, index) for each in score.contributions],
        "counterfactuals": [_counterfactual(each) for each in verdict.counterfactuals],
        "rules": [_rule(each) for each in verdict.triage.rules],
        "messages": [_message(number, read) for number, read in enumerate(verdict.snapshot.thread)],
        "versions": asdict(verdict.triage.versions),
    }


def _contribution(contribution: Contribution, index: Mapping[MessageId, int]) -> dict[str, Any]:
    return {
        "line": str(contribution.line),
        "signal": contribution.signal,
        "of": list(contribution.of),
        "family": str(contribution.family),
        "points": contribution.points,
        "weight": contribution.weight,
        "strength": contribution.strength,
        "because": contribution.because,
        "evidence": [_span(span, index) for span in contribution.evidence],
        "facts": [_fact(each) for each in contribution.facts],
    }


def _fact(fact: Fact) -> dict[str, str]:
    value = fact.value.isoformat() if isinstance(fact.value, date) else str(fact.value)
    return {"name": fact.name, "value": value, "as_of": fact.as_of.isoformat(), "source": fact.source}


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "agent": candidate.agent.id,
        "points": candidate.points,
        "factors": [
            {"factor": each.factor, "points": each.points, "because": each.because} for each in candidate.factors
        ],
        "available": not candidate.why_not,
        "why_not": candidate.why_not,
        "after": candidate.after,
    }


def _counterfactual(found: Counterfactual) -> dict[str, Any]:
    return {"words": found.words, "facts": list(found.facts), "escalate": found.escalate, "score": found.points}


def _rule(verdict: RuleVerdict) -> dict[str, Any]:
    return {"rule": verdict.rule, "verdict": str(verdict.verdict), "because": rule_words(verdict)}


def _span(span: Span, index: Mapping[MessageId, int]) -> dict[str, int]:
    return {"message": index[span.message], "start": span.start, "end": span.end}


def _message(number: int, read: Read) -> dict[str, Any]:
    analysis = read.analysis
    customer = read.message.role is Role.CUSTOMER
    return {
        "index": number,
        "sentiment": analysis.sentiment if analysis else None,
        "intents": {
            name: round(found.probability, 4)
            for name, found in (analysis.intents.items() if analysis and customer else ())
            if analysis and analysis.intent(name)
        },
    }


def _analyses(messages: Sequence[Message], analyzer: Analyzer) -> dict[str, Analysis]:
    texts = {text_hash(message): message.text for message in messages if message.role is not Role.SYSTEM}
    return dict(zip(texts, analyzer.analyze(list(texts.values())), strict=True))


def _by_ticket(things: Sequence[T]) -> Mapping[TicketId, list[T]]:
    grouped: dict[TicketId, list[T]] = defaultdict(list)
    for thing in things:
        grouped[thing.ticket].append(thing)
    return grouped


def _siblings(ticket: Ticket, around: FileQueue) -> list[Ticket]:
    """The other unfinished tickets of its account; none of no account."""
    of_account = around.of_account.get(ticket.account, ()) if ticket.account is not None else ()
    return [each for each in of_account if each.id != ticket.id]
