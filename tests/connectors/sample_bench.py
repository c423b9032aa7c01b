"""A small sample workspace, for the tests of the connector that serves it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from app.connectors.sample import SampleConnector
from app.connectors.sample.journal import JOURNAL
from app.domain.batch import Batch
from app.domain.changes import Change, ChangeId, Verb
from app.domain.tickets import AgentId, Message, Ticket, TicketId
from app.settings import ConnectionSettings

EPOCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANA, BOB = AgentId("sample:ana"), AgentId("sample:bob")

AGENTS = """
group = [{ name = "Tier 1" }, { name = "Tier 2 Billing", description = "Money." }, { name = "Tier 3 Product" }]
[[agent]]
login = "ana"
name = "Ana Ortiz"
email = "ana@relay.example"
groups = ["Tier 1"]
tier = 1
capacity = 5
shift = { days = ["mon", "fri"], start = "08:00", end = "16:30", zone = "Europe/Madrid" }
[[agent]]
login = "bob"
name = "Bob Lindgren"
email = "bob@relay.example"
groups = ["Tier 2 Billing"]
tier = 2
capacity = 5
certifications = ["legal"]
presence = "away"
"""
ACCOUNTS = """
[[account]]
id = "northwind"
name = "Northwind Traders"
[[account.fact]]
name = "value"
value = 84_000
ago = "10d"
source = "contract"
[[account.fact]]
name = "renewal"
value = "in 40d"
ago = "9d"
source = "contract"
[[account.series]]
name = "usage"
values = [10, 9, 8]
every = "7d"
ago = "1d"
source = "product usage"
"""
TICKETS = """
[[ticket]]
number = "1"
subject = "Charged twice"
account = "northwind"
requester = "Mara Lindt <mara@northwind.example>"
owner = "ana"
tags = ["billing"]
sla = { target = "next reply", due = "in 2h" }
fields = { product = "flows" }
[[ticket.message]]
ago = "3d 4h 10m"
role = "customer"
text = "Two charges."
[[ticket.message.attachment]]
name = "statement.pdf"
media_type = "application/pdf"
size = 12
[[ticket.message]]
ago = "1d"
role = "agent"
by = "ana"
internal = true
text = "Looks real."
[[ticket.event]]
ago = "2d"
kind = "owner"
by = "bob"
old = "bob"
new = "ana"
[[ticket.later]]
after = "45s"
role = "customer"
text = "Where is my money?"
[[ticket]]
number = "2"
subject = "Invoice"
status = "solved"
requester = "Joe <joe@x.example>"
[[ticket.message]]
ago = "5d"
role = "customer"
text = "Please send the invoice."
[[ticket.event]]
ago = "4d"
kind = "status"
by = "ana"
old = "open"
new = "solved"
[[ticket.later]]
after = "10m"
role = "customer"
text = "It never came."
"""


@dataclass
class Bench:
    """A sample workspace in a temporary folder, with a clock that is moved by hand."""

    root: Path
    time: datetime = EPOCH

    def open(self) -> SampleConnector:
        options = MappingProxyType({"folder": str(self.root / "workspace")})
        settings = ConnectionSettings("sample", "sample", url=str(self.root / "demo"), options=options)
        return SampleConnector(settings, now=lambda: self.time)

    def write(self, name: str, text: str) -> None:
        (self.root / "demo").mkdir(exist_ok=True)
        (self.root / "demo" / name).write_text(text, encoding="utf-8")

    @property
    def journal(self) -> Path:
        return self.root / "workspace" / JOURNAL


def bench_in(root: Path) -> Bench:
    """A bench with the demo files above."""
    bench = Bench(root)
    bench.write("agents.toml", AGENTS)
    bench.write("accounts.toml", ACCOUNTS)
    bench.write("tickets-a.toml", TICKETS)
    return bench


def change(key: str, *verbs: Verb, ticket: str = "1") -> Change:
    return Change(ChangeId(key), TicketId(f"sample:{ticket}"), verbs, EPOCH)


def ticket_of(batch: Batch, number: str) -> Ticket:
    return next(each for each in batch.tickets if each.number == number)


def said_in(batch: Batch, number: str) -> list[Message]:
    return [each for each in batch.messages if each.ticket == f"sample:{number}"]
