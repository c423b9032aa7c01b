"""Keeps what surrounds the pane true: counts, sync words, notices, and what can be undone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.decisions import Decision
from app.domain.handoffs import Arranged
from app.domain.health import Health
from app.domain.queue import LensCount
from app.domain.revision import Changed
from app.domain.taught import Correction
from app.domain.tickets import number_of
from app.ui.actions import ActionName, key_words
from app.ui.arranged_words import taken_back_words
from app.ui.background import Background
from app.ui.health_words import FAILED_CHANGES, NOT_TAKEN, SyncWords, health_notices, sync_words
from app.ui.notice import Notice, Tone, notice_of
from app.ui.undo_bar import Undoable
from app.ui.watcher import Watcher

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

LEDGER = timedelta(seconds=10)  # how soon a host that was never contacted before is shown

COUNTS = "counts"  # topics of notices
OFFERS = "offers"
LEDGER_TOPIC = "ledger"
UNDO = "undo"
RULEBOOK = "rulebook changed"
DISMISS = "dismiss"


class WorkspaceUpkeep(QObject):
    """Watches one workspace and says what changed in the words and values that the widgets show."""

    changed = Signal(Changed)
    health_changed = Signal(Health)
    synced = Signal(SyncWords)
    counted = Signal(tuple)  # of LensCount
    offered = Signal(int)  # how many offers wait for this person
    noticed = Signal(Notice)
    contacted = Signal(tuple)  # of the hosts that requests went to lately
    taken_back = Signal(Correction)
    settled = Signal(str)  # the topic of a notice that no longer holds

    def __init__(
        self,
        console: "Console",
        background: Background,
        parent: QObject | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._clock = clock
        self._standing: dict[str, Notice] = {}  # what the health says now, by topic
        self._counts = background.latest(self)
        self._offers = background.latest(self)
        self._hosts: tuple[str, ...] | None = None
        self._rulebook = ""  # the revision in force when that was last looked at
        self._ledger_timer = QTimer(self)
        self._ledger_timer.setInterval(LEDGER // timedelta(milliseconds=1))
        self._ledger_timer.timeout.connect(self._read_ledger)
        self._watcher = Watcher(console, background, self)
        self._watcher.changed.connect(self._take_change)
        self._watcher.health_changed.connect(self._take_health)
        self._watcher.troubled.connect(self.noticed)
        self._watcher.recovered.connect(self.settled)

    def start(self) -> None:
        self._watcher.start()
        self._ledger_timer.start()
        self._read_ledger()

    def stop(self) -> None:
        self._watcher.stop()
        self._ledger_timer.stop()

    def poll(self) -> None:
        """Look for changes now."""
        self._watcher.poll()

    def undo(self, done: Undoable) -> None:
        if isinstance(done, Correction):
            self._take_back(done)
        elif isinstance(done, Decision):
            self._undo(done)
        else:
            self._unarrange(done)

    def _take_back(self, correction: Correction) -> None:
        def taken_back(_none: None) -> None:
            self.noticed.emit(Notice(UNDO, "Taken back: the models learn nothing of it.", Tone.INFO))
            self.taken_back.emit(correction)

        self._background.run(
            self,
            lambda: self._console.intents.take_back(correction),
            done=taken_back,
            failed=self._complain(UNDO, "take the correction back"),
        )

    def _unarrange(self, done: Arranged) -> None:
        def taken_back(_none: None) -> None:
            self.noticed.emit(Notice(UNDO, taken_back_words(done), Tone.INFO))
            self.poll()

        doing = f"take back what was done with #{number_of(done.ticket)}"
        self._background.run(
            self, lambda: self._console.take_back(done), done=taken_back, failed=self._complain(UNDO, doing)
        )

    def _undo(self, decision: Decision) -> None:
        def taken_back(in_time: bool) -> None:  # noqa: FBT001 - a result, not a switch
            self._say_undone(decision) if in_time else self._say_too_late(decision)
            self.poll()

        self._background.run(
            self,
            lambda: self._console.undo(decision),
            done=taken_back,
            failed=self._complain(UNDO, f"undo the decision on #{number_of(decision.ticket)}"),
        )

    def dismiss(self, notice: Notice) -> None:
        """The agent has read a notice; failed write-backs are then forgotten in the store too."""
        if notice.topic == FAILED_CHANGES:
            self._background.run(
                self,
                self._console.dismiss_failed,
                done=lambda _none: self.poll(),
                failed=self._complain(DISMISS, "dismiss the failed changes"),
            )

        if notice.topic == NOT_TAKEN:
            self._background.run(
                self,
                self._console.dismiss_not_taken,
                done=lambda _none: self.poll(),
                failed=self._complain(DISMISS, "dismiss what was not taken over"),
            )

    def _take_change(self, changed: Changed) -> None:
        self._counts.run(
            self._console.lenses,
            done=self._take_counts,
            failed=self._complain(COUNTS, "count the tickets of the lenses"),
        )
        self._offers.run(
            self._console.handoffs.offers,
            done=self._take_offers,
            failed=self._complain(OFFERS, "count what is offered to you"),
        )
        self.changed.emit(changed)

    def _take_counts(self, counts: tuple[LensCount, ...]) -> None:
        self.counted.emit(counts)
        self.settled.emit(COUNTS)

    def _take_offers(self, count: int) -> None:
        self.offered.emit(count)
        self.settled.emit(OFFERS)

    def _read_ledger(self) -> None:
        self._background.run(
            self,
            self._console.contacted,
            done=self._take_hosts,
            failed=self._complain(LEDGER_TOPIC, "read the list of what left this machine"),
        )

    def _take_hosts(self, hosts: tuple[str, ...]) -> None:
        if hosts != self._hosts:
            self._hosts = hosts
            self.contacted.emit(hosts)

    def _take_health(self, health: Health) -> None:
        self.synced.emit(sync_words(health, now=self._clock()))
        wanted = {notice.topic: notice for notice in health_notices(health)}
        for topic in set(self._standing) - set(wanted):
            self.settled.emit(topic)
        for topic, notice in wanted.items():
            if self._standing.get(topic) != notice:
                self.noticed.emit(notice)
        self._standing = wanted
        self._say_rulebook(health.rulebook)
        self.health_changed.emit(health)

    def _say_rulebook(self, revision: str) -> None:
        """Whoever saved it, here or elsewhere: what is shown is about to change."""
        if self._rulebook not in {"", revision}:
            words = "The rulebook has changed: every ticket is assessed again with it."
            self.noticed.emit(Notice(RULEBOOK, words, Tone.INFO))
        self._rulebook = revision

    def _say_undone(self, decision: Decision) -> None:
        self.noticed.emit(
            Notice(UNDO, f"Taken back: nothing was written for #{number_of(decision.ticket)}.", Tone.INFO)
        )

    def _say_too_late(self, decision: Decision) -> None:
        self.noticed.emit(
            Notice(
                UNDO,
                f"Too late to undo: the change to #{number_of(decision.ticket)} is already being written to the "
                f"helpdesk. To send the ticket back, open it and press {key_words(ActionName.PUT_BACK)}.",
                Tone.WARNING,
            )
        )

    def _complain(self, topic: str, doing: str) -> Callable[[Exception], None]:
        return lambda error: self.noticed.emit(notice_of(error, topic=topic, doing=doing))
