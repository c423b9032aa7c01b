"""The queue as the view sees it: an order of tickets, and those rows that have been asked for."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.queue import QueueRow
from app.domain.tickets import TicketId
from app.ui.background import Background
from app.ui.row_words import row_words
from app.ui.tips import tip

PAGE = 64  # rows read at once: a screen or two

ROW = Qt.ItemDataRole.UserRole  # the QueueRow, None until it has been read
TICKET = Qt.ItemDataRole.UserRole + 1  # the TicketId
COMPANY = Qt.ItemDataRole.UserRole + 2  # who else is at the ticket, in words; "" where nobody is

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class QueueModel(QAbstractTableModel):
    """Holds the order; reads rows page by page through the background when `need` names them.

    `data` reads memory only. A row that has been read stays until it changes; only what changed is repainted.
    """

    failed = Signal(Exception)
    filled = Signal()  # rows that were asked for have arrived

    def __init__(
        self,
        rows: Callable[[Sequence[TicketId]], list[QueueRow]],
        background: Background,
        parent: QObject | None = None,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self._read = rows
        self._background = background
        self._clock = clock
        self._tickets: list[TicketId] = []
        self._places: dict[TicketId, int] = {}
        self._rows: dict[TicketId, QueueRow] = {}
        self._asked: set[TicketId] = set()
        self._company: Mapping[TicketId, str] = {}

    @property
    def tickets(self) -> Sequence[TicketId]:
        """The order on the screen."""
        return self._tickets

    def show_order(self, tickets: Iterable[TicketId]) -> None:
        """Another order; rows already read stay read."""
        self.beginResetModel()
        self._tickets = list(tickets)
        self._places = {ticket: place for place, ticket in enumerate(self._tickets)}
        self.endResetModel()

    def place(self, ticket: TicketId) -> int | None:
        return self._places.get(ticket)

    def row(self, ticket: TicketId) -> QueueRow | None:
        return self._rows.get(ticket)

    def need(self, first: int, last: int) -> None:
        """Read the pages that hold these places, unless they are in memory or on their way."""
        begin = max(first, 0) // PAGE * PAGE
        end = min((last // PAGE + 1) * PAGE, len(self._tickets))
        missing = [each for each in self._tickets[begin:end] if each not in self._rows and each not in self._asked]
        self._fetch(missing)

    def renew(self, tickets: Collection[TicketId]) -> None:
        """Read again those of these tickets that are in memory; the old row shows until the new one is there."""
        self._fetch([each for each in tickets if each in self._rows])

    def renew_all(self) -> None:
        self._fetch(list(self._rows))

    def show_rows(self, rows: Iterable[QueueRow]) -> None:
        """Take these rows as they are now, and repaint those that differ."""
        places = []
        for row in rows:
            if self._rows.get(row.ticket) != row:
                self._rows[row.ticket] = row
                places.append(self._places.get(row.ticket))
        for first, last in _runs(sorted(place for place in places if place is not None)):
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    def show_company(self, company: Mapping[TicketId, str]) -> None:
        """Who else is at which ticket now; repaints the rows where that is different."""
        before, self._company = self._company, company
        for ticket in before.keys() | company.keys():
            place = self._places.get(ticket)
            if place is not None and before.get(ticket) != company.get(ticket):
                self.dataChanged.emit(self.index(place, 0), self.index(place, 0))

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._tickets)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = index.row()
        if not 0 <= place < len(self._tickets):
            return None
        ticket = self._tickets[place]
        if role == TICKET:
            return ticket
        if role == COMPANY:
            return self._company.get(ticket, "")
        row = self._rows.get(ticket)
        if role == ROW:
            return row
        return self._said(row, role)

    def _said(self, row: QueueRow | None, role: int) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return row.subject if row else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._words(row))
        return None

    def _words(self, row: QueueRow | None) -> str:
        if row is None:
            return "Being read"
        words, company = row_words(row, now=self._clock()), self._company.get(row.ticket)
        return f"{words} {company}." if company else words

    def _fetch(self, tickets: list[TicketId]) -> None:
        for at in range(0, len(tickets), PAGE):
            page = tickets[at : at + PAGE]
            self._asked.update(page)
            self._background.run(
                self, partial(self._page, page), done=self._arrived, failed=partial(self._missed, page)
            )

    def _page(self, tickets: list[TicketId]) -> tuple[list[TicketId], list[QueueRow]]:
        """On another thread."""
        return tickets, self._read(tickets)

    def _arrived(self, answer: tuple[list[TicketId], list[QueueRow]]) -> None:
        page, rows = answer
        self._asked.difference_update(page)
        self.show_rows(rows)
        self.filled.emit()

    def _missed(self, page: list[TicketId], error: Exception) -> None:
        self._asked.difference_update(page)
        self.failed.emit(error)


def _runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring places joined, so that a page is one repaint."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
