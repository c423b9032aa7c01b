"""The header: whose workspace this is, how sync is doing in words, what leaves this machine, and who sits here."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QProgressBar, QWidget

from app.domain.health import Health
from app.domain.presence import people
from app.ui.controls import IconButton, push_button
from app.ui.health_words import SyncWords
from app.ui.icons import IconLabel
from app.ui.labels import ElidedLabel, TextRole, YieldingLabel, label
from app.ui.theme import Space
from app.ui.tips import tip

HEIGHT = 52
SYNC_WIDTH = 330  # "offline, 12 changes waiting, trying again in 120 s" without moving its neighbours
STEPS = 1000  # of the progress bar


class Header(QFrame):
    """One line over the whole window."""

    connect_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Header")
        self.setFixedHeight(HEIGHT)
        self._workspace = YieldingLabel("Warmline", TextRole.HEADING)
        self._sample = label("Sample workspace", TextRole.CHIP)
        self._sample.setToolTip(tip("Invented tickets on this machine. Nothing here reaches a helpdesk."))
        self._connect = push_button("Connect a helpdesk…")
        self._connect.clicked.connect(self.connect_asked)
        self._sync = _SyncState()
        self._egress = _Egress()
        self._others = _Others()
        self._person_icon = IconLabel("circle-user")
        self._person = YieldingLabel()
        self._menu = IconButton("menu", "Menu")
        self._menu.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._lay_out()
        self.setFocusProxy(self._menu)

    def show_workspace(self, name: str, *, person: str, sample: bool) -> None:
        self._workspace.setText(name)
        self._sample.setVisible(sample)
        self._connect.setVisible(sample)
        self._person.setText(person)
        self._person.setAccessibleName(f"You are {person}")

    def show_contacted(self, hosts: Sequence[str]) -> None:
        """The egress light: the machines that requests went to."""
        self._egress.show_hosts(hosts)

    def show_sync(self, words: SyncWords) -> None:
        self._sync.show_words(words)

    def show_health(self, health: Health) -> None:
        """Presence: which colleagues have their console open."""
        self._others.show_people(people(health.others))

    def gap(self) -> QRect:
        """The free part of the header, between what names the workspace and the sync words."""
        left = max(each.geometry().right() for each in (self._workspace, self._connect) if not each.isHidden())
        return QRect(left, 0, self._sync.x() - left, self.height())

    def set_menu(self, sections: Sequence[Sequence[QAction]]) -> None:
        """The menu of every action, section by section."""
        menu = QMenu(self._menu)
        for section in sections:
            menu.addActions(list(section))
            menu.addSeparator()
        self._menu.setMenu(menu)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, 0, Space.SMALL, 0)
        layout.setSpacing(Space.MEDIUM)
        for widget in (self._workspace, self._sample, self._connect):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        layout.addWidget(self._sync)
        layout.addWidget(self._egress)
        layout.addSpacing(Space.TIGHT)
        layout.addWidget(self._others)
        layout.addWidget(self._person_icon)
        layout.addWidget(self._person)
        layout.addWidget(self._menu)


class _SyncState(QWidget):
    """The sync state in words, and under it a slim bar while something is being caught up with."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(SYNC_WIDTH // 3)
        self.setMaximumWidth(SYNC_WIDTH)
        self._icon = IconLabel("refresh-cw")
        self._text = ElidedLabel("starting")
        self._text.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        self._bar.setAccessibleName("Messages read")
        self._bar.setFixedWidth(SYNC_WIDTH // 2)
        self._bar.hide()
        line = QHBoxLayout()
        line.setSpacing(Space.SMALL)
        line.addWidget(self._text, 1)
        line.addWidget(self._icon)
        # One cell for both: the words keep their place whether the bar is there or not.
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setRowMinimumHeight(0, HEIGHT - Space.MEDIUM)
        layout.addLayout(line, 0, 0)
        layout.addWidget(self._bar, 0, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)

    def sizeHint(self) -> QSize:
        """Always as wide, unless large type leaves less room: the words then end in "…"."""
        return QSize(SYNC_WIDTH, super().sizeHint().height())

    def show_words(self, words: SyncWords) -> None:
        self._text.setText(words.text)
        self.setAccessibleName(f"Sync: {words.text}")
        self._icon.show_icon(words.icon, "good" if words.good else "caution")
        self._bar.setVisible(words.progress is not None)
        self._bar.setValue(round((words.progress or 0.0) * STEPS))


class _Others(QWidget):
    """How many colleagues are here; hidden while nobody is."""

    def __init__(self) -> None:
        super().__init__()
        self._text = YieldingLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, Space.SMALL, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(IconLabel("user"))
        layout.addWidget(self._text)
        self.hide()

    def show_people(self, names: Sequence[str]) -> None:
        self._text.setText(f"{len(names)} here" if len(names) > 1 else "".join(names))
        said = ", ".join(names)
        self.setToolTip(tip(f"Here now: {said}."))
        self.setAccessibleName(f"Colleagues here now: {said}")
        self.setVisible(bool(names))


class _Egress(QWidget):
    """The egress light: which machines this one talks to."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("shield-check", "good")
        self._text = YieldingLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, 0, Space.SMALL, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)
        self.show_hosts(())

    def show_hosts(self, hosts: Sequence[str]) -> None:
        if hosts:
            text = hosts[0] if len(hosts) == 1 else f"{hosts[0]} and {len(hosts) - 1} more"
            said = "Warmline talked to " + ", ".join(hosts) + ", and to nothing else."
        else:
            text, said = "Local only", "Nothing left this machine."
        self._icon.show_icon("globe" if hosts else "shield-check", "info" if hosts else "good")
        self._text.setText(text)
        self.setToolTip(tip(said))
        self.setAccessibleName(f"Egress: {text}. {said}")
