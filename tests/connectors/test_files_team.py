"""A file tells who is of the team; what cannot be read of somebody is named with its line, and the rest is read."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from app.connectors.files import FilesConnector, tickets_in
from app.domain.batch import START, Batch
from app.domain.people import Agent, Away, Presence, Shift
from app.settings import ConnectionSettings

WORKDAYS = frozenset(range(5))
BOB: dict[str, Any] = {
    "login": "bob",
    "name": "Bob Lindgren",
    "email": "bob@relay.example",
    "groups": ["Tier 2 Billing"],
    "tier": 2,
    "skills": ["refunds", "contracts"],
    "certifications": ["privacy"],
    "capacity": 8,
    "presence": "available",
    "shift": {
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "start": "08:00",
        "end": "16:30",
        "zone": "Europe/Stockholm",
    },
    "away": {"since": "2026-03-09T00:00:00Z", "until": "2026-03-16T00:00:00Z", "reason": "holiday"},
}
AS_TOLD = Agent(
    id="team:bob",  # type: ignore[arg-type]
    name="Bob Lindgren",
    email="bob@relay.example",
    groups=("Tier 2 Billing",),
    tier=2,
    skills=("refunds", "contracts"),
    certifications=("privacy",),
    shift=Shift(WORKDAYS, time(8), time(16, 30), "Europe/Stockholm"),
    capacity=8,
    presence=Presence.AVAILABLE,
    away=Away(datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 16, tzinfo=UTC), "holiday"),
)
OWNED = {"id": "1", "owner": "bob", "messages": [{"role": "customer", "at": "2026-03-01T09:00:00Z", "text": "Hi"}]}


def lines(*entries: Any) -> str:
    return "".join(f"{json.dumps(each)}\n" for each in entries)


def read(path: Path) -> Batch:
    (batch,) = tickets_in(path)
    return batch


def team_of(folder: Path, *entries: Any) -> Batch:
    path = folder / "team.jsonl"
    path.write_text(lines(*entries))
    return read(path)


def test_everything_that_can_be_said_of_somebody_is_read(tmp_path: Path) -> None:
    batch = team_of(tmp_path, BOB)
    assert batch.agents == (AS_TOLD,)
    assert [each.name for each in batch.groups] == ["Tier 2 Billing"]
    assert (batch.tickets, batch.complaints) == ((), ())


def test_a_login_is_enough_and_says_nothing_else(tmp_path: Path) -> None:
    (agent,) = team_of(tmp_path, {"login": "bob"}).agents
    assert agent == Agent(id=AS_TOLD.id, name="bob")


@pytest.mark.parametrize("owned_first", [True, False], ids=["owner first", "person first"])
def test_the_owner_of_a_ticket_is_the_person_that_the_file_tells_of(tmp_path: Path, owned_first: bool) -> None:
    batch = team_of(tmp_path, *((OWNED, BOB) if owned_first else (BOB, OWNED)))
    assert batch.tickets[0].owner == AS_TOLD.id
    assert batch.agents == (AS_TOLD,)


def test_an_owner_who_is_only_known_as_one_is_in_no_group(tmp_path: Path) -> None:
    (agent,) = team_of(tmp_path, {**OWNED, "group": "Tier 2 Billing"}).agents
    assert agent.groups == ()


def test_what_is_known_of_somebody_is_not_forgotten_for_a_later_ticket_of_theirs(tmp_path: Path) -> None:
    path = tmp_path / "team.jsonl"
    path.write_text(lines(BOB))
    first = FilesConnector(ConnectionSettings("team", "files", url=str(path))).changes(START)
    with path.open("a") as file:
        file.write(lines(OWNED))
    later = FilesConnector(ConnectionSettings("team", "files", url=str(path))).changes(first.cursor)
    assert later.tickets[0].owner == AS_TOLD.id
    assert later.agents == ()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"tier": "second"}, "bob's tier 'second' is not a whole number from 1 to 6"),
        ({"tier": 7}, "bob's tier 7 is not a whole number from 1 to 6"),
        ({"tier": 2.5}, "bob's tier 2.5 is not a whole number"),
        ({"capacity": -1}, "bob's capacity -1 is not a whole number from 0 to"),
        ({"capacity": True}, "bob's capacity True is not a whole number"),
        ({"capacity": {}}, "bob's capacity (an object) is not a whole number"),
        ({"groups": 5}, "bob's groups are no list of texts but 5"),
        ({"skills": ["refunds", {}]}, "one of bob's skills is no text"),
        ({"presence": "somewhere"}, "bob's presence 'somewhere' is not known and is taken as unknown"),
        ({"shift": "nine to five"}, "bob's shift 'nine to five' is not an object"),
        ({"shift": {**BOB["shift"], "days": ["mon", "monkday"]}}, "its days (a list) are not some of mon, tue"),
        ({"shift": {**BOB["shift"], "start": "8 o'clock"}}, "is not a time of day such as 08:30"),
        ({"shift": {**BOB["shift"], "end": "16:30+01:00"}}, "its end '16:30+01:00' is not a time of day"),
        ({"shift": {**BOB["shift"], "zone": "Europe/Atlantis"}}, "its zone 'Europe/Atlantis' is not a time zone"),
        ({"away": "next week"}, "bob's away 'next week' is not an object"),
        ({"away": {"reason": "holiday"}}, "bob's away has neither since nor until"),
        ({"away": {"until": "Monday"}}, "bob's away until 'Monday' is not an instant"),
        ({"away": {**BOB["away"], "since": "Monday"}}, "bob's away since 'Monday' is not an instant"),
        ({"away": {**BOB["away"], "until": "Monday"}}, "bob's away until 'Monday' is not an instant"),
    ],
)
def test_what_is_odd_about_somebody_is_said_with_its_line_and_the_rest_is_read(
    tmp_path: Path, wrong: dict[str, Any], why: str
) -> None:
    batch = team_of(tmp_path, OWNED, {**BOB, **wrong})
    (agent,) = batch.agents
    assert (agent.name, agent.email) == (AS_TOLD.name, AS_TOLD.email)
    told = {name: getattr(agent, name) for name in ("groups", "tier", "skills", "capacity", "shift", "away")}
    kept = {name: getattr(AS_TOLD, name) for name in told if name not in wrong}
    assert {name: told[name] for name in kept} == kept
    assert told["away"] is None or "away" not in wrong
    assert [each.where for each in batch.complaints] == ["team.jsonl line 2"] * len(batch.complaints)
    assert any(why in each.what for each in batch.complaints), batch.complaints


def test_a_line_about_neither_a_ticket_nor_a_person_is_reported(tmp_path: Path) -> None:
    batch = team_of(tmp_path, {"name": "Bob", "groups": ["Tier 1"]}, BOB)
    assert batch.agents == (AS_TOLD,)
    assert [(each.where, "login" in each.what) for each in batch.complaints] == [("team.jsonl line 1", True)]


def test_somebody_told_of_twice_is_as_told_last_and_that_is_said(tmp_path: Path) -> None:
    batch = team_of(tmp_path, BOB, {"login": "bob"})
    assert [each.groups for each in batch.agents] == [()]
    assert [each.what for each in batch.complaints] == ["bob was told of in team.jsonl line 1 already; this holds now"]


def test_the_parts_of_a_shift_in_a_table_stand_in_place_of_one_in_a_word(tmp_path: Path) -> None:
    (tmp_path / "agents.csv").write_text(
        "login,shift,shift days,shift start,shift end,shift zone,away since,away\n"
        "bob,early,mon;tue;wed;thu;fri,08:00,16:30,Europe/Stockholm,2026-03-09T00:00:00Z,soon\n"
    )
    (bob,) = read(tmp_path).agents
    assert bob.shift == AS_TOLD.shift
    assert bob.away == Away(datetime(2026, 3, 9, tzinfo=UTC), None, "")


def test_a_folder_has_its_team_in_a_file_beside_the_tickets(tmp_path: Path) -> None:
    (tmp_path / "agents.csv").write_text(
        "Login,name,email,groups,tier,skills,certifications,capacity,presence,"
        "shift days,shift start,shift end,shift zone,away since,away until,away reason\n"
        "bob,Bob Lindgren,bob@relay.example,Tier 2 Billing,2,refunds;contracts,privacy,8,available,"
        '"Mon,tue,Wednesday,thu,fri",08:00,16:30,Europe/Stockholm,2026-03-09T00:00:00Z,2026-03-16T00:00:00Z,holiday\n'
        "eve,too,few\n"
        "kim,Kim Lo,,Tier 1;Security,x,,,,,,,,,,,\n"
    )
    (tmp_path / "tickets.csv").write_text("id,role,at,text,owner\n1,customer,2026-03-01T09:00:00Z,Hi,bob\n")
    batch = read(tmp_path)
    bob, kim = batch.agents
    connection = batch.tickets[0].connection
    assert (bob.id, bob.shift, bob.away) == (f"{connection}:bob", AS_TOLD.shift, AS_TOLD.away)
    assert (bob.groups, bob.skills, bob.tier, bob.capacity) == (("Tier 2 Billing",), ("refunds", "contracts"), 2, 8)
    assert batch.tickets[0].owner == bob.id
    assert (kim.groups, kim.tier) == (("Tier 1", "Security"), None)
    assert [each.where for each in batch.complaints] == ["agents.csv line 3", "agents.csv line 4"]
