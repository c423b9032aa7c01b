"""What a story is, and what the stories share: desks, accounts, people, and turns that come up again and again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.domain.people import Fact
from app.domain.rulebook import Mode
from app.domain.tickets import Event, EventKind, Requester, SlaClock, Ticket
from tests.builders import NOW
from tests.signals.scene import HOUR, Turn, aged, agent, alike, customer, event, fact

TIER_1, BILLING, TECHNICAL, PRODUCT = "Tier 1", "Tier 2 Billing", "Tier 2 Technical", "Tier 3 Product"
SECURITY, COMPLIANCE, EXECUTIVE = "Security", "Compliance", "Tier 4 Executive"

SMALL, MIDDLE, LARGE = fact("value", 4_800), fact("value", 62_000), fact("value", 310_000)
LOG = """\
10:02:11.881 ERROR sync lost the connection: ECONNRESET
Traceback (most recent call last):
relay.PushError: HTTP 503 from POST /v2/orders"""
ADVICE = "Please disconnect the printer and connect it again on the page."
SAME_ADVICE = "You could reconnect the printer on the Connectors page, please."


@dataclass(frozen=True, slots=True)
class Story:
    """A conversation, message by message.

    `goes` is the group that is suggested after each message, None where the ticket stays. `rule` and `mode` are those
    of the first suggestion, `last` those of the last one where another decides it; `first` says after which message
    (from 0) a signal reads for the first time.
    """

    turns: tuple[Turn, ...]
    goes: tuple[str | None, ...]
    rule: str = ""
    mode: Mode = Mode.SUGGEST
    first: Mapping[str, int] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    ticket: Ticket = field(default_factory=lambda: aged(hours=24))
    last: tuple[str, Mode] | None = None
    siblings: tuple[Ticket, ...] = ()  # other open ones of the account


def tagged(*tags: str, group: str = TIER_1) -> Ticket:
    return replace(aged(hours=24), tags=tags, group=group)


def due(hours: float, *, age: float = 24) -> Ticket:
    """A ticket whose next reply is due so many hours before now."""
    return replace(aged(hours=age), sla=SlaClock(NOW - hours * HOUR, "next reply"))


CALM_QUESTION = customer("Where do I find last month's invoice?", sentiment=0.0, invoice_question=0.8)
LAWYER = customer("Then my lawyer will write to you.", sentiment=-0.6, legal_threat=0.95)
REFUND = customer("Please refund the second charge.", sentiment=-0.2, refund=0.85)
TRACE = customer(LOG, sentiment=0.0, api_integration=0.9)
FRUSTRATED = customer("Three days of this. Poor.", sentiment=-0.8, disappointment=0.8)
UPSET = (customer("It fails.", sentiment=-0.3), agent(), customer("Still.", sentiment=-0.55, disappointment=0.7))
MORE_UPSET = (*UPSET[:2], replace(UPSET[2], sentiment=-0.58))
ASKS = customer("Your manager, please.", sentiment=-0.6, supervisor_demand=0.95)

GROWING = (
    customer("The report is empty.", sentiment=0.1),
    agent(),
    customer("It is still empty, and we need it.", sentiment=-0.3),
    agent(),
    customer("That did not help. I am losing patience.", sentiment=-0.7, fix_did_not_work=0.8),
    agent(),
    ASKS,
)
LOOP = (
    customer("The printer is offline.", sentiment=-0.1),
    agent(ADVICE, advising=alike(1.0)),
    customer("No change.", sentiment=-0.3),
    agent(SAME_ADVICE, advising=alike(0.9)),
    customer("You said that yesterday and it does not help.", sentiment=-0.6, fix_did_not_work=0.8),
)
BACK_AND_FORTH = (
    customer("The report is empty.", sentiment=-0.4),
    agent(),
    customer("It is empty for March too.", sentiment=-0.5),
    agent(),
    customer("And for April.", sentiment=-0.5),
    agent(),
    customer("April has nothing in it.", sentiment=-0.6),
    agent(),
    customer("Nor has May.", sentiment=-0.7),
)
OTHERS = tuple(aged(str(number), hours=48) for number in range(50, 58))
HANDED_ON = tuple(
    event(EventKind.GROUP, old, new, hours=hours)
    for old, new, hours in ((TIER_1, BILLING, 20), (BILLING, TECHNICAL, 15), (TECHNICAL, TIER_1, 10))
)
EACH_SAYS = (
    customer("A charge that the import made.", hours=22, sentiment=-0.3),
    customer("Which of you is it?", hours=12, sentiment=-0.4),
    customer("Each says it is the other.", hours=1, sentiment=-0.9, disappointment=0.9),
)
REOPENED = (
    event(EventKind.STATUS, "open", "resolved", hours=20),
    event(EventKind.STATUS, "resolved", "open", hours=10),
)
HENRIK = replace(aged(hours=24), requester=Requester("Henrik Aas"))
COO = fact("contact", "Henrik Aas, COO")
