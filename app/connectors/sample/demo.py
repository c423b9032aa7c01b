"""Everything that the sample workspace starts with, read from the demo files as of the moment it was first opened."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.connectors.sample import people, stories
from app.connectors.sample.stories import Cast, Story
from app.connectors.sample.table import Table, read_table
from app.domain.people import Account, Agent, Group
from app.domain.tickets import ConnectionName
from app.errors import BadInput


@dataclass(frozen=True, slots=True)
class Demo:
    """The sample's starting state; `stories` by ticket number, in their order.

    `people` and `editions`, the latter by ticket number, differ where another Warmline ships other people or stories.
    """

    people: str
    editions: Mapping[str, str]
    groups: tuple[Group, ...]
    agents: Mapping[str, Agent]  # by login
    accounts: Mapping[str, Account]
    stories: Mapping[str, Story]


def read_demo(folder: Path, *, connection: ConnectionName, epoch: datetime) -> Demo:
    """Read agents.toml, accounts.toml and every tickets-*.toml and history-*.toml; any mistake is a `BadInput`."""
    paths = sorted((*folder.glob("tickets-*.toml"), *folder.glob("history-*.toml")))
    if not paths:
        raise BadInput(f"{folder} holds no tickets-*.toml. Reinstall Warmline, or name the folder of the demo files.")
    roster, book = read_table(folder / "agents.toml"), read_table(folder / "accounts.toml")
    groups = people.groups(roster)
    agents = people.agents(roster, connection=connection, groups=groups)
    accounts = people.accounts(book, epoch=epoch)
    cast = Cast(connection, epoch, frozenset(each.name for each in groups), agents, accounts)
    told: dict[str, Story] = {}
    for table in map(read_table, paths):
        _tell(table, cast, told)
    for table in (roster, book):
        table.done()
    editions = {number: _digest(each) for number, each in told.items()}
    return Demo(_digest((groups, agents, accounts)), editions, groups, agents, accounts, told)


def _tell(table: Table, cast: Cast, told: dict[str, Story]) -> None:
    for each in table.tables("ticket"):
        one = stories.story(each, cast)
        if one.ticket.number in told:
            raise each.wrong(f"the number {one.ticket.number} is taken by another ticket")
        told[one.ticket.number] = one
    table.done()


def _digest(values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:8]
