"""The fields in which a person says when they are there, when they work, and how many tickets they take at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from PySide6.QtCore import QDateTime, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.own_hours import LONGEST_REASON, MOST_TICKETS, OwnHours, Standing
from app.domain.people import Shift
from app.domain.snooze import mornings
from app.ui.form_rows import form_rows
from app.ui.hours_words import DAYS, clock_words, held_presence_words, shift_words
from app.ui.labels import TextRole, WholeParagraph, label
from app.ui.theme import Space

OFFICE = Shift(frozenset(range(5)), time(9), time(17))  # where neither the person nor the helpdesk said anything
HEIGHT = 30  # of what the style sheet leaves to Qt, so that all fields are as tall
TIMED, OPEN = "Away until…", "Away until I say otherwise"


@dataclass(frozen=True, slots=True)
class Said:
    """What is in the fields; None leaves it to the helpdesk."""

    away: bool
    until: datetime | None
    here_until: datetime | None  # available until then, whatever the helpdesk says
    reason: str
    shift: Shift | None
    capacity: int | None


def away_choices(local: datetime) -> tuple[tuple[str, datetime], ...]:
    """Until when one is away, in words; `local` is now, where the person is."""
    return (
        ("Away for half an hour", local + timedelta(minutes=30)),
        ("Away for two hours", local + timedelta(hours=2)),
        *((f"Away {words}", morning) for words, morning in _mornings(local)),
    )


def here_choices(local: datetime) -> tuple[tuple[str, datetime], ...]:
    """Until when one is available whatever the helpdesk says, in words; `local` as above."""
    return tuple((f"Available {words}", morning) for words, morning in _mornings(local))


def _mornings(local: datetime) -> tuple[tuple[str, datetime], ...]:
    tomorrow, monday = mornings(local)
    return ("until tomorrow morning", tomorrow), ("until next Monday", monday)


class HoursFields(QWidget):
    """Presence, shift and capacity, each as the helpdesk has it or as the person says."""

    edited = Signal()

    def __init__(self, standing: Standing | None, *, zones: Sequence[str], clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self._here: dict[str, datetime] = {}  # until when one is available, by what stands in the choice
        self.presence = QComboBox()
        self.presence.setAccessibleName("You are")
        self.until = QDateTimeEdit()
        self.until.setAccessibleName("Away until")
        self.until.setMinimumHeight(HEIGHT)
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat("ddd d MMM yyyy, HH:mm")
        self.reason = QLineEdit()
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.setAccessibleName("Why you are away")
        self.reason.setPlaceholderText("Why? May stay empty. Colleagues read it")
        self.shift = QComboBox()
        self.shift.setAccessibleName("Your shift")
        self.days = [QCheckBox(name) for name in DAYS]
        self.start, self.end = _time("Shift begins"), _time("Shift ends")
        self.zone = QComboBox()
        self.zone.setAccessibleName("Time zone of the shift")
        self.zone.setEditable(True)
        self.zone.addItems(zones)
        self.capacity = QSpinBox()
        self.capacity.setRange(-1, MOST_TICKETS)
        self.capacity.setMinimumHeight(HEIGHT)
        self.capacity.setAccessibleName("Tickets at once")
        self._lay_out()
        self._fill(standing)
        self._connect()
        self._show_what_counts()

    def said(self) -> Said:
        choice, away = self.presence.currentText(), self._is_away()
        at = datetime.fromtimestamp(self.until.dateTime().toSecsSinceEpoch(), UTC)
        timed = {TIMED: at, **dict(away_choices(self._clock().astimezone()))}
        return Said(
            away=away,
            until=timed.get(choice),
            here_until=self._here.get(choice),
            reason=self.reason.text() if away else "",
            shift=self._own_shift() if self.shift.currentIndex() else None,
            capacity=self.capacity.value() if self.capacity.value() >= 0 else None,
        )

    def _own_shift(self) -> Shift:
        weekdays = frozenset(day for day, box in enumerate(self.days) if box.isChecked())
        start, end = (time(each.time().hour(), each.time().minute()) for each in (self.start, self.end))
        return Shift(weekdays, start, end, self.zone.currentText().strip())

    def _fill(self, standing: Standing | None) -> None:
        own = standing.own if standing else None
        before = standing.by_helpdesk if standing else None
        now = self._clock()
        local = now.astimezone()
        there = held_presence_words(before.presence) if before else "not known"
        self.presence.addItem(f"As the helpdesk has it: {there}")
        self.presence.addItems([*(words for words, _ in away_choices(local)), TIMED, OPEN])
        for words, until in here_choices(local):
            self._add_here(words, until)
        self.until.setMinimumDateTime(_qt(now))
        self.until.setDateTime(_qt(now + timedelta(hours=1)))
        self._fill_here(own, now)
        self._fill_away(own, now)
        self.shift.addItems(
            [f"As the helpdesk has it: {shift_words(before.shift if before else None)}", "My own hours"]
        )
        self.shift.setCurrentIndex(int(own is not None and own.shift is not None))
        self._fill_shift((own.shift if own else None) or (before.shift if before else None))
        held = "not known" if before is None or before.capacity is None else str(before.capacity)
        self.capacity.setSpecialValueText(f"As the helpdesk has it: {held}")
        self.capacity.setValue(-1 if own is None or own.capacity is None else own.capacity)

    def _is_away(self) -> bool:
        return self.presence.currentIndex() > 0 and self.presence.currentText() not in self._here

    def _fill_here(self, own: OwnHours | None, now: datetime) -> None:
        until = own.here_until if own else None
        if until is not None and now < until:
            self._add_here(f"Available until {clock_words(until, now=now)}, as you said", until)
            self.presence.setCurrentIndex(self.presence.count() - 1)

    def _add_here(self, words: str, until: datetime) -> None:
        self._here[words] = until
        self.presence.addItem(words)

    def _fill_away(self, own: OwnHours | None, now: datetime) -> None:
        away = own.away if own else None
        if away is None or not away.covers(now):
            return
        self.presence.setCurrentText(OPEN if away.until is None else TIMED)
        self.reason.setText(away.reason)
        if away.until is not None:
            self.until.setDateTime(_qt(away.until))

    def _fill_shift(self, shift: Shift | None) -> None:
        shown = shift or OFFICE
        for day, box in enumerate(self.days):
            box.setChecked(day in shown.weekdays)
        for edit, at in ((self.start, shown.start), (self.end, shown.end)):
            edit.setTime(QTime(at.hour, at.minute))
        self.zone.setCurrentText(shown.zone)

    def _connect(self) -> None:
        for choice in (self.presence, self.shift):
            choice.currentIndexChanged.connect(self._show_what_counts)
        for day in self.days:
            day.toggled.connect(self.edited)
        for edit in (self.start, self.end):
            edit.timeChanged.connect(self.edited)
        self.until.dateTimeChanged.connect(self.edited)
        self.reason.textEdited.connect(self.edited)
        self.zone.currentTextChanged.connect(self.edited)
        self.capacity.valueChanged.connect(self.edited)

    def _show_what_counts(self) -> None:
        choice = self.presence.currentText()
        self.until.setVisible(choice == TIMED)
        self.reason.setVisible(self._is_away())
        self._own.setVisible(self.shift.currentIndex() == 1)
        self.edited.emit()

    def _lay_out(self) -> None:
        presence = _stack(self.presence, self.until, self.reason)
        week = QHBoxLayout()
        week.setSpacing(Space.TIGHT)
        for day in self.days:
            week.addWidget(day)
        week.addStretch()
        hours = QHBoxLayout()
        hours.setSpacing(Space.SMALL)
        for widget in (self.start, label("to"), self.end):
            hours.addWidget(widget)
        hours.addWidget(self.zone, 1)
        self._own = QWidget()
        own = QVBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        own.setSpacing(Space.SMALL)
        own.addLayout(week)
        own.addLayout(hours)
        shift = _stack(self.shift, self._own)
        about = WholeParagraph("0 takes nothing more until you say otherwise.", TextRole.SMALL_MUTED)
        form = form_rows(self)
        form.addRow("You are", presence)
        form.addRow("Your shift", shift)
        form.addRow("Tickets at once", _stack(self.capacity, about))
        self.setFocusProxy(self.presence)


def _stack(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(Space.SMALL)
    for widget in widgets:
        column.addWidget(widget)
    return column


def _time(name: str) -> QTimeEdit:
    edit = QTimeEdit()
    edit.setDisplayFormat("HH:mm")
    edit.setMinimumHeight(HEIGHT)
    edit.setAccessibleName(name)
    return edit


def _qt(at: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
