"""A lead edits the rulebook by keyboard: forms and text, checked while typing, compared, saved, put back."""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.conditions.plain_form import Relation
from app.domain.rulebook_findings import Finding
from app.domain.rulebook_sheet import OpenedRulebook
from app.ui.actions import ActionName
from app.ui.background import Background
from app.ui.panes.rulebook import RulebookPane
from app.ui.panes.rulebook_keeping import OVERTAKEN
from app.ui.panes.rulebook_parts import Page
from tests.ui.rulebook.bench import REFUND, SHIPPED, Bench, own_file


def file_text() -> str:
    return own_file().read_text("utf-8")


def test_rules_are_listed_in_their_order_with_what_they_fire_on(bench: Bench) -> None:
    model = bench.pane.parts.model
    assert [model.index(row, 0).data().split(",")[0] for row in range(2)] == ["Security incident", "Legal"]
    supervisor = model.index(model.row_of(bench.names.index("Asks for a supervisor")), 0)
    bench.wait(lambda: supervisor.data() == "Asks for a supervisor, suggest to Tier 4 Executive, 1 now")
    bench.choose("Legal")
    form = bench.pane.parts.form
    assert (form.group.currentText(), form.mode.currentText()) == ("Compliance", "Automatic: acts at once")
    assert form.hard.isChecked()


def test_what_is_typed_is_checked_compared_and_saved_with_every_comment(bench: Bench) -> None:
    bench.choose("Personal data")
    bench.retype(bench.pane.parts.form.name, "Privacy")
    bench.settled()
    assert bench.state.startswith("Edited and right.")
    assert not own_file().exists()
    bench.press(ActionName.SAVE_RULES)
    lines = bench.pane.parts.changes.lines
    bench.wait(lambda: '+name = "Privacy"' in lines.toPlainText())
    assert '-name = "Personal data"' in lines.toPlainText()
    assert not own_file().exists(), "the changes are shown first"
    bench.press(ActionName.SAVE_RULES)
    bench.wait(own_file().exists)
    bench.settled()
    assert file_text() == SHIPPED.replace("Personal data", "Privacy")
    assert bench.console.health().rulebook == bench.pane.editing.sheet.revision
    assert not bench.pane.editing.changed


def test_nothing_wrong_can_be_saved_and_its_place_is_one_key_away(bench: Bench) -> None:
    before = bench.console.health().rulebook
    bench.choose(REFUND)
    condition = bench.pane.parts.form.condition
    condition.as_text.click()
    bench.retype(condition.editor, "signals.billing_dispute >= 0.6 && acount.value > 50000")
    bench.settled()
    [told] = [each for each in bench.findings if each.startswith("Error")]
    assert "line 1, column 35" in told
    assert "account.value is meant, perhaps" in told
    assert bench.state == "1 error: this cannot be saved."
    bench.press(ActionName.SAVE_RULES)
    assert not bench.pane._acts[ActionName.SAVE_RULES].isEnabled()
    assert not condition.form_shown
    bench.choose("Legal")
    listed = bench.pane.parts.findings
    listed.setFocus()
    listed.setCurrentRow(0)
    bench.key(listed, Qt.Key.Key_Return)
    bench.wait(lambda: bench.rule.name == REFUND)
    assert isinstance(bench.finding, Finding)
    assert condition.editor.textCursor().position() == bench.finding.column - 1
    assert bench.console.health().rulebook == before
    assert not own_file().exists()


def test_a_condition_is_a_form_where_it_fits_one_and_both_views_say_the_same(bench: Bench) -> None:
    bench.choose(REFUND)
    condition = bench.pane.parts.form.condition
    assert condition.form_shown
    value = condition.rows[1][0]
    assert value.words == "Account: value is above 50000.0"
    bench.retype(value.number, "75000")
    bench.settled()
    assert bench.rule.condition == "signals.billing_dispute >= 0.6 && account.value > 75000"
    value.relation.setFocus()
    bench.key(value.relation, Qt.Key.Key_Up)
    bench.settled()
    assert value.clause.relation is Relation.AT_LEAST
    assert bench.rule.condition.endswith("account.value >= 75000")
    assert condition.editor.toPlainText() == bench.rule.condition
    condition.as_text.click()
    bench.retype(condition.editor, "tier < 3 || account.value > 10 * 5")
    bench.settled()
    assert not condition.as_form.isEnabled()
    bench.retype(condition.editor, 'tier < 3 || tags == "x"')
    bench.settled()
    bench.retype(condition.editor, 'tier < 3 || "vip" in tags')
    bench.settled()
    assert condition.as_form.isEnabled()
    condition.as_form.click()
    assert [row.words for group in condition.rows for row in group] == [
        "Ticket: tier is below 3.0",
        "Ticket: tags contains vip",
    ]
    condition.add.click()
    bench.settled()
    assert bench.rule.condition.count("||") == 2
    condition.rows[0][0].more.click()
    bench.settled()
    assert bench.rule.condition.startswith("(tier < 3 && ")
    condition.rows[0][1].remove.click()
    bench.settled()
    assert bench.rule.condition.startswith('tier < 3 || "vip" in tags')
    assert not bench.pane.editing.sheet.findings_of(REFUND)


def test_rules_are_added_copied_moved_removed_and_every_edit_is_undone_by_key(bench: Bench) -> None:
    before = bench.names
    bench.choose("Legal")
    bench.press(ActionName.ADD_RULE)
    bench.settled()
    assert bench.names == [*before[:2], "New rule", *before[2:]]
    assert bench.pane.parts.form.mode.currentText().startswith("Shadow")
    bench.press(ActionName.COPY_RULE)
    bench.settled()
    assert bench.rule.name == "New rule 2"
    bench.press(ActionName.RULE_UP)
    bench.settled()
    bench.press(ActionName.RULE_UP)
    bench.settled()
    assert bench.names[:4] == ["Security incident", "New rule 2", "Legal", "New rule"]
    assert bench.pane.parts.form.name.text() == "New rule 2"
    bench.pane.parts.rules.setFocus()
    bench.press(ActionName.REMOVE_RULE)
    bench.settled()
    assert bench.names[:3] == ["Security incident", "Legal", "New rule"]
    for _ in range(5):
        bench.press(ActionName.UNDO_RULE_EDIT)
        bench.settled()
    assert bench.pane.editing.sheet.text == SHIPPED
    assert not bench.pane.editing.changed


def test_fields_are_chosen_and_written_as_a_lead_would(bench: Bench) -> None:
    bench.choose("Billing")
    form = bench.pane.parts.form
    form.mode.setFocus()
    bench.key(form.mode, Qt.Key.Key_Up)
    bench.settled()
    form.certification.setFocus()
    bench.key(form.certification, Qt.Key.Key_Down)
    bench.settled()
    form.hard.setFocus()
    bench.key(form.hard, Qt.Key.Key_Space)
    bench.settled()
    bench.retype(form.notify, "Security, ciso@team.example")
    bench.settled()
    bench.retype(form.points, "12")
    bench.settled()
    rule = bench.rule
    assert (str(rule.mode), rule.certification, rule.hard) == ("shadow", "security", True)
    assert (rule.notify, rule.points) == (("Security", "ciso@team.example"), 12)
    bench.key(form.hard, Qt.Key.Key_Space)
    bench.settled()
    assert not bench.rule.hard


def test_the_whole_text_may_break_while_one_types_and_says_where(bench: Bench) -> None:
    bench.key(bench.pane.parts.tabs, Qt.Key.Key_Right)
    text = bench.pane.parts.text
    assert bench.pane.parts.page is Page.TEXT
    bench.wait(lambda: text.toPlainText() == SHIPPED)
    text.setFocus()
    bench.key(text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(text, "[[rule]")
    bench.settled()
    assert any("not TOML" in each for each in bench.findings)
    assert bench.names == []
    listed = bench.pane.parts.findings
    listed.setFocus()
    listed.setCurrentRow(0)
    bench.key(listed, Qt.Key.Key_Return)
    assert text.textCursor().blockNumber() == len(SHIPPED.splitlines())
    bench.press(ActionName.UNDO_RULE_EDIT)
    bench.settled()
    assert len(bench.names) == 17


def test_editing_the_whole_text_leaves_line_ends_and_odd_spaces_as_they_were(bench: Bench) -> None:
    text = SHIPPED.replace("First line", "First\u00a0line").replace("\n", "\r\n")
    opened = bench.console.rulebook.save(text, on_disk="")
    bench.pane.discard()
    bench.wait(lambda: bench.pane.editing.saved == text)
    assert isinstance(opened, OpenedRulebook)
    bench.pane._show_page(Page.TEXT)
    field = bench.pane.parts.text
    field.setFocus()
    bench.key(field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "# ours")
    bench.settled()
    assert bench.pane.editing.sheet.text == text + "# ours"


def test_somebody_else_s_change_asks_whose_edits_go_on(bench: Bench) -> None:
    bench.choose("Legal")
    bench.retype(bench.pane.parts.form.name, "Law")
    bench.settled()
    own_file().parent.mkdir(parents=True, exist_ok=True)
    own_file().write_text(SHIPPED + "# theirs\n", "utf-8")
    bench.save()
    banner = bench.pane.parts.banner
    assert banner.words == OVERTAKEN
    assert file_text() == SHIPPED + "# theirs\n"
    bench.wait(lambda: "-# theirs" in bench.pane.parts.changes.lines.toPlainText())
    banner.keep_mine.setFocus()
    bench.key(banner.keep_mine, Qt.Key.Key_Space)
    assert banner.words == ""
    bench.save()
    assert file_text() == SHIPPED.replace('"Legal"', '"Law"')
    bench.press(ActionName.PUT_BACK_RULES)
    bench.wait(lambda: file_text() == SHIPPED + "# theirs\n")
    bench.settled()
    assert "Legal" in bench.names


def test_theirs_can_be_taken_and_without_edits_it_is_simply_shown(bench: Bench) -> None:
    health = bench.console.health()
    bench.pane.show_health(health)
    own_file().parent.mkdir(parents=True, exist_ok=True)
    own_file().write_text(SHIPPED.replace('"Legal"', '"Theirs"'), "utf-8")
    bench.console.rulebook.in_force.look()
    bench.pane.show_health(bench.console.health())
    bench.wait(lambda: "Theirs" in bench.names)
    bench.choose("Theirs")
    bench.retype(bench.pane.parts.form.name, "Mine")
    bench.settled()
    own_file().write_text(SHIPPED.replace('"Legal"', '"Theirs again"'), "utf-8")
    bench.console.rulebook.in_force.look()
    bench.pane.show_health(bench.console.health())
    bench.wait(lambda: bench.pane.parts.banner.words == OVERTAKEN)
    assert "Mine" in bench.names
    bench.pane.parts.banner.take_theirs.click()
    bench.wait(lambda: "Theirs again" in bench.names)
    assert not bench.pane.editing.changed


def test_ten_megabytes_are_not_taken_in_and_the_window_stays_quick(bench: Bench) -> None:
    bench.choose(REFUND)
    huge = QMimeData()
    huge.setText("account.value > 1 || " * 500_000)
    for field in (bench.pane.parts.form.condition.editor, bench.pane.parts.text):
        field.insertFromMimeData(huge)
        assert bench.notices[-1].text.startswith("10,500,000 characters were not pasted")
    bench.settled()
    assert bench.pane.editing.sheet.text == SHIPPED


def test_what_was_typed_and_not_saved_is_back_the_next_time(bench: Bench, qtbot: QtBot, background: Background) -> None:
    bench.choose("Legal")
    bench.retype(bench.pane.parts.form.name, "Law")
    bench.settled()
    bench.pane.settle()
    bench.wait(lambda: bench.console.rulebook.draft() is not None)
    again = RulebookPane(bench.console, background)
    qtbot.addWidget(again)
    bench.wait(lambda: "Law" in [each.name for each in again.editing.sheet.rules])
    assert again.editing.changed
    again.discard()
    bench.wait(lambda: "Legal" in [each.name for each in again.editing.sheet.rules])
    bench.wait(lambda: bench.console.rulebook.draft() is None)
    bench.pane.discard()
    bench.wait(lambda: "Legal" in bench.names)


def test_everything_that_takes_the_focus_has_a_name(bench: Bench) -> None:
    for page in Page:
        bench.pane._show_page(page)
        nameless = [
            each
            for each in bench.pane.findChildren(QWidget)
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus
            and each.isVisible()
            and not (each.accessibleName() or getattr(each, "text", str)())
        ]
        assert nameless == []
