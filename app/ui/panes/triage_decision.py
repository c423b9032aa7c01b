"""The decision at hand: what to do in one sentence, what that rests on, to whom, and the buttons that do it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.domain.opened import OpenTicket
from app.domain.routing import Candidate
from app.domain.score import ScoreState
from app.domain.snapshot import Read
from app.ui.arranged_words import between_words
from app.ui.charts.score_bar import ScoreBar, distance_words, likelihood_words
from app.ui.charts.trajectory import Felt, Trajectory, trajectory_words
from app.ui.controls import ActionButton, ButtonKind
from app.ui.health_words import ago
from app.ui.labels import TextRole, label, paragraph
from app.ui.panes.triage_brief import BriefPanel, changed_words, problem_words
from app.ui.panes.triage_contributions import ContributionList
from app.ui.panes.triage_handing import Handles
from app.ui.panes.triage_people import PeopleList
from app.ui.panes.triage_rules import RuleSection
from app.ui.panes.triage_words import (
    because,
    headline,
    needs_a_look,
    otherwise_words,
    standing_words,
    to_words,
    why_words,
)
from app.ui.theme import Space


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the panel's buttons do; `with_brief` is what can be done with an open brief."""

    accept: QAction
    override: QAction
    not_needed: QAction
    not_this: QAction
    put_back: QAction
    brief: QAction
    with_brief: tuple[QAction, ...]


class DecisionPanel(QWidget):
    """Shows; the pane decides."""

    message_chosen = Signal(str)  # a MessageId, on the trajectory
    person_chosen = Signal(Candidate)  # in place of the one recommended

    def __init__(
        self,
        deeds: Deeds,
        parent: QWidget | None = None,
        *,
        handles: Handles,
        me: str,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._me = me
        self._opened: OpenTicket | None = None
        self.setAccessibleName("Decision")
        self._make_words(deeds)
        self._make_charts(deeds)
        self.brief = BriefPanel((deeds.brief, *deeds.with_brief), clock=clock)
        self.frame = QScrollArea()
        self._inside = QWidget()
        self._foot = _buttons(deeds, handles)
        self._lay_out()
        self._connect(deeds.not_this)
        self._close_why()
        self.show_ticket(None)

    def _make_words(self, deeds: Deeds) -> None:
        self.headline = label("", TextRole.TITLE)
        self.headline.setWordWrap(True)
        self.because = paragraph()
        self.to = paragraph("", TextRole.MUTED)
        self.standing = paragraph()
        self.between = paragraph()
        self._between_box = _boxed(self.between)
        self.put_back = ActionButton(deeds.put_back)
        self._standing_box = _boxed(self.standing, self.put_back)
        self.problem = paragraph()
        self.brief_changed = paragraph("", TextRole.SMALL)
        self._open_brief = ActionButton(deeds.brief, ButtonKind.QUIET)

    def _make_charts(self, deeds: Deeds) -> None:
        self.points = label("", TextRole.TITLE)
        self.distance = paragraph("", TextRole.SMALL_MUTED)
        self.bar = ScoreBar()
        self.likelihood = paragraph("", TextRole.SMALL_MUTED)
        self.otherwise = paragraph("", TextRole.MUTED)
        self.contributions = ContributionList()
        self.calm = paragraph("Nothing in this conversation earns points.", TextRole.MUTED)
        self.not_this = ActionButton(deeds.not_this, ButtonKind.QUIET)
        self.rules = RuleSection()
        self.why = paragraph("", TextRole.SMALL_MUTED)
        self.trajectory = Trajectory()
        self.mood = paragraph("", TextRole.SMALL_MUTED)
        self._people_title = label("Who could take it", TextRole.HEADING)
        self.people = PeopleList()

    def _connect(self, not_this: QAction) -> None:
        not_this.enabledChanged.connect(self.not_this.setVisible)
        self.not_this.setVisible(not_this.isEnabled())
        self.trajectory.message_chosen.connect(self.message_chosen)
        self.rules.list.went_to.connect(self._keep_in_sight)
        self.people.chosen.connect(self.person_chosen)
        self.people.went_to.connect(self._keep_row_in_sight)

    def minimumSizeHint(self) -> QSize:
        """The buttons have room even while they are not shown, so that nothing has to give way once they are."""
        return super().minimumSizeHint().expandedTo(QSize(self._foot.sizeHint().width(), 0))

    def show_ticket(self, opened: OpenTicket | None) -> None:
        """What is opened now; the place in the column is kept where it is the same ticket."""
        same = self._opened and opened and self._opened.snapshot.ticket.id == opened.snapshot.ticket.id
        self._opened = opened
        self.frame.setVisible(opened is not None and self.brief.isHidden())
        self._foot.setVisible(opened is not None)
        if opened is None:
            self.close_brief()
            self.frame.hide()
            return
        if not same:
            self.close_brief()
            self.frame.verticalScrollBar().setValue(0)
            self._close_why()
        self.headline.setText(headline(opened))
        self.because.setText(because(opened))
        self.problem.setText(problem_words(opened.brief))
        _say(self.brief_changed, changed_words(opened.brief_changes))
        self.put_back.setVisible(opened.moved)
        self._show_score(opened)
        self._show_mood(opened)
        self._show_people(opened)
        self.tick()

    def tick(self) -> None:
        """Countdowns and ages have moved on."""
        if self._opened is not None:
            lines = standing_words(self._opened, now=self._clock())
            self.standing.setText("\n".join(lines))
            self._standing_box.setVisible(bool(lines))
            between = between_words(self._opened, me=self._me, now=self._clock())
            self.between.setText("\n".join(between))
            self._between_box.setVisible(bool(between))
            self._tint("bad" if needs_a_look(self._opened) else "info")

    def _tint(self, tone: str) -> None:
        """The words say it; the ground repeats it."""
        if self._standing_box.property("tone") != tone:
            self._standing_box.setProperty("tone", tone)
            self._standing_box.style().unpolish(self._standing_box)
            self._standing_box.style().polish(self._standing_box)

    def toggle_brief(self) -> bool:
        """Open the brief in the column's place, or close it; whether it is open now."""
        if self._opened is None:
            return False
        if self.brief.isHidden():
            self.frame.hide()
            self.brief.show()
            self.brief.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        self.close_brief()
        self.contributions.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return False

    def close_brief(self) -> None:
        self.brief.hide()
        self.frame.setVisible(self._opened is not None)

    def show_why(self) -> None:
        """Open or close what every rule says and what the score was made with, and go there."""
        if self._opened is None or self._opened.triage is None:
            return
        opens = self.why.isHidden() or not self.brief.isHidden()
        self.close_brief()
        self.why.setVisible(opens)
        self.rules.setVisible(opens)
        first = self.rules.list if opens and self._opened.triage.rules else self.contributions
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if opens:
            self._inside.adjustSize()
            self.frame.ensureWidgetVisible(self.rules)

    def _keep_in_sight(self, row: QRect) -> None:
        """The column scrolls with whoever goes through the rules."""
        place = self.rules.list.mapTo(self._inside, row.center())
        self.frame.ensureVisible(place.x(), place.y(), 0, row.height())

    def show_people(self) -> None:
        """Go to those who could take it instead."""
        self.people.go_to_another()

    def _keep_row_in_sight(self, row: QWidget) -> None:
        self._inside.adjustSize()
        self.frame.ensureWidgetVisible(row)

    def _close_why(self) -> None:
        self.why.hide()
        self.rules.hide()

    def _show_score(self, opened: OpenTicket) -> None:
        triage = opened.triage
        score = triage.score if triage else None
        known = score is not None and score.state is not ScoreState.UNKNOWN
        self.points.setText(str(score.points) if score and known else "\N{EN DASH}")
        self.points.setAccessibleName(f"Score {score.points}" if score and known else "No score yet")
        self.distance.setText(distance_words(score) if score else "Not scored yet.")
        _say(self.likelihood, likelihood_words(score) if score else "")
        _say(self.otherwise, otherwise_words(opened.counterfactuals))
        self.bar.show_score(score, suggest_at=opened.suggest_at, automatic_at=opened.automatic_at)
        self.contributions.show_triage(triage, suggest_at=opened.suggest_at, automatic_at=opened.automatic_at)
        self.contributions.setVisible(bool(score and score.contributions))
        self.calm.setVisible(bool(score) and not self.contributions.isVisibleTo(self))
        self.why.setText(why_words(triage, held_back=opened.held_back) if triage else "")
        self.rules.show_triage(triage)

    def _show_mood(self, opened: OpenTicket) -> None:
        felt = [_felt(read, now=self._clock()) for read in opened.snapshot.customer]
        self.trajectory.show_felt(felt)
        self.mood.setText(trajectory_words(felt))

    def _show_people(self, opened: OpenTicket) -> None:
        suggested = opened.triage.suggestion if opened.triage else None
        suggestion = suggested if suggested and (suggested.escalate or suggested.held) else None
        _say(self.to, to_words(opened))
        self.people.show_suggestion(suggestion)
        shown = bool(suggestion and suggestion.candidates)
        self._people_title.setVisible(shown)
        self.people.setVisible(shown)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(Space.SMALL, Space.LARGE, Space.SMALL, Space.LARGE)
        column.setSpacing(Space.SMALL)
        total = QHBoxLayout()
        total.setContentsMargins(Space.SMALL, 0, Space.SMALL, 0)
        total.setSpacing(Space.SMALL)
        total.addWidget(self.points, 0, Qt.AlignmentFlag.AlignTop)
        total.addWidget(self.distance, 1)
        _stack(column, self.headline, self.because, self.to, self._standing_box, self._between_box)
        column.addSpacing(Space.SMALL)
        _stack(column, label("Problem", TextRole.HEADING), self.problem, self.brief_changed)
        column.addWidget(self._open_brief, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(Space.SMALL)
        column.addLayout(total)
        _stack(column, self.bar, self.likelihood, self.otherwise, self.calm)
        column.addWidget(self.contributions)
        column.addWidget(self.not_this, 0, Qt.AlignmentFlag.AlignLeft)
        _stack(column, self.rules, self.why)
        column.addSpacing(Space.SMALL)
        _stack(column, label("Mood of the customer", TextRole.HEADING), self.mood, self.trajectory)
        column.addSpacing(Space.SMALL)
        _stack(column, self._people_title, self.people)
        column.addStretch()
        self.frame.setWidget(self._inside)
        self.frame.setWidgetResizable(True)
        self.frame.setFrameShape(QFrame.Shape.NoFrame)
        self.frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.frame, 1)
        layout.addWidget(self.brief, 1)
        self.brief.hide()
        layout.addWidget(self._foot)


def _say(line: QLabel, words: str) -> None:
    """Shows a line that has something to say, and leaves no gap for one that has not."""
    line.setText(words)
    line.setVisible(bool(words))


def _stack(column: QVBoxLayout, *widgets: QWidget) -> None:
    """Set in as far as the words of the contributions are, whose ground is wider than they."""
    for each in widgets:
        row = QHBoxLayout()
        row.setContentsMargins(Space.SMALL, 0, Space.SMALL, 0)
        row.addWidget(each)
        column.addLayout(row)


def _buttons(deeds: Deeds, handles: Handles) -> QWidget:
    """Always in sight, the first one at the hand."""
    foot = QFrame()
    foot.setObjectName("foot")
    rows = QVBoxLayout(foot)
    rows.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.MEDIUM)
    rows.setSpacing(Space.SMALL)
    first = ActionButton(deeds.accept, ButtonKind.PRIMARY)
    first.setSizePolicy(_wide(first))
    rows.addWidget(first)
    _row(rows, ActionButton(deeds.override), ActionButton(deeds.not_needed))
    _row(rows, ActionButton(handles.transfer), ActionButton(handles.consult))
    missed = ActionButton(handles.missed, ButtonKind.QUIET, short="Missed…")
    back = ActionButton(handles.take_offer_back, ButtonKind.QUIET, short="Take back")
    _row(rows, ActionButton(handles.snooze, ButtonKind.QUIET), missed)
    _row(rows, back)
    for action, button in ((handles.missed, missed), (handles.take_offer_back, back)):
        button.setVisible(action.isEnabled())
        action.enabledChanged.connect(button.setVisible)
    return foot


def _row(rows: QVBoxLayout, *buttons: ActionButton) -> None:
    """As wide as each other, all in sight."""
    row = QHBoxLayout()
    row.setSpacing(Space.SMALL)
    for button in buttons:
        button.setSizePolicy(_wide(button))
        row.addWidget(button)
    rows.addLayout(row)


def _wide(button: QWidget) -> QSizePolicy:
    policy = button.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
    return policy


def _boxed(text: QWidget, *buttons: QWidget) -> QFrame:
    box = QFrame()
    box.setProperty("tone", "info")
    layout = QVBoxLayout(box)
    layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
    layout.addWidget(text)
    for button in buttons:
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return box


def _felt(read: Read, *, now: datetime) -> Felt:
    sentiment = read.analysis.sentiment if read.analysis else None
    return Felt(read.message.id, sentiment, f"{ago(read.message.at, now=now)} ago")
