"""What rules did by themselves: called from the desktop, said in the window, once."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from app.domain.alerts import Alert, AlertKind, alert_id
from app.domain.decisions import BY_ITSELF
from app.ui.alert_words import call_words, moved_words
from app.ui.alerts import MOVED, STUCK, Alerts
from app.ui.background import Background
from app.ui.desktop import Desktop
from app.ui.notice import Notice
from tests.builders import DESK, agent, batch, decision, destination, id_of, ticket
from tests.ui.tray import Tray

if TYPE_CHECKING:
    from app.service.console import Console
    from app.store.store import Store


class Watched:
    """Alerts with everything that they said."""

    def __init__(self, console: "Console", background: Background, desktop: Desktop, qtbot: QtBot) -> None:
        self.notices: list[Notice] = []
        self.qtbot = qtbot
        self.alerts = Alerts(console, background, desktop)
        self.alerts.noticed.connect(self.notices.append)

    def look(self) -> None:
        self.alerts.look()
        self.qtbot.waitUntil(lambda: not self.alerts._asking.busy)


def told(number: str = "1", who: tuple[str, ...] = ("Compliance",)) -> Alert:
    name = alert_id(AlertKind.TOLD, number)
    return Alert(name, AlertKind.TOLD, id_of(number), "Legal", datetime.now(UTC), who=who)


def move(store: "Store", number: str) -> None:
    """A rule moves a ticket to Billing."""
    store.pulled.apply(batch(ticket(number), cursor=f"move {number}"), connection=DESK)
    made = decision(number, by=BY_ITSELF, at=datetime.now(UTC), rule="Money", destination=destination())
    store.decided.record(made, (), not_before=made.at)


def test_who_is_named_is_called_from_the_tray_once_and_without_the_customers_words(
    console: "Console", store: "Store", background: Background, tray: Tray, qtbot: QtBot
) -> None:
    store.pulled.apply(
        batch(ticket("1", subject="Our lawyer"), agents=(agent("ana", groups=("Compliance",)),)), connection=DESK
    )
    store.alerts.tell(told(), None)
    Watched(console, background, Desktop(tray=tray), qtbot).look()
    Watched(console, background, Desktop(tray=tray), qtbot).look()  # as after a restart
    assert tray.shown == [("Warmline: Legal", "Ticket 1 is for Compliance to know of.")]


def test_where_there_is_no_tray_the_window_says_it(
    console: "Console", store: "Store", background: Background, qtbot: QtBot
) -> None:
    store.pulled.apply(batch(ticket("1"), agents=(agent("ana", groups=("Compliance",)),)), connection=DESK)
    store.alerts.tell(told(), None)
    desktop = Desktop()
    assert not desktop.can_call
    desktop.call("Nobody", "hears this")
    seen = Watched(console, background, desktop, qtbot)
    seen.look()
    assert [each.text for each in seen.notices] == ["Rule “Legal”: Ticket 1 is for Compliance to know of."]


def test_who_is_not_named_is_not_called(
    console: "Console", store: "Store", background: Background, tray: Tray, qtbot: QtBot
) -> None:
    store.pulled.apply(batch(ticket("1"), agents=(agent("ana"),)), connection=DESK)
    store.alerts.tell(told(), None)
    seen = Watched(console, background, Desktop(tray=tray), qtbot)
    seen.look()
    assert (tray.shown, seen.notices) == ([], [])


def test_what_the_helpdesk_refused_is_called_and_stays_in_the_window(
    console: "Console", background: Background, tray: Tray, store: "Store", qtbot: QtBot
) -> None:
    said = "Bob Lindgren accepted #1 from you, but the helpdesk did not move it: no such group. It is yours again."
    for number, who in (("1", (console.person, "Bob Lindgren")), ("2", ("Bob Lindgren", "Priya"))):
        name = alert_id(AlertKind.CAME_BACK, number)
        store.alerts.tell(
            Alert(name, AlertKind.CAME_BACK, id_of(number), "", datetime.now(UTC), who=who, because=said), None
        )
    seen = Watched(console, background, Desktop(tray=tray), qtbot)
    seen.look()
    assert tray.shown == [("Warmline: a handoff did not take place", said)]
    assert [each.text for each in seen.notices] == [said]


def test_moves_stay_in_one_notice_until_it_is_dismissed(
    console: "Console", store: "Store", background: Background, tray: Tray, qtbot: QtBot
) -> None:
    store.pulled.apply(batch(agents=(agent("ana"),)), connection=DESK)
    seen = Watched(console, background, Desktop(tray=tray), qtbot)
    move(store, "1")
    seen.look()
    move(store, "2")
    seen.look()
    one, both = seen.notices
    assert one.topic == both.topic == MOVED
    assert one.text == "The rule “Money” moved #1 to Tier 2 Billing by itself. Open it and press U to put it back."
    assert both.details.splitlines() == ["#2 to Tier 2 Billing (Money)", "#1 to Tier 2 Billing (Money)"]
    seen.alerts.dismiss(replace(both, topic="something else"))
    seen.alerts.dismiss(both)
    move(store, "3")
    seen.look()
    assert seen.notices[-1].details == "#3 to Tier 2 Billing (Money)"


def test_a_click_on_the_notification_is_an_answer(tray: Tray, qtbot: QtBot) -> None:
    desktop = Desktop(tray=tray)
    assert desktop.can_call
    with qtbot.waitSignal(desktop.answered):
        tray.messageClicked.emit()
    with qtbot.waitSignal(desktop.answered):
        tray.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.assertNotEmitted(desktop.answered, wait=10):
        tray.activated.emit(QSystemTrayIcon.ActivationReason.Context)


def test_words_name_a_few_moves_and_a_subject_only_where_it_is_given() -> None:
    moves = [
        replace(told(number), kind=AlertKind.MOVED, group="Compliance", who=()) for number in ("9", "8", "7", "6", "5")
    ]
    assert moved_words(moves, key="U") == (
        "Rules moved 5 tickets by themselves: #9 to Compliance (Legal), #8 to Compliance (Legal), #7 to Compliance "
        "(Legal), and 2 more. Open one and press U to put it back."
    )
    three = told(who=("Security", "Compliance", "lena@relay.example"))
    assert call_words(three) == "Ticket 1 is for Security, Compliance and lena@relay.example to know of."
    assert call_words(moves[0]) == "Ticket 9 goes to Compliance. Nobody had to confirm it."
    assert call_words(moves[0], "Help") == "Ticket 9, “Help”, goes to Compliance. Nobody had to confirm it."


def stuck(number: str, group: str = "Tier 2 Technical") -> Alert:
    name = alert_id(AlertKind.NOBODY, number)
    return Alert(name, AlertKind.NOBODY, id_of(number), "", datetime.now(UTC), group=group)


def test_what_nobody_can_take_is_told_together(
    console: "Console", store: "Store", background: Background, tray: Tray, qtbot: QtBot
) -> None:
    """A desk that is full is full for many at once: neither the window nor the desktop is buried in them."""
    store.pulled.apply(batch(*(ticket(number) for number in "1234")), connection=DESK)
    seen = Watched(console, background, Desktop(), qtbot)
    for number in "12":
        store.alerts.tell(stuck(number), None)
    seen.look()
    assert [each.text for each in seen.notices] == [
        "2 tickets should go to Tier 2 Technical, and nobody there can take them now."
    ]
    store.alerts.tell(stuck("3", "Security"), None)
    seen.look()
    last = seen.notices[-1]
    assert last.topic == seen.notices[0].topic == STUCK, "the notice grows"
    assert last.text == ("3 tickets should go where nobody can take them now: 2 to Tier 2 Technical, 1 to Security.")
    assert last.details.count("\n") == 2
    seen.alerts.dismiss(last)
    store.alerts.tell(stuck("4"), None)
    seen.look()
    assert seen.notices[-1].text == "Ticket 4 should go to Tier 2 Technical, and nobody there can take it now."
    Watched(console, background, Desktop(tray=tray), qtbot).look()
    assert tray.shown == []  # it was told already


def test_the_desktop_calls_once_for_many_that_nobody_can_take(
    console: "Console", store: "Store", background: Background, tray: Tray, qtbot: QtBot
) -> None:
    store.pulled.apply(batch(ticket("1"), ticket("2")), connection=DESK)
    for number in "12":
        store.alerts.tell(stuck(number), None)
    Watched(console, background, Desktop(tray=tray), qtbot).look()
    assert [words for _, words in tray.shown] == [
        "2 tickets should go to Tier 2 Technical, and nobody there can take them now."
    ]
