"""One Request Tracker as a helpdesk of Warmline's."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from app.connectors.http import ANSWER_SECONDS, Http
from app.connectors.ledger import OnRequest, ignore
from app.connectors.request_tracker.client import Client
from app.connectors.request_tracker.conversations import Reader
from app.connectors.request_tracker.convert import Converter
from app.connectors.request_tracker.dialect import SYSTEM, dialect_from
from app.connectors.request_tracker.doubts import SETTLING, Doubts
from app.connectors.request_tracker.feed import USUAL_PACE, Feed, Pace
from app.connectors.request_tracker.people import People
from app.connectors.request_tracker.position import position_from
from app.connectors.request_tracker.session import Session
from app.connectors.request_tracker.writer import Writer
from app.domain.batch import Batch, Cursor
from app.domain.changes import Change, Receipt
from app.domain.tickets import ConnectionName
from app.settings import ConnectionSettings

COMMENTS = "ObjectType = 'RT::Ticket' AND Type = 'Comment'"


def now() -> datetime:
    return datetime.now(UTC)


class RequestTrackerConnector:
    """Request Tracker 5, spoken to with an API token, or with a password where the settings name a login."""

    writable = True

    def __init__(
        self,
        settings: ConnectionSettings,
        secret: str,
        *,
        on_request: OnRequest = ignore,
        answer_seconds: float = ANSWER_SECONDS,
        pace: Pace = USUAL_PACE,
        clock: Callable[[], datetime] = now,
        settling: timedelta = SETTLING,
    ) -> None:
        self.connection = ConnectionName(settings.name)
        url = settings.url.rstrip("/").removesuffix("/REST/2.0")
        self._session = Session(
            lambda headers: Http(
                url,
                connection=settings.name,
                headers=headers,
                on_request=on_request,
                answer_seconds=answer_seconds,
            ),
            login=settings.login,
            secret=secret,
        )
        client = Client(self._session)
        dialect = dialect_from(settings.options)
        self._client = client
        self._reader = Reader(client)
        self._people = People(client, self.connection)
        converter = Converter(self.connection, url, dialect, self._people)
        self._feed = Feed(client, self._reader, self._people, converter, pace)
        self._writer = Writer(
            client, self._reader, dialect, self.connection, clock=clock, doubts=Doubts(clock, settling)
        )

    def __repr__(self) -> str:
        return f"RequestTrackerConnector({self.connection!r}, {self._session.host!r})"

    def check(self) -> str:
        """Prove that Request Tracker answers and accepts us; says which queues we see, and which rights we lack."""
        version = self._client.version()
        queues = sorted(str(each["Name"]) for each in self._client.listed("queues/all", fields="Name"))
        if not queues:
            return f"Request Tracker {version} accepts you but shows no queue; ask for the right SeeQueue."
        found = f"Request Tracker {version} accepts you and shows {len(queues)} queues: {', '.join(queues)}."
        return " ".join([found, *self._warnings()])

    def changes(self, cursor: Cursor) -> Batch:
        """What changed since `cursor`, at most some sixty tickets or three hundred entries of history."""
        return self._feed.step(position_from(cursor) or self._feed.start())

    def apply(self, change: Change) -> Receipt:
        """Write a change, once in effect: each part is looked for before it is written, and read back after.

        A note that was posted without an answer is only looked for, and not posted again, while it may still come to
        light: `Unreachable` is raised as long.
        """
        return self._writer.apply(change)

    def close(self) -> None:
        self._reader.close()
        self._session.close()

    def _warnings(self) -> Iterator[str]:
        """What we cannot see, as far as that can be told."""
        if not self._sees_groups():
            yield "It does not show groups; nobody can be suggested (right SeeGroup)."
        # Without the right users are hidden, or shown without whether they have left.
        if "Disabled" not in (self._client.record("user", SYSTEM) or {}):
            yield "It does not show users; customers and agents may be mistaken for each other (right AdminUsers)."
        if not self._client.search("transactions", COMMENTS, per_page=1, order="DESC").items:
            yield "It shows no internal note; if there are any, they are hidden (right ShowTicketComments)."

    def _sees_groups(self) -> bool:
        condition = [{"field": "Domain", "value": "UserDefined"}]
        groups = self._client.filter("groups", condition, fields="Name").items
        return any(self._client.record("group", str(group["id"])) is not None for group in groups[:1])
