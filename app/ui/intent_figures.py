"""How well a tried intent was read: the figures, and the phrases that were misread."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.figure_words import figure_lines, how_measured
from app.domain.trials import Figures, Misread
from app.ui.labels import TextRole, label, paragraph
from app.ui.theme import Space
from app.ui.tips import tip

ROWS = 5  # misread phrases in sight


class IntentFigures(QWidget):
    """Hidden until there are some."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.LARGE)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._values = []
        for row in range(5):
            name, value = label("", TextRole.SMALL_MUTED), label("", TextRole.SMALL)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(value, row, 1)
            self._values.append((name, value))
        self._how = paragraph("", TextRole.SMALL_MUTED)
        self._misread_title = label("", TextRole.SMALL_MUTED)
        self.misread = QListWidget()
        self.misread.setAccessibleName("Misread phrases")
        self.misread.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.misread.setFixedHeight(self.misread.fontMetrics().lineSpacing() * 2 * ROWS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TIGHT)
        layout.addLayout(self._grid)
        layout.addWidget(self._how)
        layout.addWidget(self._misread_title)
        layout.addWidget(self.misread)
        self.hide()

    @property
    def words(self) -> str:
        """All figures, as they are read out."""
        return self.accessibleName()

    def show_figures(self, figures: Figures | None) -> None:
        self.setVisible(figures is not None)
        if figures is None:
            return
        lines = figure_lines(figures)
        for (name, value), (title, words) in zip(self._values, lines, strict=True):
            name.setText(title)
            value.setText(words)
            value.setToolTip(tip(words))
        self.setAccessibleName("; ".join(f"{title}: {words}" for title, words in lines))
        self._how.setText(how_measured(figures))
        self._misread_title.setText(
            f"Misread ({len(figures.misread)}): move or reword these, or add more like them"
            if figures.misread
            else "No phrase was misread."
        )
        self.misread.clear()
        for each in figures.misread:
            item = QListWidgetItem(misread_words(each))
            item.setToolTip(tip(each.text))
            self.misread.addItem(item)
        self.misread.setVisible(bool(figures.misread))


def misread_words(misread: Misread) -> str:
    """ "missed, 31 %: The days you were down"."""
    deed = "missed" if misread.present else "taken for it"
    whose = ", an everyday phrase" if misread.everyday else ""
    return f"{deed}, {misread.probability:.0%}{whose}: {misread.text}"
