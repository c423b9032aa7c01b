"""What the edited rules would do now, and what rules did: told, leading to the tickets, and put back by a key."""

from PySide6.QtCore import Qt

from app.domain.revision import Changed
from app.domain.rule_deeds import Became
from app.ui.actions import ActionName
from app.ui.panes.rulebook_parts import Page
from tests.builders import id_of
from tests.ui.rulebook.bench import REFUND, Bench, own_file


def test_what_would_match_now_is_told_and_leads_to_the_tickets(bench: Bench) -> None:
    bench.choose("Asks for a supervisor")
    bench.retype(bench.pane.parts.form.name, "Asks for the boss")
    bench.press(ActionName.MATCH_NOW)
    effect = bench.pane.parts.effect
    bench.wait(lambda: "were looked at." in effect.said.text())
    assert effect.said.text().startswith("2 open tickets were looked at. Rules gain 1 tickets and lose 1; ")
    tops = [effect.tree.topLevelItem(at) for at in range(effect.tree.topLevelItemCount())]
    words = [top.text(0) for top in tops if top is not None]
    assert "Asks for the boss: fires on 0, would on 1 (1 gained, 0 lost)" in words
    assert "Asks for a supervisor: fires on 1, would on 0 (0 gained, 1 lost)" in words
    effect.tree.setFocus()
    bench.key(effect.tree, Qt.Key.Key_Down)
    bench.key(effect.tree, Qt.Key.Key_Return)
    assert bench.asked == [id_of("1")]
    assert not own_file().exists()


def test_a_rulebook_that_is_wrong_is_not_tried(bench: Bench) -> None:
    bench.choose(REFUND)
    bench.pane.parts.form.condition.as_text.click()
    bench.retype(bench.pane.parts.form.condition.editor, "account.value / 0 > 1")
    bench.press(ActionName.MATCH_NOW)
    bench.wait(lambda: bench.pane.parts.effect.said.text().startswith("Mend this first."))
    assert "divides by zero" in bench.pane.parts.effect.said.text()


def test_what_rules_did_is_listed_by_rule_and_mode_and_leads_to_the_ticket(bench: Bench) -> None:
    view = bench.pane.parts.deeds
    bench.pane.parts.tabs.setCurrentIndex(Page.DEEDS)
    bench.wait(lambda: view.list.topLevelItemCount() == 1)
    row = view.list.topLevelItem(0)
    assert row is not None
    assert [row.text(column) for column in (1, 3, 4)] == [
        "Asks for a supervisor",
        "suggested Tier 4 Executive",
        "waits for a person",
    ]
    assert not bench.pane._acts[ActionName.PUT_BACK].isEnabled(), "nothing was moved"
    view.list.setFocus()
    bench.key(view.list, Qt.Key.Key_Return)
    bench.wait(lambda: bench.asked == [id_of("1")])
    view.modes.setFocus()
    bench.key(view.modes, Qt.Key.Key_Down)  # automatic
    bench.wait(lambda: view.said.text() == "Nothing yet.")
    view.rules.setCurrentIndex(view.rules.findData("Asks for a supervisor"))
    view.modes.setCurrentIndex(0)
    bench.wait(lambda: view.list.topLevelItemCount() == 1)


def test_an_open_list_of_what_rules_did_hears_of_the_last_of_many_changes(bench: Bench) -> None:
    view = bench.pane.parts.deeds
    bench.pane.parts.tabs.setCurrentIndex(Page.DEEDS)
    bench.wait(lambda: view.deed is not None and view.deed.became is Became.WAITS)
    opened = bench.console.opened(id_of("1"))
    assert opened is not None
    bench.pane.refresh(Changed(bench.store.revision(), tickets=(id_of("1"),)))
    bench.wait(lambda: not view._reading._busy)
    bench.console.accept(opened)
    bench.pane.refresh(Changed(bench.store.revision(), tickets=(id_of("1"),)))
    bench.wait(lambda: view.deed is not None and view.deed.became is Became.ACCEPTED)


def test_a_move_of_a_rule_is_put_back_from_the_list_by_its_key(bench: Bench) -> None:
    opened = bench.console.opened(id_of("1"))
    assert opened is not None
    bench.console.accept(opened)
    view = bench.pane.parts.deeds
    bench.pane.parts.tabs.setCurrentIndex(Page.DEEDS)
    bench.wait(lambda: view.deed is not None and view.deed.decision is not None)
    view.list.setFocus()
    bench.press(ActionName.PUT_BACK)
    bench.wait(lambda: view.deed is not None and view.deed.decision is None)
    row = view.list.currentItem()
    assert row is not None
    assert row.text(4) == "taken back before it was written; it was accepted by Ana Ortiz"
