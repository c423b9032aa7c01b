"""The command palette: any action by a few letters of its name, with its key beside it so that it is learned."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import declared
from app.ui.fuzzy import fuzzy
from app.ui.icons import pixmap
from app.ui.labels import TextRole, label
from app.ui.theme import Radius, Space, Type, colours, sized

WIDTH = 560
ROW = 38
ROWS = 10
ACTION = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class ActionList(QAbstractListModel):
    """The actions that match what was typed, best first; those that can't be used now come last and say so."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = [action for action in actions if declared(action) is not None]
        self._shown = self._matching("")

    def search(self, query: str) -> None:
        self.beginResetModel()
        self._shown = self._matching(query)
        self.endResetModel()

    def action(self, row: int) -> QAction:
        return self._shown[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        action = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return action.text()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (action.text(), action.shortcut().toString(), _state(action))))
        return action if role == ACTION else None

    def _matching(self, query: str) -> list[QAction]:
        found = [(fuzzy(query, action.text()), at, action) for at, action in enumerate(self._all)]
        matching = [(not action.isEnabled(), -points, at) for points, at, action in found if points is not None]
        return [self._all[at] for *_, at in sorted(matching)]


class ActionDelegate(QStyledItemDelegate):
    """One action: icon, name, key."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(1, ROW)  # the list stretches it to its own width

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        action: QAction = index.data(ACTION)
        tokens = colours(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = option.rect.adjusted(1, 1, -1, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(inside, Radius.CONTROL, Radius.CONTROL)
        strong = tokens.text if action.isEnabled() else tokens.muted
        _paint_icon(painter, inside, action, tokens.muted)
        painter.setFont(sized(option.font, Type.BODY))
        painter.setPen(QColor(strong))
        text = inside.adjusted(Space.SMALL + 16 + Space.MEDIUM, 0, -Space.MEDIUM, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, action.text())
        painter.setPen(QColor(tokens.muted))
        painter.setFont(sized(option.font, Type.SMALL))
        said = _state(action) or action.shortcut().toString()
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)
        painter.restore()


class Palette(QWidget):
    """Type, arrow keys, Enter."""

    chosen = Signal(QAction)  # to be triggered

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ActionList(actions, self)
        self._field = QLineEdit()
        self._field.setPlaceholderText("What do you want to do?")
        self._field.setAccessibleName("Action to run")
        self._list = QListView()
        self._list.setAccessibleName("Matching actions")
        self._list.setModel(self._model)
        self._list.setItemDelegate(ActionDelegate(self._list))
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._none = label("No action is called that.", TextRole.MUTED)
        self._none.setContentsMargins(Space.LARGE, 0, 0, Space.SMALL)
        self.setFocusProxy(self._field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        for widget in (self._field, self._list, self._none):
            layout.addWidget(widget)
        self.setFixedWidth(WIDTH)
        self._field.textChanged.connect(self._search)
        self._field.installEventFilter(self)
        self._list.clicked.connect(self._run)
        self._search("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._key(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _search(self, query: str) -> None:
        self._model.search(query)
        count = self._model.rowCount()
        self._none.setVisible(count == 0)
        self._list.setVisible(count > 0)
        self._list.setFixedHeight(ROW * min(count, ROWS))
        self._select(0)

    def _select(self, row: int) -> None:
        count = self._model.rowCount()
        if count:
            self._list.setCurrentIndex(self._model.index(row % count))

    def _key(self, key: int) -> bool:
        row = self._list.currentIndex().row()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self._list.currentIndex())
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Tab}:
            self._select(row + 1)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Backtab}:
            self._select(row - 1)
        else:
            return False
        return True

    def _run(self, index: QModelIndex) -> None:
        if index.isValid() and self._model.action(index.row()).isEnabled():
            self.chosen.emit(self._model.action(index.row()))


def _paint_icon(painter: QPainter, inside: QRect, action: QAction, colour: str) -> None:
    about = declared(action)
    if about is not None:
        picture = pixmap(about.icon, 16, colour, painter.device().devicePixelRatio())
        painter.drawPixmap(inside.left() + Space.SMALL, inside.center().y() - 7, picture)


def _state(action: QAction) -> str:
    return "" if action.isEnabled() else "not now"
