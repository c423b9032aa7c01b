"""Domain values with sane defaults, so that a test names only what it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from app.domain.analysis import Analysis, IntentFound, Legibility, text_hash
from app.domain.batch import Batch, Cursor
from app.domain.changes import Assign, Change, ChangeId, Note, Outcome, Receipt, Verb, VerbOutcome
from app.domain.decisions import Decision, DecisionId, DecisionKind
from app.domain.people import Account, Agent, Fact, FactValue, Group, Presence, Shift
from app.domain.routing import Candidate, Destination, Suggestion
from app.domain.rulebook import Mode
from app.domain.score import Contribution, Family, Score, ScoreState
from app.domain.snapshot import Snapshot, Span, snapshot
from app.domain.taught import Correction, CorrectionId, IntentDraft, TaughtId, TaughtIntent
from app.domain.tickets import (
    AccountId,
    AgentId,
    ConnectionName,
    Event,
    EventKind,
    Message,
    MessageId,
    Requester,
    Role,
    Status,
    Ticket,
    TicketId,
    agent_id,
    message_id,
    ticket_id,
)
from app.domain.triage import Triage, Versions
from app.domain.trials import Trial, TrialId

DESK = ConnectionName("desk")  # the connection that everything comes from where a test names none
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)  # a Wednesday, in office hours
MODEL = "model-1"
VERSIONS = Versions(model=MODEL, signals="signals-1", weights="weights-1", rulebook="rulebook-1")


def ago(**parts: float) -> datetime:
    """An instant before NOW: `ago(hours=2)`."""
    return NOW - timedelta(**parts)


def ticket(number: str = "1", *, connection: ConnectionName = DESK, owner: str | None = None, **changes: Any) -> Ticket:
    """An open ticket of this morning, with nobody; `owner` is a login."""
    plain = Ticket(
        id=ticket_id(connection, number),
        connection=connection,
        number=number,
        subject=f"Subject of {number}",
        status=Status.OPEN,
        created_at=ago(hours=2),
        updated_at=ago(hours=1),
        requester=Requester("Mara Lindt", "mara@northwind.example"),
        group="Tier 1",
        owner=agent_id(connection, owner) if owner else None,
        version="1",
    )
    return replace(plain, **changes)


def message(
    text: str = "It still does not work.",
    *,
    number: str = "1",
    remote: str = "",
    role: Role = Role.CUSTOMER,
    at: datetime | None = None,
    **changes: Any,
) -> Message:
    """A customer's public message on ticket `number`; its id follows from its text where `remote` is not given."""
    plain = Message(
        id=_message_id(number, remote or text[:40]),
        ticket=ticket_id(DESK, number),
        role=role,
        at=at or ago(hours=1),
        text=text,
        author={Role.CUSTOMER: "Mara Lindt", Role.AGENT: "Ana Ortiz"}.get(role, ""),
    )
    return replace(plain, **changes)


def conversation(
    *texts: str, number: str = "1", start: datetime | None = None, every: float = 60
) -> tuple[Message, ...]:
    """Messages in turn, the customer's first, `every` minutes; a leading "agent: " or "customer: " says otherwise."""
    first = start or ago(minutes=every * len(texts))
    return tuple(
        _turn(text, index, number=number, at=first + timedelta(minutes=every * index))
        for index, text in enumerate(texts)
    )


def event(kind: EventKind = EventKind.GROUP, *, number: str = "1", remote: str = "", **changes: Any) -> Event:
    plain = Event(
        id=f"{DESK}:{remote or f'{number}-{kind}'}",
        ticket=ticket_id(DESK, number),
        kind=kind,
        at=ago(minutes=90),
        actor="ana",
        old="Tier 1",
        new="Tier 2 Billing",
    )
    return replace(plain, **changes)


def fact(name: str = "value", value: FactValue = 84_000, *, account: str = "northwind", **changes: Any) -> Fact:
    plain = Fact(account=AccountId(account), name=name, value=value, as_of=ago(days=10), source="accounts.csv")
    return replace(plain, **changes)


def account(name: str = "northwind", *facts: Fact) -> Account:
    """An account, by default one that is known to be worth 84,000 a year."""
    return Account(id=AccountId(name), name=name.title(), facts=facts or (fact(account=name),))


def agent(login: str = "ana", *, connection: ConnectionName = DESK, **changes: Any) -> Agent:
    """Somebody in Tier 1 who works office hours and can own five tickets."""
    plain = Agent(
        id=agent_id(connection, login),
        name={"ana": "Ana Ortiz", "bob": "Bob Lindgren"}.get(login, login.title()),
        email=f"{login}@relay.example",
        groups=("Tier 1",),
        tier=1,
        shift=Shift(weekdays=frozenset(range(5)), start=time(8), end=time(17)),
        capacity=5,
        presence=Presence.AVAILABLE,
    )
    return replace(plain, **changes)


def group(name: str = "Tier 1", description: str = "") -> Group:
    return Group(name, description)


def batch(*tickets: Ticket, cursor: str = "1", more: bool = False, **changes: Any) -> Batch:
    """A batch of these tickets, the last one there is."""
    return replace(Batch(cursor=Cursor(cursor), more=more, tickets=tickets), **changes)


def analysis(
    text: str | Message = "It still does not work.",
    *,
    sentiment: float | None = 0.0,
    intents: Mapping[str, float] | None = None,
    **changes: Any,
) -> Analysis:
    """What the models said of a text, or of a message's text; `intents` are probabilities by name."""
    read = text if isinstance(text, Message) else message(text)
    plain = Analysis(
        text_hash=text_hash(read),
        model_revision=MODEL,
        legibility=Legibility.READ,
        words=len(read.text.split()),
        sentiment=sentiment,
        intents=MappingProxyType({name: IntentFound(each) for name, each in (intents or {}).items()}),
    )
    return replace(plain, **changes)


def contribution(signal: str = "supervisor_demand", points: int = 40, **changes: Any) -> Contribution:
    plain = Contribution(
        signal=signal,
        label=signal.replace("_", " ").capitalize(),
        family=Family.SENTIMENT,
        points=points,
        strength=1.0,
        weight=points,
        because="asks for a supervisor",
        evidence=(Span(message().id, 0, 8),),
    )
    return replace(plain, **changes)


def score(*contributions: Contribution, suggest_at: int = 50, automatic_at: int = 90, **changes: Any) -> Score:
    """The score that these contributions make."""
    points = sum(each.points for each in contributions)
    reached = ScoreState.AUTOMATIC if points >= automatic_at else ScoreState.SUGGEST
    plain = Score(
        points=points,
        state=reached if points >= suggest_at else ScoreState.QUIET,
        contributions=contributions,
        weights_revision=VERSIONS.weights,
        to_suggest=suggest_at - points,
        to_automatic=automatic_at - points,
    )
    return replace(plain, **changes)


def destination(group_name: str = "Tier 2 Billing", tier: int = 2, owner: str | None = "bob") -> Destination:
    """Where a ticket should go; `owner` is a login."""
    return Destination(group=group_name, tier=tier, agent=agent_id(DESK, owner) if owner else None)


def suggestion(where: Destination | None = None, **changes: Any) -> Suggestion:
    """An escalation to Bob in Tier 2 Billing, to be confirmed."""
    plain = Suggestion(
        escalate=True,
        because="asks for a supervisor",
        mode=Mode.SUGGEST,
        destination=where or destination(),
        candidates=(Candidate(agent("bob", groups=("Tier 2 Billing",), tier=2), open_tickets=3),),
    )
    return replace(plain, **changes)


def quiet_suggestion() -> Suggestion:
    return Suggestion(escalate=False, because="50 points below the threshold for a suggestion.")


def triage(number: str = "1", *contributions: Contribution, **changes: Any) -> Triage:
    """A verdict on ticket `number`: an escalation is suggested where its contributions reach 50 points."""
    made = score(*contributions)
    plain = Triage(
        ticket=ticket_id(DESK, number),
        as_of=NOW,
        score=made,
        suggestion=quiet_suggestion() if made.state is ScoreState.QUIET else suggestion(),
        versions=VERSIONS,
    )
    return replace(plain, **changes)


def decision(
    number: str = "1", *, name: str = "", kind: DecisionKind = DecisionKind.ACCEPT, **changes: Any
) -> Decision:
    """Ana's decision on ticket `number`; `name` tells several of them apart."""
    plain = Decision(
        id=DecisionId(f"decision-{number}{name}"),
        ticket=ticket_id(DESK, number),
        kind=kind,
        by="Ana Ortiz",
        at=NOW,
        destination=destination() if kind is DecisionKind.ACCEPT else None,
        score=60,
        versions=VERSIONS,
    )
    return replace(plain, **changes)


def change(number: str = "1", *verbs: Verb, name: str = "", **changes: Any) -> Change:
    """A note and a move to Bob in Tier 2 Billing, on ticket `number`; `name` tells several of them apart."""
    move = Assign(group="Tier 2 Billing", owner=agent_id(DESK, "bob"), from_group="Tier 1")
    plain = Change(
        id=ChangeId(f"change-{number}{name}"),
        ticket=ticket_id(DESK, number),
        verbs=verbs or (Note("Escalated by Ana Ortiz."), move),
        decided_at=NOW,
    )
    return replace(plain, **changes)


def receipt(of: Change, outcome: Outcome = Outcome.APPLIED, why: str = "") -> Receipt:
    """Every verb of a change with the same outcome."""
    outcomes = tuple(VerbOutcome(type(verb).__name__.lower(), outcome, why) for verb in of.verbs)
    return Receipt(change=of.id, at=NOW + timedelta(seconds=20), outcomes=outcomes)


def seen(
    messages: Iterable[Message],
    *,
    analyses: Iterable[Analysis] = (),
    of: Ticket | None = None,
    as_of: datetime = NOW,
    **rest: Any,
) -> Snapshot:
    """A snapshot of these messages with what the models said of them."""
    by_hash = {each.text_hash: each for each in analyses}
    return snapshot(of or ticket(), as_of=as_of, messages=messages, analyses=by_hash, **rest)


def draft(
    name: str = "refund_after_outage", *positives: str, near: Iterable[str] = (), meaning: str = ""
) -> IntentDraft:
    """An intent of a team's own that can be tried."""
    plain = tuple(
        f"Refund us for outage number {each}."
        for each in ["one", "two", "three", "four", "five", "six", "seven", "eight"]
    )
    return IntentDraft(name, meaning or "Wants money back because we were down.", positives or plain, tuple(near))


def taught(name: str = "refund_after_outage", *positives: str, id_: str = "", **changes: Any) -> TaughtIntent:
    plain = TaughtIntent(TaughtId(id_ or f"taught-{name}"), draft(name, *positives), by="Lena Vogt", at=ago(days=1))
    return replace(plain, **changes)


def correction(text: str = "Please send the file back.", *, intent: str = "refund", **changes: Any) -> Correction:
    """Ana's word of yesterday that an intent is not in a sentence."""
    plain = Correction(
        CorrectionId(f"correction-{intent}-{text[:20].replace(' ', '-')}"),
        intent,
        text,
        present=False,
        by="Ana Ortiz",
        at=ago(days=1),
    )
    return replace(plain, **changes)


def trial(name: str = "1", **changes: Any) -> Trial:
    return replace(Trial(TrialId(f"trial-{name}"), draft(), by="Lena Vogt", at=NOW), **changes)


def owner_id(login: str) -> AgentId:
    return agent_id(DESK, login)


def id_of(number: str) -> TicketId:
    """The id of ticket `number`."""
    return ticket_id(DESK, number)


def _message_id(number: str, remote: str) -> MessageId:
    return message_id(DESK, f"{number}-{remote}")


def _turn(text: str, index: int, *, number: str, at: datetime) -> Message:
    who, _, said = text.partition(": ")
    by_prefix = {"agent": Role.AGENT, "customer": Role.CUSTOMER, "system": Role.SYSTEM}
    if who in by_prefix:
        return message(said, number=number, remote=str(index), role=by_prefix[who], at=at)
    role = Role.AGENT if index % 2 else Role.CUSTOMER
    return message(text, number=number, remote=str(index), role=role, at=at)
