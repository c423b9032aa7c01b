"""An agent sees who else is at a ticket, and the others see where the agent is."""

from PySide6.QtCore import Qt

from app.domain.presence import Present
from app.store.presence import Presence
from app.ui.item_models.queue_model import COMPANY
from app.ui.presence_words import company_words, row_company
from tests.builders import NOW, ago, id_of
from tests.ui.agents_desk import Desk


def tell(desk: Desk) -> None:
    """What the window does about every second."""
    desk.pane.show_health(desk.console.health())


def others(desk: Desk) -> list[tuple[str, str, bool]]:
    """Where the others' consoles see Ana."""
    seen = desk.store.presence.others("bob's console")
    return [(each.person, each.ticket or "", each.editing) for each in seen]


def test_where_the_agent_is_and_what_is_being_written_is_seen_by_the_others(desk: Desk) -> None:
    desk.open()
    here = desk.pane.current_ticket()
    assert here
    desk.qtbot.waitUntil(lambda: others(desk) == [("Ana Ortiz", here, False)])
    desk.pane.conversation.composer.field.setPlainText("I am calling them")
    desk.qtbot.waitUntil(lambda: others(desk) == [("Ana Ortiz", here, True)])
    desk.press(Qt.Key.Key_J)
    desk.qtbot.waitUntil(lambda: bool(others(desk)) and others(desk)[0][1] not in {here, ""})
    assert not others(desk)[0][2]


def test_the_second_one_is_told_before_doing_it_again(desk: Desk) -> None:
    desk.open()
    here = desk.pane.current_ticket()
    assert here
    tell(desk)
    assert desk.pane.conversation.company.words == ""
    desk.store.presence.say("bob's console", "Bob Lindgren", here, editing=True)
    tell(desk)
    assert "Bob Lindgren is working on this" in desk.pane.conversation.company.words
    place = desk.pane.queue.model.place(here)
    assert place is not None
    index = desk.pane.queue.model.index(place, 0)
    assert index.data(COMPANY) == "Bob Lindgren works on it"
    assert "Bob Lindgren works on it." in index.data(Qt.ItemDataRole.AccessibleTextRole)
    desk.store.presence.leave("bob's console")
    tell(desk)
    assert desk.pane.conversation.company.words == ""
    assert index.data(COMPANY) == ""


def test_ones_own_second_window_is_nobody_else(desk: Desk) -> None:
    desk.open()
    here = desk.pane.current_ticket()
    Presence(desk.store._database).say("my other console", "Ana Ortiz", here, editing=True)
    tell(desk)
    assert desk.pane.conversation.company.words == ""


def test_who_works_on_it_comes_before_who_looks() -> None:
    bob = Present("Bob Lindgren", id_of("1"), editing=True, since=ago(minutes=2))
    lena = Present("Lena Vogt", id_of("1"), editing=False, since=ago(minutes=5))
    words = "Bob Lindgren is working on this, since 2 min: ask before you decide, and 1 more"
    assert company_words((bob, lena), now=NOW) == words
    assert company_words((lena,), now=NOW) == "Lena Vogt is looking at this"
    assert company_words((), now=NOW) == ""
    assert row_company((bob, lena)) == {id_of("1"): "Bob Lindgren works on it, Lena Vogt is there"}
