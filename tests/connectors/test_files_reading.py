"""Tickets in files are read as far as they can be; what cannot be read is named with its line."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.connectors.files import tickets_in
from app.domain.batch import Batch
from app.domain.people import Account
from app.domain.tickets import EventKind, Message, Priority, Role, Status, Visibility

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FULL: dict[str, Any] = {
    "id": 7,
    "subject": "  Charged\ntwice ",
    "status": "On-hold",
    "group": "Billing",
    "owner": {"login": "ana", "name": "Ana Ortiz", "email": "ana@relay.example"},
    "priority": "P1",
    "requester": "Mara Lindt <mara@northwind.example>",
    "account": {
        "id": "northwind",
        "name": "Northwind Traders",
        "facts": [
            {"name": "value", "value": 84000, "as_of": "2026-01-01T00:00:00Z", "source": "CRM"},
            {"name": "renewal", "value": "2026-06-01"},
            {"name": "health", "value": float("nan")},
        ],
    },
    "tags": ["billing", "billing", "vip"],
    "fields": {"product": "flows", "seats": 12, "beta": True, "gone": None, "more": {"a": [1]}},
    "sla": {"due_at": "2026-03-01T14:00:00+01:00", "target": "resolution"},
    "created_at": "2026-03-01T12:00:00Z",
    "url": "https://help.example/7",
    "events": [{"kind": "owner", "at": "2026-03-01T12:30:00Z", "actor": "Ben", "old": "ben", "new": "ana"}],
    "messages": [
        {
            "id": "m1",
            "role": "end-user",
            "at": "2026-03-01T12:00:00Z",
            "text": "Two charges.",
            "attachments": ["a.pdf"],
        },
        {"role": "Support", "at": 1772366700, "html": "<p>Looking.</p>", "author": "Ana"},
        {"role": "agent", "at": "Sun, 01 Mar 2026 12:15:00 +0000", "text": "VIP", "internal": True},
    ],
}


def file_with(folder: Path, *entries: Any, name: str = "tickets.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in entries))
    return path


def read(path: Path) -> Batch:
    batches = list(tickets_in(path))
    assert len(batches) == 1
    return batches[0]


def complaints(batch: Batch) -> list[str]:
    return [f"{each.where}: {each.what}" for each in batch.complaints]


def ticket(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "1", "messages": list(messages), **more}


def message(**more: Any) -> dict[str, Any]:
    return {"role": "customer", "at": "2026-03-01T12:00:00Z", "text": "hi", **more}


def only_message(folder: Path, entry: dict[str, Any]) -> Message:
    return read(file_with(folder, ticket(entry))).messages[0]


def test_a_bare_ticket_is_enough(tmp_path: Path) -> None:
    batch = read(
        file_with(tmp_path, {"id": "42", "messages": [{"role": "user", "at": "2026-03-01T12:00:00Z", "text": "Help"}]})
    )
    found = batch.tickets[0]
    assert (found.id, found.number, found.subject) == ("tickets:42", "42", "Help")
    assert (found.status, found.priority, found.requester.name) == (Status.OPEN, Priority.NORMAL, "Customer")
    assert found.created_at == found.updated_at == NOON
    assert batch.messages[0].role is Role.CUSTOMER
    assert batch.complaints == ()


def test_everything_that_can_be_said_is_read(tmp_path: Path) -> None:
    batch = read(file_with(tmp_path, FULL))
    found = batch.tickets[0]
    assert (found.number, found.subject, found.status) == ("7", "Charged twice", Status.PENDING)
    assert (found.group, found.owner, found.priority) == ("Billing", "tickets:ana", Priority.URGENT)
    assert (found.requester.name, found.requester.email) == ("Mara Lindt", "mara@northwind.example")
    assert (found.tags, found.url) == (("billing", "vip"), "https://help.example/7")
    assert dict(found.fields) == {"product": "flows", "seats": "12", "beta": "true", "more": '{"a": [1]}'}
    assert found.sla is not None
    assert (found.sla.due_at.hour, found.sla.target) == (13, "resolution")
    assert [each.kind for each in batch.events] == [EventKind.CREATED, EventKind.OWNER]
    assert batch.agents[0].name == "Ana Ortiz"
    assert batch.groups[0].name == "Billing"
    first, second, note = batch.messages
    assert (first.id, first.author, first.attachments[0].name) == ("tickets:7/m1", "Mara Lindt", "a.pdf")
    assert (second.role, second.text, second.at.minute) == (Role.AGENT, "Looking.", 5)
    assert (note.visibility, note.at.minute) == (Visibility.INTERNAL, 15)


def test_facts_about_the_account_are_dated(tmp_path: Path) -> None:
    batch = read(file_with(tmp_path, FULL))
    account: Account = batch.accounts[0]
    assert [(each.name, each.value, each.as_of.date(), each.source) for each in account.facts] == [
        ("value", 84000, date(2026, 1, 1), "CRM"),
        ("renewal", date(2026, 6, 1), date(2026, 3, 1), "file"),
    ]
    assert complaints(batch) == ["tickets.jsonl line 1: the fact 'health' has no value"]


@pytest.mark.parametrize("name", ["value", "invoice", "payment", "failed payment", "usage", "health"])
@pytest.mark.parametrize(("written", "meant"), [("84000", 84000), (" 84000.50 ", 84000.5), (84, 84), (0.5, 0.5)])
def test_a_number_is_read_also_where_it_is_written_as_a_text(
    tmp_path: Path, name: str, written: Any, meant: float
) -> None:
    batch = read(file_with(tmp_path, ticket(account={"id": "northwind", "facts": {name: written}})))
    assert [(each.name, each.value) for each in batch.accounts[0].facts] == [(name, meant)]
    assert complaints(batch) == []


@pytest.mark.parametrize("written", ["$84,000", "84,000", "84.000,50", "84k", "much", "1e5", "nan", True, 1e30])
def test_a_number_that_can_be_read_in_two_ways_or_none_is_reported_and_left_out(tmp_path: Path, written: Any) -> None:
    facts = {"value": written, "plan": "Business"}
    batch = read(file_with(tmp_path, {"id": 1}, ticket(account={"id": "northwind", "facts": facts})))
    assert [each.name for each in batch.accounts[0].facts] == ["plan"]
    (told,) = [each for each in complaints(batch) if "'value'" in each]
    assert told.startswith("tickets.jsonl line 2: the fact 'value' is a number such as 84000 or 84000.50, not ")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "it is not JSON"),
        ("not json", "it is not JSON"),
        ('{"id": 1', "it is not JSON"),
        ("[]", "it is a list, not an object"),
        ("null", "it is a NoneType, not an object"),
        ('"text"', "it is a str"),
        ("{}", "there is no id"),
        ('{"id": null}', "there is no id"),
        ('{"id": [1]}', "there is no id"),
        ('{"id": "  "}', "there is no id"),
        ("[" * 100_000, "it is nested too deeply"),
        ('{"id": ' + "[" * 100_000, "it is nested too deeply"),
        ('{"id": 1' + "0" * 5000 + "}", "it is not JSON"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_read(tmp_path: Path, line: str, why: str) -> None:
    batch = read(file_with(tmp_path, {"id": 1}, "", line, {"id": 2}))
    assert [each.number for each in batch.tickets] == ["1", "2"]
    assert len(batch.complaints) == 1
    assert batch.complaints[0].where == "tickets.jsonl line 3"
    assert why in batch.complaints[0].what


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"messages": {"a": 1}}, "messages is not a list"),
        ({"messages": ["hi", message()]}, "a message is not an object"),
        ({"messages": [message(at="yesterday")]}, "at 'yesterday' is not an instant"),
        ({"messages": [message(at=float("inf"))]}, "1 of 1 messages have no time"),
        ({"messages": [message(at=1e300)]}, "at 1e+300 is not an instant"),
        ({"messages": [message(at="0001-01-01T00:00:00+14:00")]}, "lies outside of the calendar"),
        ({"messages": [message(at="2026-03-01T12:00:00")]}, "has no time zone and is taken as UTC"),
        ({"messages": [message(text={"a": 1})]}, "a text is not a text"),
        ({"messages": [message(role="wizard")]}, "the role 'wizard' is not known and is taken as customer"),
        ({"messages": [message(role={"deep": []})]}, "the role (an object) is not known"),
        ({"status": "lost in space"}, "the status 'lost in space' is not known and is taken as open"),
        ({"status": ["open"]}, "the status (a list) is not known"),
        ({"priority": "whatever"}, "the priority 'whatever' is not known and is taken as normal"),
        ({"created_at": "??"}, "created_at '??' is not an instant"),
        ({"account": {"name": "x"}}, "the account has no id"),
        ({"account": {"id": "x", "facts": "many"}}, "the account's facts are neither"),
        ({"account": {"id": "x", "facts": {"renewal": "soon"}}}, "renewal 'soon' is not a date"),
        ({"events": [{"kind": "stolen", "at": 1}]}, "an event has no known kind"),
        ({"sla": {"due_at": "soon"}}, "the SLA's due_at 'soon'"),
    ],
)
def test_what_is_odd_about_a_ticket_is_said_and_the_ticket_is_read(
    tmp_path: Path, entry: dict[str, Any], why: str
) -> None:
    batch = read(file_with(tmp_path, {"id": "1", **entry}))
    assert [each.number for each in batch.tickets] == ["1"]
    assert any(why in each for each in complaints(batch)), complaints(batch)


def test_the_same_oddity_is_said_once_with_how_often(tmp_path: Path) -> None:
    entry = ticket(*(message(at="2026-03-01T12:00:00", text=str(number)) for number in range(30)))
    assert complaints(read(file_with(tmp_path, entry))) == [
        "tickets.jsonl line 1: a time has no time zone and is taken as UTC (30 times)"
    ]


def test_messages_without_a_time_keep_to_their_place(tmp_path: Path) -> None:
    entry = ticket(message(at=None, text="a"), message(text="b"), message(at=None, text="c"), message(at="", text="d"))
    batch = read(file_with(tmp_path, entry))
    assert [(each.text, (each.at - NOON).total_seconds()) for each in batch.messages] == [
        ("a", -1),
        ("b", 0),
        ("c", 1),
        ("d", 2),
    ]
    assert complaints(batch) == ["tickets.jsonl line 1: 3 of 4 messages have no time and keep to their place"]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("customer", Role.CUSTOMER),
        ("End-User", Role.CUSTOMER),
        ("requester", Role.CUSTOMER),
        ("Support", Role.AGENT),
        ("assistant", Role.AGENT),
        ("ADMIN", Role.AGENT),
        ("bot", Role.SYSTEM),
    ],
)
def test_roles_are_known_by_many_names(tmp_path: Path, role: str, expected: Role) -> None:
    batch = read(file_with(tmp_path, ticket(message(role=role))))
    assert (batch.messages[0].role, batch.complaints) == (expected, ())


def test_an_unknown_role_is_guessed_from_who_it_is(tmp_path: Path) -> None:
    entries = [
        message(role="customer", author="Mara"),
        message(role="agent", author="Ana"),
        message(role="?", author="mara", text="1"),
        message(role=None, author="Ana", text="2"),
        message(role="zzz", author="Joe <joe@x.example>", text="3"),
        message(role="zzz", author="somebody", text="4"),
    ]
    batch = read(file_with(tmp_path, ticket(*entries, requester={"name": "Joe", "email": "JOE@x.example"})))
    guessed = [each.role for each in batch.messages[2:]]
    assert guessed == [Role.CUSTOMER, Role.AGENT, Role.CUSTOMER, Role.SYSTEM]


def test_an_internal_note_is_internal_however_it_is_said(tmp_path: Path) -> None:
    ways: list[dict[str, Any]] = [{"internal": True}, {"public": False}, {"visibility": "private"}, {"role": "note"}]
    for way in ways:
        assert only_message(tmp_path, message(**{"role": "agent", **way})).visibility is Visibility.INTERNAL
    assert only_message(tmp_path, message(internal=True)).visibility is Visibility.PUBLIC


def test_html_only_mail_and_quoted_history_are_read_as_text(tmp_path: Path) -> None:
    html = "<div>Still <b>broken</b>.</div><blockquote>On Monday Ana wrote:<br>restart</blockquote><script>x</script>"
    assert only_message(tmp_path, message(text=None, html=html)).text == (
        "Still broken.\n\n> On Monday Ana wrote:\n> restart"
    )


def test_empty_and_megabyte_messages_are_read(tmp_path: Path) -> None:
    batch = read(file_with(tmp_path, ticket(message(text=""), message(text=None), message(text="x" * 1_000_000))))
    assert [len(each.text) for each in batch.messages] == [0, 0, 1_000_000]


def test_what_no_database_keeps_does_not_come_in(tmp_path: Path) -> None:
    batch = read(file_with(tmp_path, ticket(message(text="a\x00b\ud800c", author="x\x00"), fields={"\udfff": "\x00"})))
    assert batch.messages[0].text == "ab\ufffdc"
    assert dict(batch.tickets[0].fields) == {"\ufffd": ""}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_odd_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "tickets.jsonl"
    lines = [
        json.dumps(ticket(message(text="Grüße ਊ" if "utf" in encoding else "Grüße"), id=number), ensure_ascii=False)
        for number in (1, 2)
    ]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    batch = read(path)
    assert [each.text[:5] for each in batch.messages] == ["Grüße", "Grüße"]
    assert [each.number for each in batch.tickets] == ["1", "2"]
    assert len(batch.complaints) == (2 if encoding == "windows-1252" else 0)


def test_a_line_too_long_to_hold_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.connectors.files.lines.MAX_LINE", 1000)
    monkeypatch.setattr("app.connectors.files.lines.CHUNK", 64)
    batch = read(file_with(tmp_path, {"id": 1}, {"id": 2, "subject": "x" * 5000}, {"id": 3}))
    assert [each.number for each in batch.tickets] == ["1", "3"]
    assert batch.complaints[0].where == "tickets.jsonl line 2"
    assert "longer than" in batch.complaints[0].what


def test_a_ticket_told_twice_is_one_ticket_and_says_so(tmp_path: Path) -> None:
    later = message(at="2026-03-02T12:00:00Z", text="still")
    batch = read(file_with(tmp_path, ticket(message()), ticket(message(), later, status="solved")))
    assert [each.status for each in batch.tickets] == [Status.SOLVED]
    assert [each.text for each in batch.messages] == ["hi", "still"]
    assert batch.tickets[0].created_at == NOON
    assert complaints(batch) == [
        "tickets.jsonl line 2: ticket 1 was told in tickets.jsonl line 1 already; this adds to it"
    ]


def test_equal_messages_in_one_ticket_stay_two(tmp_path: Path) -> None:
    batch = read(file_with(tmp_path, ticket(message(), message(), message(id=5), message(id=5))))
    assert len({each.id for each in batch.messages}) == 4


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["messages", "subject", "status", "group", "owner", "priority", "requester", "account", "tags", "fields", "sla"]
KEYS += ["events", "created_at", "updated_at", "solved_at", "url"]
INNER = st.dictionaries(
    st.sampled_from(
        ["id", "at", "role", "text", "html", "author", "attachments", "name", "facts", "value", "due_at", "kind"]
    ),
    JSON,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JSON | INNER | st.lists(JSON | INNER, max_size=3)))
def test_nothing_that_is_json_breaks_it(tmp_path: Path, entry: dict[str, Any]) -> None:
    batch = read(file_with(tmp_path, {**entry, "id": "x"}, {"id": "after"}))
    assert {each.number for each in batch.tickets} == {"x", "after"}
    for each in batch.messages:
        each.text.encode()
