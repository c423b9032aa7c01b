"""What only Request Tracker does to tickets, and how it looks from Warmline."""

from datetime import datetime

import pytest

from app.domain.tickets import AccountId, EventKind, Priority, Role, Status, TicketId, agent_id, ticket_id
from app.errors import Unreachable
from tests.connectors.faulty_proxy import Asked, Fault, answering
from tests.connectors.request_tracker_harness import NAME, RequestTrackerHarness
from tests.connectors.world import World

pytestmark = pytest.mark.rt


def news(tracker: RequestTrackerHarness, world: World) -> World:
    return World(world.cursor).pull(tracker.connector())


def kinds(world: World, ticket: TicketId) -> list[tuple[EventKind, str, str]]:
    return [(each.kind, each.old, each.new) for each in world.happened(ticket)]


def test_queues_and_agents_come_with_the_first_batch(tracker: RequestTrackerHarness) -> None:
    world = World().pull(tracker.connector())
    assert {"Tier 1", "Tier 2 Billing", "Tier 4 Executive", "Compliance"} <= world.groups
    assert "HR" not in world.groups
    priya = world.agents[agent_id(NAME, "priya")]
    assert (priya.name, priya.email, priya.groups) == (
        "Priya Raman",
        "priya@agents.test.example",
        ("Support", "Tier 2 Billing"),
    )
    assert agent_id(NAME, "RT_System") not in world.agents


def test_what_happened_to_a_ticket_is_told_with_names(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("History", "first")
    tracker.put(ticket, Queue="Tier 2 Billing")
    tracker.put(ticket, Owner="bob")
    tracker.put(ticket, Status="stalled", Priority=75)
    tracker.put(ticket, CustomFields={"CSAT": "2"})
    assert kinds(tracker.world(), ticket) == [
        (EventKind.CREATED, "", ""),
        (EventKind.GROUP, "Tier 1", "Tier 2 Billing"),
        (EventKind.OWNER, "", "bob"),
        *[
            (EventKind.PRIORITY, "0", "75"),
            (EventKind.STATUS, "new", "stalled"),
        ],
        (EventKind.RATED, "", "2"),
    ]


def test_a_ticket_has_its_fields_tags_priority_and_status(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Fields", "first")
    fields = {"Tags": ["billing", "vip"], "Product": "Mobile"}
    tracker.put(ticket, Status="resolved", Priority=100, CustomFields=fields)
    found = tracker.world().tickets[ticket]
    assert (found.status, found.priority, sorted(found.tags)) == (Status.SOLVED, Priority.URGENT, ["billing", "vip"])
    assert dict(found.fields) == {"Product": "Mobile"}
    assert found.solved_at is not None
    assert found.sla is None
    assert found.url == f"{tracker.proxy.url}/Ticket/Display.html?id={found.number}"


def test_a_due_date_is_for_the_first_reply_and_then_for_the_next(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Due", "first")
    first = tracker.world().tickets[ticket].sla
    tracker.post(f"ticket/{ticket[3:]}/correspond", {"Content": "Hi", "ContentType": "text/plain"}, login="ana")
    second = tracker.world().tickets[ticket].sla
    assert first is not None
    assert second is not None
    assert (first.target, second.target) == ("first reply", "next reply")
    assert first.due_at < second.due_at


def test_the_account_is_the_users_own_field_else_the_domain_of_the_address(tracker: RequestTrackerHarness) -> None:
    tracker.create("First", "so that the user exists", sender="kim@meridian.example")
    tracker.root.put("user/kim@meridian.example", json={"CustomFields": {"Account ID": "meridian"}}).raise_for_status()
    named = tracker.create("Named", "text", sender="kim@meridian.example")
    domain = tracker.create("Domain", "text", sender="lee@atlas.example")
    public = tracker.create("Public", "text", sender="someone@gmail.com")
    world = tracker.world()
    accounts = [world.tickets[each].account for each in (named, domain, public)]
    assert accounts == [AccountId("meridian"), AccountId("atlas.example"), None]


def test_authors_are_customers_agents_and_the_system(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Authors", "mine")
    tracker.customer_writes(ticket, "a colleague's, in copy", sender="Cy <cy@northwind.example>")
    tracker.post(f"ticket/{ticket[3:]}/correspond", {"Content": "ours", "ContentType": "text/plain"}, login="ana")
    thread = tracker.world().thread(ticket)
    assert [(each.role, each.author) for each in thread] == [
        (Role.CUSTOMER, "Mara Lindt"),
        (Role.CUSTOMER, "Cy"),
        (Role.AGENT, "Ana Ortiz"),
    ]


def test_what_an_agent_wrote_who_has_left_since_stays_an_agents(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Left", "mine")
    tracker.post(f"ticket/{ticket[3:]}/correspond", {"Content": "ours", "ContentType": "text/plain"}, login="omar")
    tracker.root.put("user/omar", json={"Disabled": 1}).raise_for_status()
    try:
        world = World().pull(tracker.connector())
    finally:
        tracker.root.put("user/omar", json={"Disabled": 0}).raise_for_status()
    assert [each.role for each in world.thread(ticket)] == [Role.CUSTOMER, Role.AGENT]
    assert world.agents[agent_id(NAME, "omar")].groups == ()


def test_an_author_out_of_sight_is_a_customer_only_where_the_ticket_says_so(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Out of sight", "mine")
    tracker.put(ticket, Cc=["cy@northwind.example"])
    tracker.customer_writes(ticket, "in copy", sender="Cy <cy@northwind.example>")
    for where in ("correspond", "comment"):
        tracker.post(f"ticket/{ticket[3:]}/{where}", {"Content": where, "ContentType": "text/plain"}, login="ana")
    with tracker.proxy.spoiling(lambda asked: answering(403) if "/REST/2.0/user/" in asked.path else None):
        thread = World().pull(tracker.connector()).thread(ticket)
    assert [each.role for each in thread] == [Role.CUSTOMER, Role.CUSTOMER, Role.AGENT, Role.AGENT]


def test_a_check_names_the_rights_that_are_missing(tracker: RequestTrackerHarness) -> None:
    tracker.agent_notes(tracker.create("Noted", "mine"), "a note")
    assert "(right " not in tracker.connector().check()

    def hidden(asked: Asked) -> Fault | None:
        if "/REST/2.0/transactions" in asked.path:
            return Fault(status=200, body=b'{"items": [], "total": null}')
        return answering(403) if "/REST/2.0/user/" in asked.path or "/REST/2.0/group/" in asked.path else None

    with tracker.proxy.spoiling(hidden):
        told = tracker.connector().check()
    for right in ("SeeGroup", "AdminUsers", "ShowTicketComments"):
        assert f"(right {right})" in told


def test_an_agent_who_asks_is_a_customer_there(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("My own chair", "It is broken.", sender="ana@agents.test.example")
    assert tracker.world().thread(ticket)[0].role is Role.CUSTOMER


def test_messages_of_one_second_keep_their_order(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Fast", "0")
    for number in range(1, 12):
        tracker.agent_notes(ticket, str(number))
    assert tracker.world().texts(ticket) == [str(number) for number in range(12)]


def test_a_ticket_moved_out_of_sight_is_lost_and_found_again_with_all_of_its_history(
    tracker: RequestTrackerHarness,
) -> None:
    ticket = tracker.create("To HR", "first")
    world = tracker.world()
    tracker.move(ticket, "HR")
    for _ in range(3):  # those watched are looked up a few hundred a poll
        world.pull(tracker.connector())
    assert world.tickets[ticket].lost
    tracker.customer_writes(ticket, "while out of sight")
    world.pull(tracker.connector())
    tracker.move(ticket, "Tier 1")
    world.pull(tracker.connector())
    assert not world.tickets[ticket].lost
    assert world.texts(ticket) == ["first", "while out of sight"]


def test_a_merged_ticket_points_at_the_other_and_its_messages_go_over(tracker: RequestTrackerHarness) -> None:
    stays, goes = tracker.create("Stays", "one"), tracker.create("Goes", "two")
    world = tracker.world()
    tracker.put(goes, MergeInto=int(stays[3:]))
    world.pull(tracker.connector())
    assert world.tickets[goes].merged_into == stays
    assert world.tickets[goes].status.finished
    assert world.texts(stays) == ["one", "two"]
    assert world.texts(goes) == []
    afresh = World().pull(tracker.connector())
    assert afresh.texts(stays) == ["one", "two"]


def test_a_ticket_that_was_created_and_deleted_meanwhile_leaves_nothing(tracker: RequestTrackerHarness) -> None:
    world = tracker.world()
    ticket = tracker.create("Gone", "at once")
    tracker.delete(ticket)
    found = news(tracker, world)
    assert ticket not in found.tickets
    assert ticket in found.batches[-1].lost
    assert found.texts(ticket) == []


def test_the_time_zone_of_the_api_user_changes_nothing(tracker: RequestTrackerHarness) -> None:
    world = tracker.world()
    tracker.root.put("user/syncbot", json={"Timezone": "Asia/Tokyo"}).raise_for_status()
    try:
        ticket = tracker.create("Time zones", "first")
        found = news(tracker, world)
        record = tracker.root.get(f"ticket/{ticket[3:]}").json()
    finally:
        tracker.root.put("user/syncbot", json={"Timezone": ""}).raise_for_status()
    assert found.tickets[ticket].created_at == datetime.fromisoformat(record["Created"])
    assert found.texts(ticket) == ["first"]


def test_statuses_of_their_own_making_are_what_the_options_say(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Own words", "first")
    connector = tracker.connector(options={"status.new": "pending", "tags_field": "Product"})
    assert World().pull(connector).tickets[ticket].status is Status.PENDING


def test_a_deleted_and_revived_ticket_is_seen_again(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Revived", "first")
    world = tracker.world()
    tracker.delete(ticket)
    world.pull(tracker.connector())
    assert world.tickets[ticket].lost
    tracker.put(ticket, Status="open")
    world.pull(tracker.connector())
    assert not world.tickets[ticket].lost


def test_check_says_what_is_seen(tracker: RequestTrackerHarness) -> None:
    said = tracker.connector().check()
    assert said.startswith("Request Tracker 5.")
    assert "7 queues: Compliance, Security, Tier 1" in said


def test_ids_are_the_helpdesks_own(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Ids", "first")
    found = tracker.world().tickets[ticket]
    assert found.id == ticket_id(NAME, found.number)


def test_a_sync_goes_on_when_request_tracker_comes_back(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.create("Outage", "before")
    world = tracker.world()
    connector = tracker.connector()
    tracker.customer_writes(ticket, "after")
    tracker.tracker.stop()
    with pytest.raises(Unreachable):
        connector.changes(world.cursor)
    tracker.tracker.start_again()
    world.pull(connector)
    assert world.texts(ticket) == ["before", "after"]
