"""The countdown in which a decision can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from app.domain.decisions import Decision, DecisionId, DecisionKind
from app.domain.routing import Destination
from app.domain.tickets import ConnectionName, ticket_id
from app.ui.theme import Theme
from app.ui.undo_bar import UndoBar, decision_words

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BILLING = Destination("Tier 2 Billing", 2)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def decision(number: str = "1042", at: datetime = NOON, kind: DecisionKind = DecisionKind.ACCEPT) -> Decision:
    return Decision(
        DecisionId(number), ticket_id(ConnectionName("sample"), number), kind, "Ana Ortiz", at, destination=BILLING
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme, clock: Clock) -> UndoBar:
    bar = UndoBar(clock=clock)
    qtbot.addWidget(bar)
    return bar


def test_the_bar_counts_down_in_whole_seconds_and_goes(bar: UndoBar, clock: Clock) -> None:
    bar.offer(decision())
    assert bar.isVisible()
    assert bar.text == "Accepted: #1042 to Tier 2 Billing — Undo (10 s)"
    clock.advance(2.4)
    bar.refresh()
    assert bar.text.endswith("Undo (8 s)")
    clock.advance(7.5)
    bar.refresh()
    assert bar.text.endswith("Undo (1 s)")
    clock.advance(0.2)
    bar.refresh()
    assert not bar.isVisible()
    assert bar.offered is None


def test_undo_names_the_newest_decision_and_then_offers_the_one_before(
    bar: UndoBar, clock: Clock, qtbot: QtBot
) -> None:
    first = decision("1")
    second = decision("2", at=NOON + timedelta(seconds=1))
    bar.offer(first)
    clock.advance(1)
    bar.offer(second)
    with qtbot.waitSignal(bar.undo_asked) as asked:
        bar.undo()
    assert asked.args == [second]
    assert bar.offered == first
    bar.undo()
    assert not bar.isVisible()


def test_availability_is_told_so_that_the_key_rests(bar: UndoBar, clock: Clock) -> None:
    told = list[bool]()
    bar.availability_changed.connect(told.append)
    bar.offer(decision())
    clock.advance(11)
    bar.refresh()
    assert told == [True, False]
    bar.undo()  # nothing is offered: nothing happens
    assert told == [True, False]


def test_the_clock_on_the_wall_moves_the_countdown_by_itself(qtbot: QtBot, theme: Theme) -> None:
    bar = UndoBar()
    qtbot.addWidget(bar)
    bar.offer(decision(at=datetime.now(UTC) - timedelta(seconds=9)))
    assert bar.isVisible()
    qtbot.waitUntil(lambda: not bar.isVisible())


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (decision(kind=DecisionKind.OVERRIDE), "Overridden: #1042 to Tier 2 Billing"),
        (
            Decision(DecisionId("x"), ticket_id(ConnectionName("s"), "9"), DecisionKind.OVERRIDE, "Ana", NOON),
            "Overridden: #9 stays",
        ),
        (
            Decision(DecisionId("x"), ticket_id(ConnectionName("s"), "9"), DecisionKind.NOT_NEEDED, "Ana", NOON),
            "Not needed: #9 stays where it is",
        ),
    ],
)
def test_words(made: Decision, words: str) -> None:
    assert decision_words(made) == words
