"""The work places of the window, in their order. A new pane is one file and one entry here."""

from collections.abc import Mapping

from app.ui.panes.base import Pane
from app.ui.panes.handoffs import HandoffsPane
from app.ui.panes.rulebook import RulebookPane
from app.ui.panes.triage import TriagePane

PANES: Mapping[str, type[Pane]] = {
    "triage": TriagePane,
    "handoffs": HandoffsPane,
    "rulebook": RulebookPane,
}
