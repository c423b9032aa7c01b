"""Queue, conversation and decision side by side, each with its share of the width."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

SHARES = (28, 42, 30)  # of the width: queue, conversation, decision
NARROWEST = (230, 316, 284)  # device-independent pixels, so that 1024 can be shared


def lay_out_columns(pane: QWidget, *panels: QWidget) -> None:
    """Fill `pane` with the three panels; the lines between them can be moved, none can be closed."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for panel, share, narrowest in zip(panels, SHARES, NARROWEST, strict=True):
        panel.setMinimumWidth(max(narrowest, panel.minimumSizeHint().width()))
        splitter.addWidget(panel)
        splitter.setStretchFactor(splitter.count() - 1, share)
    splitter.setSizes([share * 100 for share in SHARES])
    layout = QHBoxLayout(pane)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(splitter)
