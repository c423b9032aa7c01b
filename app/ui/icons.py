"""The icons (Lucide), drawn from their outlines in whatever colour and size is asked for."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QWidget

from app import paths
from app.ui.theme import colours

SIZES = (16, 20, 24)  # device-independent pixels


@lru_cache(maxsize=512)
def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """The icon of that name, `size` device-independent pixels square. Kept, so cheap enough for a delegate's paint."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(_outline(name).replace("currentColor", colour).encode())).render(
        painter, QRectF(picture.rect())
    )
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, colour: str, *, disabled: str | None = None) -> QIcon:
    """The icon in one colour, sharp on ordinary and dense screens."""
    made = QIcon()
    for size in SIZES:
        for ratio in (1.0, 2.0):
            made.addPixmap(pixmap(name, size, colour, ratio))
            if disabled:
                made.addPixmap(pixmap(name, size, disabled, ratio), QIcon.Mode.Disabled)
    return made


def themed_icon(name: str, palette: QPalette | None = None) -> QIcon:
    """The icon in the colour of muted text of this palette, or of the application's."""
    tokens = colours(palette or QGuiApplication.palette())
    return icon(name, tokens.muted, disabled=tokens.edge)


def program_icon() -> QIcon:
    """Warmline's own icon, for the window and the task bar."""
    made = QIcon()
    for size in (16, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("warmline", size, ""))
    return made


@lru_cache(maxsize=128)
def _outline(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


class IconLabel(QLabel):
    """An icon that stands beside text, in one of the theme's colours; follows light and dark."""

    def __init__(self, name: str, tone: str = "muted", parent: QWidget | None = None, *, size: int = 16) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self.setFixedSize(size, size)
        self._draw()

    def show_icon(self, name: str, tone: str) -> None:
        if (name, tone) != (self._name, self._tone):
            self._name, self._tone = name, tone
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        colour: str = getattr(colours(self.palette()), self._tone)
        self.setPixmap(pixmap(self._name, self._size, colour, self.devicePixelRatio()))
