"""The demo files are read strictly, and those that ship with Warmline hold what they should."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.connectors.sample.demo import Demo, read_demo
from app.domain.batch import START
from app.domain.shifts import on_shift
from app.domain.tickets import ConnectionName, EventKind, Role, Status, Visibility
from app.errors import BadInput
from tests.connectors.sample_bench import ACCOUNTS, AGENTS, ANA, EPOCH, TICKETS, Bench, bench_in, said_in, ticket_of

SHIPPED = Path(__file__).parents[2] / "resources" / "demo"
HOUR = timedelta(hours=1)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return bench_in(tmp_path)


def test_everything_in_the_demo_files_arrives_dated_from_the_first_opening(bench: Bench) -> None:
    batch = bench.open().changes(START)
    ticket = ticket_of(batch, "1")
    assert not batch.more
    assert batch.remaining == 0
    assert (ticket.owner, ticket.group, ticket.status, ticket.tags) == (ANA, "Tier 1", Status.OPEN, ("billing",))
    assert ticket.created_at == EPOCH - timedelta(days=3, hours=4, minutes=10)
    assert ticket.updated_at == EPOCH - timedelta(days=1)
    assert ticket.sla is not None
    assert ticket.sla.due_at == EPOCH + timedelta(hours=2)
    assert dict(ticket.fields) == {"product": "flows"}
    first, note = said_in(batch, "1")
    assert (first.role, first.author, first.attachments[0].size) == (Role.CUSTOMER, "Mara Lindt", 12)
    assert (note.author, note.visibility) == ("Ana Ortiz", Visibility.INTERNAL)
    moved = next(each for each in batch.events if each.kind is EventKind.OWNER)
    assert (moved.actor, moved.old, moved.new) == ("Bob Lindgren", "Bob Lindgren", "Ana Ortiz")
    assert ticket_of(batch, "2").solved_at == EPOCH - timedelta(days=4)


def test_people_and_accounts_arrive_with_the_first_batch(bench: Bench) -> None:
    batch = bench.open().changes(START)
    assert [each.name for each in batch.groups] == ["Tier 1", "Tier 2 Billing", "Tier 3 Product"]
    ana, bob = batch.agents
    assert ana.shift is not None
    assert (ana.shift.weekdays, ana.shift.zone, ana.tier) == (frozenset({0, 4}), "Europe/Madrid", 1)
    assert (bob.certifications, bob.presence.value) == (("legal",), "away")
    facts = batch.accounts[0].facts
    assert [each.as_of for each in facts] == sorted(each.as_of for each in facts)
    assert [each.value for each in facts if each.name == "usage"] == [10, 9, 8]
    renewal = batch.accounts[0].latest("renewal")
    assert renewal is not None
    assert renewal.value == (EPOCH + timedelta(days=40)).date()


@pytest.mark.parametrize(
    ("name", "was", "becomes", "complaint"),
    [
        ("tickets-a.toml", 'number = "1"', "number = 1", "ticket 1: number must be a text"),
        ("tickets-a.toml", 'number = "2"', 'number = "1"', "the number 1 is taken"),
        ("tickets-a.toml", 'owner = "ana"', 'owner = "zoe"', r"ticket 1 \(1\): there is no agent 'zoe'"),
        ("tickets-a.toml", 'account = "northwind"', 'account = "nobody"', "no account 'nobody'"),
        ("tickets-a.toml", 'owner = "ana"', 'group = "Tier 9"', "no group 'Tier 9'"),
        ("tickets-a.toml", 'owner = "ana"', 'owned = "ana"', "'owned' is not a key"),
        ("tickets-a.toml", 'role = "agent"', 'role = "boss"', "message 2: role must be one of customer"),
        ("tickets-a.toml", 'ago = "3d 4h 10m"', 'ago = "3 days"', "ago must be a length of time"),
        ("tickets-a.toml", 'ago = "1d"', 'ago = "4d"', "each must come after the one before"),
        ("tickets-a.toml", 'ago = "2d"', 'ago = "9d"', "event 1: it comes before the ticket's first message"),
        ("tickets-a.toml", '"in 2h"', '"2h"', 'sla: due must read like "in 2h"'),
        ("tickets-a.toml", '"next reply"', '"soon"', "target must be one of first reply"),
        ("tickets-a.toml", "Mara Lindt <mara@northwind.example>", "Mara", "requester must read like"),
        ("tickets-a.toml", 'status = "solved"', 'status = "done"', "status must be one of new, open"),
        ("tickets-a.toml", "internal = true", 'internal = "yes"', "internal must be true or false"),
        ("tickets-a.toml", "size = 12", "size = -1", "size must be a whole number"),
        ("tickets-a.toml", 'text = "Two charges."', 'text = " "', "text must be a text"),
        ("tickets-a.toml", "[[ticket]]", "[[ticket", "not valid TOML"),
        ("tickets-a.toml", 'tags = ["billing"]', 'tags = "billing"', "tags must be a list"),
        ("tickets-a.toml", 'kind = "owner"', 'kind = "stolen"', "kind must be one of created"),
        ("accounts.toml", 'name = "value"', 'name = "worth"', "'worth' is not the name of a fact"),
        ("accounts.toml", '"in 40d"', '"soon"', 'value must read like "in 2h"'),
        ("accounts.toml", "84_000", "[84]", "value must be a text, a number"),
        ("accounts.toml", "[10, 9, 8]", "[]", "values must be a list"),
        ("agents.toml", '"Tier 2 Billing"]', '"Tier 3"]', "no .*group.* named 'Tier 3'"),
        ("agents.toml", '"bob"', '"ana"', "taken by another agent"),
        ("agents.toml", '"mon"', '"Monday"', "days must be some of mon"),
        ("agents.toml", '"08:00"', '"8 o clock"', "start must be a time of day"),
        ("agents.toml", '"away"', '"asleep"', "presence must be one of available"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_place(
    bench: Bench, name: str, was: str, becomes: str, complaint: str
) -> None:
    text = {"agents.toml": AGENTS, "accounts.toml": ACCOUNTS, "tickets-a.toml": TICKETS}[name]
    assert was in text
    bench.write(name, text.replace(was, becomes))
    with pytest.raises(BadInput, match=complaint) as raised:
        bench.open().changes(START)
    assert name in str(raised.value)


def test_a_folder_without_tickets_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"holds no tickets-\*\.toml"):
        read_demo(tmp_path, connection=ConnectionName("sample"), epoch=EPOCH)


@pytest.fixture(scope="module")
def shipped() -> Demo:
    return read_demo(SHIPPED, connection=ConnectionName("sample"), epoch=EPOCH)


def test_the_shipped_sample_is_as_large_as_promised(shipped: Demo) -> None:
    unfinished = [each for each in shipped.stories.values() if not each.ticket.status.finished]
    assert len(unfinished) >= 80
    assert len(shipped.agents) == 12
    assert len(shipped.accounts) == 12
    assert all(len(each.messages) + len(each.later) <= 14 for each in shipped.stories.values())
    assert sum(bool(each.later) for each in unfinished) >= 6
    assert any(each.ticket.owner == ANA for each in unfinished)
    assert any(each.ticket.status is Status.PENDING for each in unfinished)
    assert len({each.ticket.group for each in unfinished}) >= 4


def test_the_shipped_customers_answer_within_minutes(shipped: Demo) -> None:
    later = [message for each in shipped.stories.values() for message in each.later]
    assert all(EPOCH < each.at < EPOCH + HOUR for each in later)
    assert all(each.role is Role.CUSTOMER for each in later)


def test_no_shipped_agent_owns_more_than_can_be(shipped: Demo) -> None:
    owners = [each.ticket.owner for each in shipped.stories.values() if not each.ticket.status.finished]
    for agent in shipped.agents.values():
        assert agent.capacity is not None
        assert owners.count(agent.id) <= agent.capacity * 1.5


def test_whoever_opens_the_sample_finds_somebody_on_shift_to_pass_a_ticket_to(shipped: Demo) -> None:
    hours = [EPOCH + timedelta(hours=each, minutes=59) for each in range(7 * 24)]
    for group in {each.name for each in shipped.groups} - {"Tier 1"}:
        theirs = [each for each in shipped.agents.values() if group in each.groups]
        assert all(any(on_shift(each, hour) for each in theirs) for hour in hours), group


def test_every_shipped_message_is_whole(shipped: Demo) -> None:
    for story in shipped.stories.values():
        for message in (*story.messages, *story.later):
            assert message.text == message.text.strip("\n")
            assert "lorem" not in message.text.lower()
            assert message.author
        assert story.messages[0].visibility is Visibility.PUBLIC
