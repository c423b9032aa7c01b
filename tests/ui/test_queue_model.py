"""The queue's model reads rows page by page, and repaints just what changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.domain.queue import QueueRow
from app.domain.score import ScoreState
from app.domain.tickets import Priority, Status, TicketId
from app.errors import StoreFailed
from app.ui.background import Background
from app.ui.delegates.queue_row import QueueRowDelegate
from app.ui.item_models.queue_model import PAGE, ROW, TICKET, QueueModel
from app.ui.row_words import due_words, is_pressing, row_words, tier_words
from app.ui.theme import Theme
from tests.builders import NOW, ago, id_of


def now() -> datetime:
    return NOW


def row(number: str = "1", **changes: object) -> QueueRow:
    plain = QueueRow(
        ticket=id_of(number),
        number=number,
        subject=f"Subject of {number}",
        requester="Mara Lindt",
        account="Northwind Traders",
        status=Status.OPEN,
        priority=Priority.NORMAL,
        created_at=ago(days=3),
        updated_at=ago(hours=1),
        due_at=NOW + timedelta(hours=2),
        points=63,
        state=ScoreState.SUGGEST,
        top_reason="asks for a supervisor",
        tier=2,
        owner="Ana Ortiz",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


class Shelf:
    """Rows by ticket, and which were asked for."""

    def __init__(self, count: int) -> None:
        self.rows = {id_of(str(number)): row(str(number)) for number in range(count)}
        self.asked: list[TicketId] = []
        self.broken = False

    def read(self, tickets: Sequence[TicketId]) -> list[QueueRow]:
        if self.broken:
            raise StoreFailed("The store cannot be read; look at the disk.")
        self.asked += tickets
        return [self.rows[ticket] for ticket in tickets]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(1_000)


@pytest.fixture
def model(qtbot: QtBot, theme: Theme, background: Background, shelf: Shelf) -> QueueModel:
    model = QueueModel(shelf.read, background, clock=now)
    model.show_order(shelf.rows)
    return model


def test_nothing_is_read_until_it_is_needed(model: QueueModel, shelf: Shelf) -> None:
    assert model.rowCount() == 1_000
    assert model.index(7, 0).data(ROW) is None
    assert model.index(7, 0).data(TICKET) == "desk:7"
    assert shelf.asked == []


def test_needed_rows_are_read_once_in_pages(model: QueueModel, shelf: Shelf, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.filled):
        model.need(PAGE, PAGE + 5)
        model.need(PAGE, PAGE + 5)
    model.need(PAGE + 1, PAGE + 2)
    assert shelf.asked == [id_of(str(number)) for number in range(PAGE, 2 * PAGE)]
    assert model.index(PAGE, 0).data(ROW) == row(str(PAGE))


def test_changed_row_is_repainted_in_place_and_alone(model: QueueModel, shelf: Shelf, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.filled):
        model.need(0, 5)
    shelf.rows[id_of("3")] = row("3", points=90)
    painted: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: painted.append((first.row(), last.row())))
    with qtbot.waitSignal(model.filled):
        model.renew([id_of("3"), id_of("4"), id_of("900")])
    assert painted == [(3, 3)]
    assert model.index(3, 0).data(ROW).points == 90
    assert id_of("900") not in shelf.asked


def test_another_order_keeps_what_was_read(model: QueueModel, shelf: Shelf, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.filled):
        model.need(0, 5)
    model.show_order([id_of("5"), id_of("0")])
    assert [model.index(place, 0).data(ROW).number for place in range(2)] == ["5", "0"]
    assert model.place(id_of("0")) == 1
    assert model.place(id_of("7")) is None


def test_rows_that_could_not_be_read_can_be_asked_for_again(model: QueueModel, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.broken = True
    with qtbot.waitSignal(model.failed):
        model.need(0, 5)
    shelf.broken = False
    with qtbot.waitSignal(model.filled):
        model.need(0, 5)
    assert model.row(id_of("0")) is not None


def test_row_is_one_sentence_for_a_screen_reader(model: QueueModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.filled):
        model.need(0, 5)
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Subject of 1, number 1. Score 63, escalation suggested to tier 2. asks for a supervisor. "
        "Northwind Traders · Ana Ortiz. opened 3 d ago. due in 2 h."
    )
    assert model.index(999, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Being read"
    assert model.data(QModelIndex(), ROW) is None


def test_sla_counts_down_and_then_says_overdue() -> None:
    assert due_words(NOW + timedelta(minutes=90), now=NOW) == "due in 1 h"
    assert due_words(NOW - timedelta(minutes=25), now=NOW) == "25 min overdue"
    assert due_words(None, now=NOW) == ""
    assert is_pressing(NOW + timedelta(minutes=59), now=NOW)
    assert not is_pressing(NOW + timedelta(minutes=61), now=NOW)
    assert not is_pressing(None, now=NOW)


def test_unscored_row_claims_nothing() -> None:
    plain = row(points=None, tier=None, state=ScoreState.UNKNOWN, owner="", account="")
    assert tier_words(plain) == ""
    assert "Not read yet" in row_words(plain, now=NOW)
    assert "Mara Lindt · nobody" in row_words(plain, now=NOW)


def test_states_differ_without_colour(qtbot: QtBot, theme: Theme, model: QueueModel, shelf: Shelf) -> None:
    """In grey, every state still looks different from every other."""
    looks = [
        row("0", state=ScoreState.QUIET, tier=None),
        row("0", state=ScoreState.SUGGEST),
        row("0", state=ScoreState.AUTOMATIC),
        row("0", state=ScoreState.UNKNOWN, tier=None),
        row("0", decided="accepted"),
        row("0", due_at=NOW - timedelta(minutes=5)),
        row("0", points=None, state=ScoreState.UNKNOWN, subject="", top_reason="", tier=None, due_at=None),
    ]
    images = []
    for look in looks:
        shelf.rows[id_of("0")] = look
        with qtbot.waitSignal(model.filled):
            model.need(0, 0)
            model.renew([id_of("0")])
        images.append(painted(model))
    assert all(one != other for at, one in enumerate(images) for other in images[at + 1 :])


def painted(model: QueueModel) -> QImage:
    image = QImage(300, 80, QImage.Format.Format_Grayscale8)
    option = QStyleOptionViewItem()
    option.rect = image.rect()
    painter = QPainter(image)
    QueueRowDelegate(clock=now).paint(painter, option, model.index(0, 0))
    painter.end()
    return image
