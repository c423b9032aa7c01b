"""The sample workspace does what every connector must do."""

from pathlib import Path
from uuid import uuid4

import pytest

from app.connectors.base import Connector
from app.connectors.sample.deeds import watching
from app.domain.changes import Assign
from app.domain.tickets import AgentId, Role, TicketId, Visibility
from tests.connectors.conformance import Reading, Writing
from tests.connectors.harness import Truth
from tests.connectors.sample_bench import ANA, BOB, Bench, bench_in, change
from tests.connectors.world import World


class SampleHarness:
    """A sample workspace; what others do there is done by a second process's connector."""

    secret = ""
    groups = ("Tier 1", "Tier 2 Billing", "Tier 3 Product")
    owners = (BOB, ANA)

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._told = 100

    def connector(self) -> Connector:
        return self._bench.open()

    def world(self) -> World:
        return World().pull(self.connector())

    def create(self, subject: str, text: str) -> TicketId:
        self._told += 1
        lines = ["[[ticket]]", f'number = "{self._told}"', f'subject = "{subject}"']
        lines += ['requester = "Joe <joe@x.example>"', "[[ticket.message]]", 'ago = "1h"', 'role = "customer"']
        lines.append(f'text = "{text}"')
        self._bench.write(f"tickets-{self._told}.toml", "\n".join(lines))
        return TicketId(f"sample:{self._told}")

    def give(self, ticket: TicketId, owner: AgentId) -> None:
        self._elsewhere(ticket, Assign(None, owner))

    def move(self, ticket: TicketId, group: str) -> None:
        self._elsewhere(ticket, Assign(group, None))

    def truth(self, ticket: TicketId) -> Truth:
        world = self.world()
        found = world.tickets[ticket]
        written = [each for each in world.thread(ticket) if each.role is Role.AGENT]

        def texts(visibility: Visibility) -> list[str]:
            return [each.text for each in written if each.visibility is visibility]

        owner = (found.owner or "").removeprefix("sample:")
        return Truth(
            found.group,
            owner,
            notes=texts(Visibility.INTERNAL),
            replies=texts(Visibility.PUBLIC),
            watchers=watching(found.fields),
        )

    def _elsewhere(self, ticket: TicketId, verb: Assign) -> None:
        self._bench.open().apply(change(uuid4().hex, verb, ticket=ticket.removeprefix("sample:")))


class TestSample(Reading, Writing):
    @pytest.fixture
    def harness(self, tmp_path: Path) -> SampleHarness:
        return SampleHarness(bench_in(tmp_path))
