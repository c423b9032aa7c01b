"""The list at the left of Handoffs: offers, questions, and what waits for a word after; arrow keys choose."""

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from app.domain.handoff_shelf import Handoff
from app.ui.delegates.handoff_row import HandoffDelegate
from app.ui.item_models.handoff_model import HANDOFF, HandoffModel, Index


class HandoffList(QListView):
    """Keeps what is chosen while rows come and go; where that goes itself, its neighbour is chosen."""

    chosen = Signal(object)  # a Handoff, or None: another one than before

    def __init__(self, parent: QWidget | None = None, *, me: str, clock: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._items = HandoffModel(self, me=me, clock=clock)
        self._id = ""  # of the one that is chosen
        self._place = 0  # of it, among the handoffs
        self.setModel(self._items)
        self.setItemDelegate(HandoffDelegate(self, me=me, clock=clock))
        self.setObjectName("handoffs")
        self.setAccessibleName("Offers and questions")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    @property
    def handoffs(self) -> tuple[Handoff, ...]:
        return self._items.handoffs

    @property
    def handoff(self) -> Handoff | None:
        """The one that is chosen, as it was read last."""
        return next((each for each in self.handoffs if each.id == self._id), None)

    def show_handoffs(self, handoffs: Iterable[Handoff]) -> None:
        scroll, before = self.verticalScrollBar().value(), self._id
        if not self._items.show_handoffs(handoffs):
            return
        held = self._items.handoffs
        kept = next((each for each in held if each.id == before), None)
        near = kept or (held[min(self._place, len(held) - 1)] if held else None)
        if near is None:
            self._id = ""
            self.chosen.emit(None)
            return
        self.setCurrentIndex(self._items.index(self._items.row_of(near.id), 0))
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scroll)

    def step(self, by: int) -> None:
        """Choose the next one, or the one before."""
        held = self.handoffs
        if held:
            place = max(0, min(self._place + by, len(held) - 1))
            self.setCurrentIndex(self._items.index(self._items.row_of(held[place].id), 0))

    def choose(self, handoff: Handoff) -> None:
        self.setCurrentIndex(self._items.index(self._items.row_of(handoff.id), 0))

    def tick(self) -> None:
        self._items.tick()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard needs somewhere to start from."""
        super().focusInEvent(event)
        if not self._id:
            self.step(0)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        handoff = current.data(HANDOFF)
        if isinstance(handoff, Handoff):
            self._place = self.handoffs.index(handoff)
            if handoff.id != self._id:
                self._id = handoff.id
                self.chosen.emit(handoff)
