"""Every action of the window, declared once: menu, palette, key map and buttons read it from here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.domain.queue import Lens
from app.ui.icons import themed_icon
from app.ui.tips import tip


class ActionName(StrEnum):
    ACCEPT = "accept"
    OVERRIDE = "override"
    NOT_NEEDED = "not_needed"
    PERSON = "person"
    UNDO = "undo"
    NEXT = "next"
    PREVIOUS = "previous"
    NEXT_EVIDENCE = "next_evidence"
    WHY = "why"
    NOT_THIS = "not_this"
    NOTE = "note"
    FIND = "find"
    REORDER = "reorder"
    SEND_NOTE = "send_note"
    LENS_SUGGESTED = "lens_suggested"
    LENS_ASKED = "lens_asked"
    LENS_SLA = "lens_sla"
    LENS_LOOPING = "lens_looping"
    LENS_MINE = "lens_mine"
    LENS_ALL = "lens_all"
    NEXT_REGION = "next_region"
    PREVIOUS_REGION = "previous_region"
    PALETTE = "palette"
    KEY_MAP = "key_map"
    CONNECTIONS = "connections"
    INTENTS = "intents"
    THEME = "theme"
    QUIT = "quit"


class ActionGroup(StrEnum):
    """The headings of the key map and the sections of the menu."""

    DECIDE = "Decide"
    READ = "Read"
    LENSES = "Lenses"
    WINDOW = "Window"


@dataclass(frozen=True, slots=True)
class Declared:
    """What an action is called, which key it has (QKeySequence's portable text), and what it does in a sentence."""

    name: ActionName
    group: ActionGroup
    text: str
    key: str
    icon: str
    tip: str


LENS_ACTIONS = {
    Lens.SUGGESTED: ActionName.LENS_SUGGESTED,
    Lens.ASKED: ActionName.LENS_ASKED,
    Lens.SLA: ActionName.LENS_SLA,
    Lens.LOOPING: ActionName.LENS_LOOPING,
    Lens.MINE: ActionName.LENS_MINE,
    Lens.ALL: ActionName.LENS_ALL,
}

LENS_ICONS = {
    Lens.SUGGESTED: "arrow-up-right",
    Lens.ASKED: "megaphone",
    Lens.SLA: "clock-alert",
    Lens.LOOPING: "repeat",
    Lens.MINE: "user",
    Lens.ALL: "inbox",
}

_DECIDE = (
    (ActionName.ACCEPT, "Accept the suggestion", "1", "check", "Move the ticket to where the suggestion says."),
    (ActionName.OVERRIDE, "Override…", "2", "route", "Choose another group or person, or stay, with a reason."),
    (ActionName.NOT_NEEDED, "Not needed", "3", "x", "No escalation is needed; the ticket stays."),
    (ActionName.PERSON, "Another person", "P", "user", "Go to those who could take it instead of the one recommended."),
    (ActionName.UNDO, "Undo the last decision", "Ctrl+Z", "undo-2", "Take the last decision back while it waits."),
)

_READ = (
    (ActionName.NEXT, "Next ticket", "J", "chevron-down", "Select the next ticket of the queue."),
    (ActionName.PREVIOUS, "Previous ticket", "K", "chevron-up", "Select the previous ticket of the queue."),
    (ActionName.NEXT_EVIDENCE, "Next evidence", "E", "quote", "Go to the next words that earned points."),
    (ActionName.WHY, "Why", "W", "list-tree", "Show what every rule says, and what the score was made with."),
    (
        ActionName.NOT_THIS,
        "This is not what was read",
        "X",
        "x",
        "Teach the models that these words mean no such thing.",
    ),
    (ActionName.NOTE, "Write a note", "N", "notebook-pen", "Write an internal note on this ticket."),
    (ActionName.SEND_NOTE, "Add the note", "Ctrl+Return", "check", "Add what is written as an internal note."),
    (ActionName.REORDER, "Reorder the queue", "R", "refresh-cw", "Bring the queue into its newest order."),
    (ActionName.FIND, "Find tickets", "/", "search", "Search all tickets, finished ones included."),
)

_WINDOW = (
    (ActionName.NEXT_REGION, "Next region", "F6", "panels-top-left", "Move the focus to the next part of the window."),
    (ActionName.PREVIOUS_REGION, "Previous region", "Shift+F6", "panels-top-left", "Move the focus one part back."),
    (ActionName.PALETTE, "Command palette", "Ctrl+K", "command", "Find and run any action by its name."),
    (ActionName.KEY_MAP, "Keys", "?", "keyboard", "Show every action with its key."),
    (ActionName.CONNECTIONS, "Connections…", "Ctrl+,", "plug", "Connect a helpdesk, or change a connection."),
    (
        ActionName.INTENTS,
        "Intents…",
        "Ctrl+I",
        "quote",
        "Teach the models what else your team looks for, by phrases.",
    ),
    (ActionName.THEME, "Switch light and dark", "Ctrl+Shift+L", "sun-moon", "Change between light and dark."),
    (ActionName.QUIT, "Quit", "Ctrl+Q", "log-out", "Close Warmline; what waits is sent next time."),
)

ACTIONS: tuple[Declared, ...] = (
    *(Declared(name, ActionGroup.DECIDE, *rest) for name, *rest in _DECIDE),
    *(Declared(name, ActionGroup.READ, *rest) for name, *rest in _READ),
    *(
        Declared(name, ActionGroup.LENSES, f"Show {lens}", f"Ctrl+{at}", LENS_ICONS[lens], f"Show the lens {lens}.")
        for at, (lens, name) in enumerate(LENS_ACTIONS.items(), start=1)
    ),
    *(Declared(name, ActionGroup.WINDOW, *rest) for name, *rest in _WINDOW),
)

BY_NAME = {each.name: each for each in ACTIONS}


def act(widget: QWidget, name: ActionName, perform: Callable[[], object]) -> QAction:
    """Make the declared action, let it call `perform`, and add it to `widget`: its key works while that is shown.

    Text fields keep plain keys and Ctrl+Z for themselves while someone types in them; Qt sees to that.
    """
    declared = BY_NAME[name]
    action = QAction(themed_icon(declared.icon), declared.text, widget)
    action.setObjectName(name)
    action.setShortcut(QKeySequence(declared.key))
    action.setToolTip(tip(f"{declared.tip} ({key_words(name)})"))
    action.setStatusTip(declared.tip)
    action.triggered.connect(lambda _checked=False: perform())
    widget.addAction(action)
    return action


def key_of(name: ActionName) -> QKeySequence:
    return QKeySequence(BY_NAME[name].key)


def key_words(name: ActionName) -> str:
    """The action's key as this system writes it."""
    return key_of(name).toString(QKeySequence.SequenceFormat.NativeText)


def declared(action: QAction) -> Declared | None:
    """What an action was declared as; None for actions that Qt made."""
    name = action.objectName()
    return BY_NAME[ActionName(name)] if name in BY_NAME else None


def retint(actions: Iterable[QAction]) -> None:
    """Give the actions' icons the colours of the palette that is in use now."""
    for action in actions:
        about = declared(action)
        if about is not None:
            action.setIcon(themed_icon(about.icon))
