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
    TRANSFER = "transfer"
    CONSULT = "consult"
    TAKE_OFFER_BACK = "take_offer_back"
    SNOOZE = "snooze"
    MISSED = "missed"
    PERSON = "person"
    UNDO = "undo"
    PUT_BACK = "put_back"
    NEXT = "next"
    PREVIOUS = "previous"
    NEXT_EVIDENCE = "next_evidence"
    WHY = "why"
    BRIEF = "brief"
    COPY_BRIEF = "copy_brief"
    SAVE_BRIEF = "save_brief"
    PRINT_BRIEF = "print_brief"
    NOT_THIS = "not_this"
    NOTE = "note"
    FIND = "find"
    REORDER = "reorder"
    SEND_NOTE = "send_note"
    LENS_SUGGESTED = "lens_suggested"
    LENS_ASKED = "lens_asked"
    LENS_SLA = "lens_sla"
    LENS_LOOPING = "lens_looping"
    LENS_SNOOZED = "lens_snoozed"
    LENS_MINE = "lens_mine"
    LENS_ALL = "lens_all"
    NEXT_REGION = "next_region"
    PREVIOUS_REGION = "previous_region"
    PALETTE = "palette"
    KEY_MAP = "key_map"
    CONNECTIONS = "connections"
    ACCOUNT_SOURCES = "account_sources"
    INTENTS = "intents"
    HANDOFFS = "handoffs"
    OWN_HOURS = "own_hours"
    TEAM_STORE = "team_store"
    ACCEPT_OFFER = "accept_offer"
    DECLINE_OFFER = "decline_offer"
    SPEAK = "speak"
    SEND_WORDS = "send_words"
    SHOW_TICKET = "show_ticket"
    SAY_YES = "say_yes"
    SAY_NO = "say_no"
    SAY_UNKNOWN = "say_unknown"
    RULEBOOK = "rulebook"
    ADD_RULE = "add_rule"
    COPY_RULE = "copy_rule"
    REMOVE_RULE = "remove_rule"
    RULE_UP = "rule_up"
    RULE_DOWN = "rule_down"
    MATCH_NOW = "match_now"
    REVIEW_RULES = "review_rules"
    SAVE_RULES = "save_rules"
    UNDO_RULE_EDIT = "undo_rule_edit"
    PUT_BACK_RULES = "put_back_rules"
    THEME = "theme"
    QUIT = "quit"


class ActionGroup(StrEnum):
    """The headings of the key map and the sections of the menu."""

    DECIDE = "Decide"
    READ = "Read"
    LENSES = "Lenses"
    HANDOFFS = "Handoffs"
    RULES = "Rulebook"
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
    Lens.SNOOZED: ActionName.LENS_SNOOZED,
    Lens.MINE: ActionName.LENS_MINE,
    Lens.ALL: ActionName.LENS_ALL,
}

LENS_ICONS = {
    Lens.SUGGESTED: "arrow-up-right",
    Lens.ASKED: "megaphone",
    Lens.SLA: "clock-alert",
    Lens.LOOPING: "repeat",
    Lens.SNOOZED: "hourglass",
    Lens.MINE: "user",
    Lens.ALL: "inbox",
}

_DECIDE = (
    (ActionName.ACCEPT, "Accept the suggestion", "1", "check", "Move the ticket to where the suggestion says."),
    (ActionName.OVERRIDE, "Override…", "2", "route", "Choose another group or person, or stay, with a reason."),
    (ActionName.NOT_NEEDED, "Not needed", "3", "x", "No escalation is needed; the ticket stays."),
    (ActionName.TRANSFER, "Warm transfer…", "4", "arrow-up-right", "Offer the ticket; it stays yours until accepted."),
    (ActionName.CONSULT, "Consult…", "5", "megaphone", "Ask a colleague about it; the ticket stays where it is."),
    (ActionName.TAKE_OFFER_BACK, "Take the offer back", "T", "undo-2", "Withdraw the offer of this ticket."),
    (ActionName.SNOOZE, "Snooze…", "H", "hourglass", "Set the ticket aside until a time or a reply."),
    (ActionName.MISSED, "Should have been flagged…", "M", "circle-alert", "Say that this one was missed, and why."),
    (ActionName.PERSON, "Another person", "P", "user", "Go to those who could take it instead of the one recommended."),
    (ActionName.UNDO, "Undo the last decision", "Ctrl+Z", "undo-2", "Take the last decision back while it waits."),
    (
        ActionName.PUT_BACK,
        "Put it back",
        "U",
        "undo-2",
        "Undo the move that stands, a rule's too: the ticket goes back.",
    ),
)

_READ = (
    (ActionName.NEXT, "Next ticket", "J", "chevron-down", "Select the next ticket of the queue."),
    (ActionName.PREVIOUS, "Previous ticket", "K", "chevron-up", "Select the previous ticket of the queue."),
    (ActionName.NEXT_EVIDENCE, "Next evidence", "E", "quote", "Go to the next words that earned points."),
    (ActionName.WHY, "Why", "W", "list-tree", "Show what every rule says, and what the score was made with."),
    (ActionName.BRIEF, "Brief", "B", "file-text", "Show what whoever takes this ticket over must know, or close it."),
    (ActionName.COPY_BRIEF, "Copy the brief", "Ctrl+Shift+C", "copy", "Copy the brief as Markdown."),
    (ActionName.SAVE_BRIEF, "Save the brief…", "Ctrl+S", "download", "Save the brief as an HTML page."),
    (ActionName.PRINT_BRIEF, "Print the brief…", "Ctrl+P", "printer", "Print the brief."),
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
        ActionName.ACCOUNT_SOURCES,
        "Account sources…",
        "Ctrl+Shift+A",
        "plug",
        "Say where facts about accounts come from: a database, CSV files, Stripe, fields.",
    ),
    (
        ActionName.INTENTS,
        "Intents…",
        "Ctrl+I",
        "quote",
        "Teach the models what else your team looks for, by phrases.",
    ),
    (
        ActionName.HANDOFFS,
        "Show the handoffs",
        "Ctrl+8",
        "arrow-left-right",
        "Show what colleagues offer you and ask you, and what you offered and asked.",
    ),
    (
        ActionName.OWN_HOURS,
        "Your hours…",
        "Y",
        "clock",
        "Say when you are away, when you work and how many tickets you take; see who else is there.",
    ),
    (
        ActionName.TEAM_STORE,
        "Team store…",
        "Ctrl+Shift+T",
        "plug",
        "Join the store that your team shares, or go back to one of your own.",
    ),
    (ActionName.RULEBOOK, "Show the rulebook", "Ctrl+9", "book-open", "Show and edit the rules of escalation."),
    (ActionName.THEME, "Switch light and dark", "Ctrl+Shift+L", "sun-moon", "Change between light and dark."),
    (ActionName.QUIT, "Quit", "Ctrl+Q", "log-out", "Close Warmline; what waits is sent next time."),
)

_HANDOFFS = (
    (ActionName.ACCEPT_OFFER, "Accept the offer", "A", "check", "Take the ticket over; only now does it move."),
    (ActionName.DECLINE_OFFER, "Decline…", "D", "x", "Leave the ticket with its sender, and say why."),
    (ActionName.SPEAK, "Ask or answer", "Q", "megaphone", "Write to the colleague; it stays between the two of you."),
    (ActionName.SEND_WORDS, "Send", "Ctrl+Return", "check", "Send what is written to the colleague alone."),
    (ActionName.SHOW_TICKET, "Show in Triage", "O", "arrow-up-right", "Show the ticket in Triage, with its score."),
    (ActionName.SAY_YES, "Yes", "1", "check", "Answer the question about a ticket that is over with yes."),
    (ActionName.SAY_NO, "No", "2", "x", "Answer the question about a ticket that is over with no."),
    (ActionName.SAY_UNKNOWN, "Cannot tell", "3", "info", "Leave the question about a ticket that is over open."),
)

_RULES = (
    (
        ActionName.ADD_RULE,
        "Add a rule",
        "Ctrl+N",
        "plus",
        "Add a rule behind the chosen one; it only records at first.",
    ),
    (ActionName.COPY_RULE, "Duplicate the rule", "Ctrl+Shift+D", "copy", "Add a copy of the chosen rule behind it."),
    (ActionName.REMOVE_RULE, "Remove the rule", "Ctrl+Backspace", "trash-2", "Take the chosen rule out."),
    (ActionName.RULE_UP, "Move the rule up", "Alt+Up", "arrow-up", "Let the chosen rule be asked one place earlier."),
    (ActionName.RULE_DOWN, "Move the rule down", "Alt+Down", "arrow-down", "Let the chosen rule be asked one later."),
    (
        ActionName.MATCH_NOW,
        "What would match now",
        "Ctrl+M",
        "search",
        "Run the edited rulebook over all open tickets; nothing is changed.",
    ),
    (
        ActionName.REVIEW_RULES,
        "Show the changes",
        "Ctrl+D",
        "list-tree",
        "Show what saving would change, line by line.",
    ),
    (ActionName.SAVE_RULES, "Save the rulebook", "Ctrl+Shift+S", "save", "Show the changes, then put them in force."),
    (ActionName.UNDO_RULE_EDIT, "Undo the edit", "Alt+Backspace", "undo-2", "Take the last edit of the rulebook back."),
    (
        ActionName.PUT_BACK_RULES,
        "Put the earlier rulebook back",
        "Ctrl+Shift+B",
        "repeat",
        "Let the rulebook of before the last save be in force again.",
    ),
)

ACTIONS: tuple[Declared, ...] = (
    *(Declared(name, ActionGroup.DECIDE, *rest) for name, *rest in _DECIDE),
    *(Declared(name, ActionGroup.READ, *rest) for name, *rest in _READ),
    *(
        Declared(name, ActionGroup.LENSES, f"Show {lens}", f"Ctrl+{at}", LENS_ICONS[lens], f"Show the lens {lens}.")
        for at, (lens, name) in enumerate(LENS_ACTIONS.items(), start=1)
    ),
    *(Declared(name, ActionGroup.HANDOFFS, *rest) for name, *rest in _HANDOFFS),
    *(Declared(name, ActionGroup.RULES, *rest) for name, *rest in _RULES),
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
