"""How the window looks: one set of design tokens, light and dark, followed by every widget and every painted chart."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from string import Template
from types import MappingProxyType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app import paths
from app.domain.score import Family


class Space(IntEnum):
    """Distances, in device-independent pixels."""

    TIGHT = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    HUGE = 32


class Radius(IntEnum):
    """Corners, in device-independent pixels."""

    CONTROL = 4
    CARD = 8


class Type(IntEnum):
    """Sizes of type, in points more or less than the system's own."""

    SMALL = -1
    BODY = 0
    HEADING = 1
    TITLE = 3
    DISPLAY = 10


class ThemeName(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette, as #rrggbb. A test holds every pair that is used together to WCAG AA."""

    canvas: str  # behind everything
    surface: str  # lists, messages, fields
    sunken: str  # rail, internal notes, the empty part of a bar
    line: str  # hairlines between things; never the only mark of anything
    edge: str  # the border of a control: 3:1 against canvas and surface
    text: str
    muted: str  # text of less weight, still 4.5:1
    accent: str  # the one colour of the product: primary buttons, the selected lens, evidence
    accent_hover: str
    on_accent: str
    accent_soft: str  # behind what is selected
    focus: str  # the ring around what has the keyboard
    good: str
    good_soft: str
    caution: str
    caution_soft: str
    bad: str
    bad_soft: str
    info: str
    info_soft: str
    evidence: str  # the line under words that earned points
    evidence_soft: str  # behind those of the contribution at hand
    sentiment: str  # the families of signals
    account: str
    technical: str
    compliance: str
    loops: str
    time: str

    @property
    def families(self) -> Mapping[Family, str]:
        return MappingProxyType({family: getattr(self, family.value) for family in Family})


LIGHT = Colours(
    canvas="#f7f5f2",
    surface="#ffffff",
    sunken="#eeebe5",
    line="#e0dbd2",
    edge="#877f72",
    text="#201d19",
    muted="#5f584d",
    accent="#b0431c",
    accent_hover="#953613",
    on_accent="#ffffff",
    accent_soft="#fbe8df",
    focus="#1f62c4",
    good="#19703f",
    good_soft="#e2f3e8",
    caution="#7d5200",
    caution_soft="#fcf0d3",
    bad="#b3261e",
    bad_soft="#fce8e6",
    info="#1d5bb5",
    info_soft="#e5effc",
    evidence="#b0431c",
    evidence_soft="#fde4c3",
    sentiment="#c0440f",
    account="#0f766e",
    technical="#1d5bb5",
    compliance="#a3185a",
    loops="#6d3fc0",
    time="#7d5f00",
)

DARK = Colours(
    canvas="#1b1a18",
    surface="#242220",
    sunken="#151412",
    line="#393632",
    edge="#837c71",
    text="#eeebe5",
    muted="#b3aca0",
    accent="#f0905f",
    accent_hover="#f7a87f",
    on_accent="#1f130c",
    accent_soft="#43291d",
    focus="#7fb0ff",
    good="#6fcf97",
    good_soft="#1d3527",
    caution="#e5b454",
    caution_soft="#3b2f17",
    bad="#ff8f85",
    bad_soft="#462523",
    info="#8ab8ff",
    info_soft="#1e2f4a",
    evidence="#f0905f",
    evidence_soft="#58401f",
    sentiment="#f0905f",
    account="#4fc4b8",
    technical="#8ab8ff",
    compliance="#f48fb8",
    loops="#bda0f5",
    time="#d9b84a",
)


def colours(palette: QPalette) -> Colours:
    """The tokens behind a palette: what a delegate or a chart paints with, asked anew at each paint.

    Known by the colour of links: style sheets rewrite the grounds and the texts of a widget's palette, never that one.
    """
    return DARK if palette.color(QPalette.ColorRole.Link) == QColor(DARK.info) else LIGHT


def sized(font: QFont, size: Type, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A copy of `font` at a step of the type scale."""
    copy = QFont(font)
    base = QGuiApplication.font().pointSizeF()
    copy.setPointSizeF(base + size)
    copy.setWeight(weight)
    return copy


class Theme(QObject):
    """The palette in use. `choose` changes it while the window is open; the system's changes are followed."""

    changed = Signal(Colours)

    def __init__(self, application: QApplication, name: ThemeName = ThemeName.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._name = name
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def name(self) -> ThemeName:
        return self._name

    @property
    def is_dark(self) -> bool:
        if self._name is ThemeName.SYSTEM:
            return self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._name is ThemeName.DARK

    def choose(self, name: ThemeName) -> None:
        self._name = name
        self._apply()

    def switch(self) -> None:
        """From light to dark or back, whatever the system says."""
        self.choose(ThemeName.LIGHT if self.is_dark else ThemeName.DARK)

    def _follow_system(self) -> None:
        if self._name is ThemeName.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        wanted = DARK if self.is_dark else LIGHT
        self._application.setPalette(palette_of(wanted))
        self._application.setStyleSheet(style_sheet(wanted))
        self.changed.emit(wanted)


def style_sheet(tokens: Colours) -> str:
    """The style sheet of resources/theme with the tokens filled in."""
    text = (paths.resources() / "theme" / "window.qss").read_text(encoding="utf-8")
    values = {each.name: getattr(tokens, each.name) for each in fields(tokens)}
    base = QGuiApplication.font().pointSizeF()
    sizes = {f"{each.name.lower()}_pt": f"{base + each:.1f}pt" for each in Type}
    return Template(text).substitute(values, **sizes, radius=f"{Radius.CONTROL}px", card=f"{Radius.CARD}px")


def palette_of(tokens: Colours) -> QPalette:
    """The tokens as Qt's own roles, for everything that the style sheet leaves alone."""
    palette = QPalette()
    role = QPalette.ColorRole
    for each, colour in {
        role.Window: tokens.canvas,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.accent_soft,
        role.HighlightedText: tokens.text,
        role.Link: tokens.info,
        role.LinkVisited: tokens.info,
        role.Light: tokens.surface,
        role.Midlight: tokens.line,
        role.Mid: tokens.line,
        role.Dark: tokens.edge,
        role.Shadow: tokens.edge,
        role.Accent: tokens.accent,
    }.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens.edge))
    return palette
