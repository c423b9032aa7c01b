"""An open workspace: header with the undo bar, rail, the pane, and notices."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.calls import Call, CallKind
from app.domain.decisions import Decision
from app.domain.handoffs import Arranged
from app.domain.own_hours import Everybody, Word
from app.domain.queue import Lens
from app.domain.revision import Changed
from app.domain.taught import Correction
from app.domain.tickets import TicketId
from app.ui.account_source_form import AccountSourceForm, AccountSources
from app.ui.actions import LENS_ACTIONS, ActionGroup, ActionName, act, declared, key_of, retint
from app.ui.alerts import Alerts
from app.ui.background import Background
from app.ui.calls import Calls
from app.ui.connection_form import ConnectionForm, Connections
from app.ui.desktop import Desktop
from app.ui.header import Header
from app.ui.hours_words import HOURS, said_words
from app.ui.intents_form import IntentsForm
from app.ui.key_map import KeyMap
from app.ui.notice import Notice, NoticeStrip, Tone, notice_of
from app.ui.overlay import Overlay, open_dialog
from app.ui.own_hours_form import OwnHoursForm
from app.ui.palette import Palette
from app.ui.panes.base import Pane
from app.ui.rail import Rail
from app.ui.team_form import TeamForm
from app.ui.time_zones import time_zones
from app.ui.undo_bar import UndoBar
from app.ui.work_places import WorkPlaces
from app.ui.workspace_upkeep import WorkspaceUpkeep

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console


class WorkspaceView(QWidget):
    """Puts the parts together. What is shown in them is the pane's and the upkeep's business."""

    connections_changed = Signal(Connections)  # the workspace should be opened anew
    account_sources_changed = Signal(AccountSources)  # likewise: the worker asks others
    store_changed = Signal(str)  # likewise: another store is used, at this address; empty is one's own

    def __init__(
        self,
        console: "Console",
        background: Background,
        pane: type[Pane],
        parent: QWidget | None = None,
        *,
        others: Iterable[type[Pane]] = (),
    ) -> None:
        """`pane` is the one that the lenses show; `others` each have an action that shows them."""
        super().__init__(parent)
        self._console = console
        self._background = background
        self.header = Header()
        self.rail = Rail()
        self.places = WorkPlaces(console, background, pane, others)
        self.notices = NoticeStrip()
        self.undo_bar = UndoBar(self)
        self.upkeep = WorkspaceUpkeep(console, background, self)
        self.desktop = Desktop(self)
        self.alerts = Alerts(console, background, self.desktop, self)
        self.calls = Calls(console, background, self.desktop, self, shown=self._is_seen)
        self._lay_out()
        self._make_actions()
        self._connect()
        connections = console.connections()
        self.header.show_workspace(
            ", ".join(each.name for each in connections) or "Warmline",
            person=console.person,
            sample=console.is_sample,
        )
        self.places.show_lens(self.rail.lens)

    @property
    def pane(self) -> Pane:
        """The one that is shown."""
        return self.places.shown

    def every_action(self) -> list[QAction]:
        """The actions that can be named in the palette: the window's, the workspace's and the pane's."""
        widgets: list[QWidget] = [self.pane, self]
        top = self.window()
        if top is not self:
            widgets.append(top)
        found = [action for widget in widgets for action in widget.actions() if declared(action)]
        order = list(ActionName)
        return sorted(found, key=lambda action: order.index(ActionName(action.objectName())))

    def open_palette(self) -> None:
        palette = Palette(self.every_action())
        overlay = Overlay(palette, self, name="Command palette", toggle=key_of(ActionName.PALETTE))
        palette.chosen.connect(overlay.dismiss)
        palette.chosen.connect(self._perform, Qt.ConnectionType.QueuedConnection)
        overlay.open()

    def open_key_map(self) -> None:
        Overlay(KeyMap(), self, name="Keys", toggle=key_of(ActionName.KEY_MAP)).open()

    def open_connections(self) -> None:
        self._open_form(ConnectionForm(self._console, self._background, self), self.connections_changed)

    def open_account_sources(self) -> None:
        self._open_form(AccountSourceForm(self._console, self._background, self), self.account_sources_changed)

    def open_intents(self) -> None:
        open_dialog(IntentsForm(self._console, self._background, self))

    def open_team_store(self) -> None:
        team = self._console.team
        self._open_form(TeamForm(team, self._background, self, url=team.url), self.store_changed)

    def open_own_hours(self) -> None:
        """Read everybody's hours, and ask for this person's own."""
        hours = self._console.hours
        self._background.run(
            self, lambda: (hours.everybody(), time_zones()), done=self._ask_hours, failed=self._no_hours
        )

    def next_region(self) -> None:
        self._focus_region(+1)

    def previous_region(self) -> None:
        self._focus_region(-1)

    def start(self) -> None:
        """Take the keyboard, and watch the store from now on."""
        self.fill_menu()
        (*self.pane.regions(), self.rail)[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.upkeep.start()

    def settle(self) -> None:
        """The workspace closes: what was typed is saved, and nothing is asked of the store any more."""
        self.places.settle()
        self.upkeep.stop()

    def come_forward(self) -> None:
        """Somebody answers a call from the desktop: show them the window."""
        top = self.window()
        top.showNormal() if top.isMinimized() else top.show()
        top.raise_()
        top.activateWindow()

    def fill_menu(self) -> None:
        """The menu holds what the palette holds, section by section."""
        actions = [(declared(action), action) for action in self.every_action()]
        self.header.set_menu(
            [[action for about, action in actions if about and about.group is group] for group in ActionGroup]
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            retint(self.every_action())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_undo_bar()

    def place_undo_bar(self) -> None:
        """In the free part of the header: it covers nothing, and nothing moves when it comes or goes."""
        place = self.undo_bar.rect()
        place.moveCenter(self.header.gap().center())
        self.undo_bar.move(place.topLeft())

    def _make_actions(self) -> None:
        self._undo = act(self, ActionName.UNDO, self.undo_bar.undo)
        self._undo.setEnabled(False)
        act(self, ActionName.PALETTE, self.open_palette)
        act(self, ActionName.KEY_MAP, self.open_key_map)
        act(self, ActionName.CONNECTIONS, self.open_connections)
        act(self, ActionName.ACCOUNT_SOURCES, self.open_account_sources)
        act(self, ActionName.INTENTS, self.open_intents)
        act(self, ActionName.OWN_HOURS, self.open_own_hours)
        act(self, ActionName.TEAM_STORE, self.open_team_store)
        act(self, ActionName.NEXT_REGION, self.next_region)
        act(self, ActionName.PREVIOUS_REGION, self.previous_region)
        for lens, name in LENS_ACTIONS.items():
            act(self, name, partial(self.rail.select, lens))
        for place, title in self.places.titles.items():
            act(self, place, partial(self.rail.select_place, place))
            self.rail.add_place(place, title)

    def _connect(self) -> None:
        self.header.connect_asked.connect(self.open_connections)
        self.alerts.noticed.connect(self.notices.tell)
        self.notices.dismissed.connect(self.alerts.dismiss)
        self.desktop.answered.connect(self.come_forward)
        self.desktop.followed.connect(self._follow)
        self.calls.noticed.connect(self.notices.tell)
        self.rail.lens_chosen.connect(self.places.show_lens)
        self.rail.place_chosen.connect(self.places.show_place)
        self.places.decided.connect(self._decided)
        self.places.corrected.connect(self._corrected)
        self.places.arranged.connect(self._arranged)
        self.places.searched.connect(self.rail.show_search)
        self.places.noticed.connect(self.notices.tell)
        self.places.mended.connect(self.notices.withdraw)
        self.places.hours_asked.connect(self.open_own_hours)
        self.places.ticket_asked.connect(self._open_ticket)
        self.places.changed.connect(self._show_place)
        self.undo_bar.undo_asked.connect(self.upkeep.undo)
        self.undo_bar.availability_changed.connect(self._offer_undo)
        self.notices.dismissed.connect(self.upkeep.dismiss)
        self.upkeep.taken_back.connect(self.places.forget_correction)
        self.upkeep.changed.connect(self.places.refresh)
        self.upkeep.changed.connect(self._look_for_alerts)
        self.upkeep.health_changed.connect(self.places.show_health)
        self.upkeep.health_changed.connect(self.header.show_health)
        self.upkeep.synced.connect(self.header.show_sync)
        self.upkeep.contacted.connect(self.header.show_contacted)
        self.upkeep.counted.connect(self.rail.show_counts)
        self.upkeep.offered.connect(self._count_offers)
        self.upkeep.noticed.connect(self.notices.tell)
        self.upkeep.settled.connect(self.notices.withdraw)

    def _look_for_alerts(self, _changed: Changed) -> None:
        self.alerts.look()
        self.calls.look()

    def _is_seen(self, call: Call) -> bool:
        """Whether this window has it before the person's eyes; of an offer, its row is enough."""
        if not self.isActiveWindow():
            return False
        listed = call.kind is CallKind.OFFERED and self.pane.shown_by is ActionName.HANDOFFS
        return listed or self.pane.current_ticket() == call.ticket

    def _follow(self, about: object) -> None:
        """Show what a notification was about: a Call, or the id of a ticket."""
        if isinstance(about, Call) and about.from_colleague:
            self.rail.select_place(ActionName.HANDOFFS)
            self.pane.open_ticket(about.ticket)
        else:
            self._open_ticket(about.ticket if isinstance(about, Call) else TicketId(str(about)))

    def _count_offers(self, count: int) -> None:
        self.rail.show_place_count(ActionName.HANDOFFS, count)

    def _perform(self, action: QAction) -> None:
        """After the palette is gone, so that the action finds the focus where it was."""
        action.trigger()

    def _show_place(self) -> None:
        """Another pane is shown: its actions are those of the menu now, and it has the keyboard."""
        retint(self.every_action())
        self.fill_menu()
        regions, focus = self.pane.regions(), QApplication.focusWidget()
        if regions and (focus is None or not self.rail.isAncestorOf(focus)):
            regions[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_ticket(self, ticket: TicketId) -> None:
        self.rail.select(Lens.ALL)
        self.places.open_ticket(ticket)
        self.pane.regions()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _decided(self, decision: Decision) -> None:
        self.undo_bar.offer(decision)
        self.upkeep.poll()

    def _corrected(self, correction: Correction) -> None:
        self.undo_bar.offer(correction)

    def _arranged(self, done: Arranged) -> None:
        self.undo_bar.offer(done)
        self.upkeep.poll()

    def _offer_undo(self, possible: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._undo.setEnabled(possible)
        self.place_undo_bar()

    def _focus_region(self, step: int) -> None:
        regions = [each for each in (self.rail, *self.pane.regions(), self.header) if each.isVisibleTo(self)]
        focus = QApplication.focusWidget()
        here = next(
            (at for at, each in enumerate(regions) if focus and (each is focus or each.isAncestorOf(focus))), -1
        )
        start = here if here >= 0 or step > 0 else 0
        regions[(start + step) % len(regions)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask_hours(self, read: tuple[Everybody, tuple[str, ...]]) -> None:
        everybody, zones = read
        form = OwnHoursForm(
            self._console, self._background, everybody, self, zones=zones, clock=lambda: datetime.now(UTC)
        )
        form.said.connect(self._hours_said)
        open_dialog(form)

    def _hours_said(self, word: Word) -> None:
        self.notices.tell(Notice(HOURS, said_words(word, now=word.hours.at), Tone.INFO))
        self.places.refresh(Changed(0))  # one's own line shows it, also while it waits and nothing changes in the store
        self.upkeep.poll()

    def _no_hours(self, error: Exception) -> None:
        self.notices.tell(notice_of(error, topic=HOURS, doing="read the team's hours"))

    def _open_form(self, form: ConnectionForm | AccountSourceForm | TeamForm, changed: SignalInstance) -> None:
        """What the form changed last is passed on once it is closed: that ends this workspace, and the form with it."""
        last: list[object] = []

        def pass_on() -> None:
            if last:
                changed.emit(last[-1])

        form.changed.connect(last.append)
        form.finished.connect(pass_on)
        open_dialog(form)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.places, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(middle, 1)
        layout.addWidget(self.notices)
