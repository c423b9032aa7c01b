"""A real Request Tracker behind a proxy, with people who work in it behind the connector's back."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from app.connectors.http import ANSWER_SECONDS
from app.connectors.ledger import Request
from app.connectors.request_tracker.connector import RequestTrackerConnector, now
from app.connectors.request_tracker.doubts import SETTLING
from app.connectors.request_tracker.feed import Pace
from app.domain.tickets import AgentId, ConnectionName, TicketId, agent_id, ticket_id
from app.settings import ConnectionSettings
from tests.connectors.faulty_proxy import FaultyProxy
from tests.connectors.harness import Truth
from tests.connectors.world import World
from tests.rt import mail
from tests.rt.history import texts
from tests.rt.instance import RequestTracker

NAME = ConnectionName("rt")
CUSTOMER = "Mara Lindt <mara@northwind.example>"
IMPATIENT = 0.4  # seconds


class RequestTrackerHarness:
    """People act through Request Tracker's own interfaces; the connector goes through the proxy."""

    groups = ("Tier 1", "Tier 2 Billing", "Tier 2 Technical")
    owners: tuple[AgentId, AgentId] = (agent_id(NAME, "bob"), agent_id(NAME, "tess"))

    def __init__(self, tracker: RequestTracker) -> None:
        self.tracker = tracker
        self.secret = tracker.token
        self.proxy = FaultyProxy(tracker.port)
        self.requests: list[Request] = []
        self.root = tracker.rest()
        self._world = World()
        self._connectors: list[RequestTrackerConnector] = []

    def connector(
        self,
        *,
        login: str = "",
        secret: str | None = None,
        pace: Pace | None = None,
        answer_seconds: float = ANSWER_SECONDS,
        options: Mapping[str, str] | None = None,
        url: str = "",
        clock: Callable[[], datetime] = now,
        settling: timedelta = SETTLING,
    ) -> RequestTrackerConnector:
        settings = ConnectionSettings(
            NAME, "request_tracker", url=url or self.proxy.url, login=login, options=options or {}
        )
        connector = RequestTrackerConnector(
            settings,
            self.secret if secret is None else secret,
            on_request=self.requests.append,
            answer_seconds=answer_seconds,
            pace=pace or Pace(),
            clock=clock,
            settling=settling,
        )
        self._connectors.append(connector)
        return connector

    def slow_connector(self) -> RequestTrackerConnector:
        return self.connector(pace=Pace(tickets=3, entries=7, page=5))

    def impatient_connector(self) -> RequestTrackerConnector:
        return self.connector(answer_seconds=IMPATIENT)

    def direct_connector(self) -> RequestTrackerConnector:
        """A connector that does not go through the proxy."""
        return self.connector(url=self.tracker.url)

    def world(self) -> World:
        return self._world.pull(self.connector()).copy()

    def create(self, subject: str, text: str, *, queue: str = "Tier 1", sender: str = CUSTOMER) -> TicketId:
        mail.write(self.tracker, text, sender=sender, subject=subject, queue=queue)
        return self.newest()

    def deliver(self, raw: bytes) -> TicketId:
        mail.deliver(self.tracker, raw)
        return self.newest()

    def newest(self) -> TicketId:
        answer = self.root.get("tickets", params={"query": "id > 0", "orderby": "id", "order": "DESC", "per_page": 1})
        return ticket_id(NAME, answer.json()["items"][0]["id"])

    def customer_writes(self, ticket: TicketId, text: str, *, sender: str = CUSTOMER) -> None:
        mail.write(self.tracker, text, sender=sender, subject="more", number=_number(ticket))

    def agent_notes(self, ticket: TicketId, text: str) -> None:
        self.post(f"ticket/{_number(ticket)}/comment", {"Content": text, "ContentType": "text/plain"}, login="ben")

    def give(self, ticket: TicketId, owner: AgentId) -> None:
        self.put(ticket, Owner=owner.partition(":")[2])

    def move(self, ticket: TicketId, group: str) -> None:
        self.put(ticket, Queue=group)

    def delete(self, ticket: TicketId) -> None:
        self.put(ticket, Status="deleted")

    def put(self, ticket: TicketId, **fields: object) -> None:
        self.root.put(f"ticket/{_number(ticket)}", json=fields).raise_for_status()

    def post(self, path: str, body: object, *, login: str = "root") -> None:
        with self.tracker.rest(login) as rest:
            rest.post(path, json=body).raise_for_status()

    def truth(self, ticket: TicketId) -> Truth:
        record = self.root.get(f"ticket/{_number(ticket)}", params={"fields[Queue]": "Name"}).json()
        owner = record["Owner"]["id"]
        return Truth(
            group=record["Queue"]["Name"],
            owner="" if owner == "Nobody" else owner,
            notes=texts(self.root, _number(ticket), "Comment"),
            replies=texts(self.root, _number(ticket), "Correspond"),
            watchers=[self._watcher(each["type"], each["id"]) for each in record["AdminCc"]],
        )

    def close(self) -> None:
        for connector in self._connectors:
            connector.close()
        self.proxy.close()
        self.root.close()

    def _watcher(self, kind: str, key: str) -> str:
        record = self.root.get(f"{kind}/{key}").json()
        return str(record["Name"] if kind == "group" else record["EmailAddress"])


def _number(ticket: TicketId) -> str:
    return ticket.partition(":")[2]
