"""The calls that show a person what passes between them and their colleagues."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from app.domain.alerts import AlertId, AlertKind, alert_id
from app.domain.handoff_shelf import Handoff, HandoffKind
from app.domain.queue import QueueRow
from app.domain.tickets import TicketId
from app.domain.transfer import Transfer, TransferId, TransferState
from app.service.consult import Consults
from app.service.transfer import Transfers
from app.store.store import Store

SHOWN_FOR = timedelta(days=2)  # how long what became of an offer is shown; if it came back, from when it was told on


class HandoffShelf:
    """One person's offers and questions, read in one go."""

    def __init__(
        self,
        store: Store,
        *,
        transfers: Transfers,
        consults: Consults,
        person: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._transfers = transfers
        self._consults = consults
        self.person = person
        self._clock = clock

    def all(self) -> tuple[Handoff, ...]:
        """Kind by kind: offers in the order in which they expire, questions oldest first, what they took over
        and their own newest first."""
        return (
            *self._received(),
            *self._with_rows(HandoffKind.OVER, self._transfers.feedback_due()),
            *self._with_rows(HandoffKind.TAKEN, self._transfers.taken_over()),
            *self._with_rows(HandoffKind.IN_VAIN, self._recent(self._transfers.accepted_in_vain())),
            *self._sent(),
        )

    def open(self) -> tuple[Handoff, ...]:
        """What waits for somebody at one of the two ends."""
        return (
            *self._received(),
            *self._with_rows(HandoffKind.SENT, self._transfers.open_from_me()),
            *self._questions(),
        )

    def offers(self) -> int:
        """How many offers wait for this person."""
        return len(self._transfers.offers_for())

    def ended_by_others(self, offers: Iterable[TransferId]) -> tuple[Transfer, ...]:
        """Those of the offers that are over, and not by this person's doing: what they should be told of."""
        found = (self._store.transfers.transfer(each) for each in offers)
        return tuple(each for each in found if each and not each.is_open and each.ended_by != self.person)

    def _received(self) -> tuple[Handoff, ...]:
        return (
            *(Handoff(HandoffKind.OFFERED, each.transfer, each.row, each.me) for each in self._transfers.offers_for()),
            *(Handoff(HandoffKind.ASKED, each.consult, each.row) for each in self._consults.asked_of()),
        )

    def _sent(self) -> tuple[Handoff, ...]:
        return (
            *self._with_rows(HandoffKind.SENT, self._recent(self._transfers.sent_by())),
            *self._questions(),
        )

    def _questions(self) -> tuple[Handoff, ...]:
        """Their own that are open."""
        return tuple(Handoff(HandoffKind.SENT, each.consult, each.row) for each in self._consults.asked_by())

    def _recent(self, transfers: Iterable[Transfer]) -> tuple[Transfer, ...]:
        found, since = tuple(transfers), self._clock() - SHOWN_FOR
        past = [each for each in found if each.ended_at is not None and each.ended_at <= since]
        told_of = {each.id: _told_of(each) for each in past if each.state is TransferState.REFUSED}
        read = self._store.alerts.seen_before(self.person, told_of.values(), at=since)
        gone = {each.id for each in past if each.id not in told_of or told_of[each.id] in read}
        return tuple(each for each in found if each.id not in gone)

    def _with_rows(self, kind: HandoffKind, transfers: Iterable[Transfer]) -> tuple[Handoff, ...]:
        found = tuple(transfers)
        rows: dict[TicketId, QueueRow] = {
            row.ticket: row for row in self._store.queue.rows([each.ticket for each in found])
        }
        return tuple(Handoff(kind, each, rows.get(each.ticket)) for each in found)


def _told_of(refused: Transfer) -> AlertId:
    """The alert by which both ends hear that it came back: it is raised for the acceptance's change."""
    return alert_id(AlertKind.CAME_BACK, refused.decision or "")
