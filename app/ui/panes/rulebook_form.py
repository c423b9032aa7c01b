"""The chosen rule as a form: what it is called, when it fires, where it sends, and how far it may go."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from app.domain.conditions.vocabulary import Vocabulary
from app.domain.rulebook import Mode
from app.domain.rulebook_findings import Finding, Severity
from app.domain.rulebook_sheet import Choices, FieldValue, RuleEntry
from app.domain.score import MOST_POINTS
from app.ui.form_rows import form_rows
from app.ui.labels import TextRole, paragraph
from app.ui.panes.rulebook_clause import QuietCombo
from app.ui.panes.rulebook_condition import ConditionFields
from app.ui.theme import Space

MODES = [
    ("Off", Mode.OFF),
    ("Shadow: records what it would do", Mode.SHADOW),
    ("Suggest: a person confirms", Mode.SUGGEST),
    ("Automatic: acts at once", Mode.AUTOMATIC),
]
NOBODY = "Nowhere: adds points or tells people"


class RuleForm(QScrollArea):
    """Says each edit by the field's name in the file. Shows what it is told, and clobbers nothing that is typed."""

    typed = Signal(dict)  # of fields that are typed on
    chosen = Signal(dict)  # of fields that were chosen once
    refused = Signal(str)

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.name, self.notify = QLineEdit(), QLineEdit()
        self.condition = ConditionFields(vocabulary)
        self.group, self.criteria = QuietCombo("Send to"), QuietCombo("Criteria of")
        self.mode, self.scenario = QuietCombo("Mode"), QuietCombo("Scenario")
        self.certification = QuietCombo("Requires")
        self.points = QSpinBox()
        self.hard = QCheckBox("Hard: decides whatever the score is")
        self._mode_about = paragraph("", TextRole.SMALL_MUTED)
        self._wrong = paragraph("", TextRole.WRONG)
        self._doubtful = paragraph("", TextRole.SMALL_MUTED)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.name)

    def show_rule(self, rule: RuleEntry, choices: Choices, findings: Sequence[Finding]) -> None:
        self._mute(muted=True)
        if self.name.text().strip() != rule.name:
            self.name.setText(rule.name)
        self.condition.offer(choices.vocabulary)
        self.condition.show_condition(rule.condition, rule.form, findings)
        self.group.show_choices([(NOBODY, ""), *((each, each) for each in choices.groups)], rule.group)
        tiers = [(f"Tier {number}, {name}", number) for number, name in choices.tiers]
        self.criteria.show_choices([("None in particular", None), *tiers], rule.criteria)
        self.mode.show_choices(MODES, rule.mode)
        self.mode.setEnabled(not rule.scenario)
        self._mode_about.setText(f"Its scenario decides: {rule.in_effect}." if rule.scenario else "")
        self._mode_about.setVisible(bool(rule.scenario))
        self.scenario.show_choices([("None", ""), *((each, each) for each in choices.scenarios)], rule.scenario)
        known = [("Nothing beyond its group's", ""), *((each, each) for each in choices.certifications)]
        self.certification.show_choices(known, rule.certification)
        if _names(self.notify.text()) != rule.notify:
            self.notify.setText(", ".join(rule.notify))
        self.points.setValue(rule.points)
        self.hard.setChecked(rule.hard)
        for told, severity in ((self._wrong, Severity.ERROR), (self._doubtful, Severity.WARNING)):
            words = [_words(each) for each in findings if each.severity is severity]
            told.setText("\n".join(words))
            told.setVisible(bool(words))
        self._mute(muted=False)

    def go_to(self, finding: Finding) -> None:
        """Bring what a finding is about into sight."""
        if finding.line:
            self.condition.go_to(finding.line, finding.column)
        else:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(self.condition if finding.line else self._wrong)

    def _mute(self, *, muted: bool) -> None:
        for each in (self.name, self.notify, self.points, self.hard):
            each.blockSignals(muted)

    def _name_typed(self, text: str) -> None:
        self.typed.emit({"name": text.strip()})

    def _notify_typed(self, text: str) -> None:
        self.typed.emit({"notify": _names(text) or None})

    def _condition_edited(self, text: str) -> None:
        self.typed.emit({"when": text})

    def _points_typed(self, points: int) -> None:
        self.typed.emit({"points": points or None})

    def _hard_switched(self, hard: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.chosen.emit({"hard": True if hard else None})

    def _combo_chosen(self) -> None:
        sender = self.sender()
        fields: dict[QuietCombo, str] = {
            self.group: "group",
            self.criteria: "criteria",
            self.mode: "mode",
            self.scenario: "scenario",
            self.certification: "certification",
        }
        if isinstance(sender, QuietCombo) and sender in fields:
            value: FieldValue = sender.currentData()
            self.chosen.emit({fields[sender]: str(value) if isinstance(value, str) and value else value or None})

    def _connect(self) -> None:
        self.name.textChanged.connect(self._name_typed)
        self.notify.textChanged.connect(self._notify_typed)
        self.condition.edited.connect(self._condition_edited)
        self.condition.refused.connect(self.refused)
        self.points.valueChanged.connect(self._points_typed)
        self.hard.toggled.connect(self._hard_switched)
        for each in (self.group, self.criteria, self.mode, self.scenario, self.certification):
            each.currentIndexChanged.connect(self._combo_chosen)

    def _lay_out(self) -> None:
        self.points.setRange(-MOST_POINTS, MOST_POINTS)
        self.points.setAccessibleName("Points")
        self.name.setAccessibleName("Name")
        self.notify.setAccessibleName("Notify")
        self.notify.setPlaceholderText("Groups by name, people by address, with commas between")
        page = QWidget()
        form = form_rows(page)
        form.setContentsMargins(0, 0, Space.MEDIUM, 0)
        form.addRow(self._wrong)
        form.addRow(self._doubtful)
        mode = QWidget()
        column = QVBoxLayout(mode)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.mode)
        column.addWidget(self._mode_about)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("Name", self.name),
            ("Fires when", self.condition),
            ("Sends to", self.group),
            ("Mode", mode),
            ("Scenario", self.scenario),
            ("Carries out", self.criteria),
            ("Requires", self.certification),
            ("Notifies", self.notify),
            ("Points", self.points),
            ("", self.hard),
        )
        for title, widget in rows:
            form.addRow(title, widget)
        self.setWidget(page)


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in text.split(","))))


def _words(finding: Finding) -> str:
    place = f"Line {finding.line}, column {finding.column} of the condition: " if finding.line else ""
    return f"{str(finding.severity).capitalize()}: {place}{finding.says}"
