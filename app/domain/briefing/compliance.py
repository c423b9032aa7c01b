"""What in the conversation touches law, privacy or security, and so may bind us."""

from app.domain.brief import Item, Section, Slot
from app.domain.briefing.sentences import Conversation, Sentence, quote

TOUCHES = {
    "legal_threat": "legal threat",
    "legal_process": "legal process",
    "privacy_request": "privacy request",
    "data_breach": "data breach",
    "vulnerability_report": "vulnerability",
    "compliance_violation": "compliance violation",
}
FIRM = 0.65  # the probability from which something grave is worth a line: look-alikes reach 0.6 every day
MOST = 6


def compliance(told: Conversation) -> Section:
    """The customer's sentences in which something of the sort is more than just likely, oldest first."""
    found = [
        Item(TOUCHES[name], each.text, (quote(each, told.snapshot.ticket),))
        for each in told.customers
        if (name := _touched(each)) is not None
    ]
    if not found:
        unread = any(read.analysis is None for read in told.snapshot.customer)
        why = "some messages have not been read yet" if unread else "nothing of the sort was found in the conversation"
        return Section(Slot.COMPLIANCE, missing=why)
    return Section(Slot.COMPLIANCE, tuple(found[:MOST]))


def _touched(sentence: Sentence) -> str | None:
    likeliest = max(TOUCHES, key=lambda name: sentence.intents.get(name, 0.0))
    return likeliest if sentence.intents.get(likeliest, 0.0) >= FIRM else None
