"""The problem in one sentence: the customer's own, and which one of them."""

import re

from app.domain.brief import Item, Section, Slot
from app.domain.briefing.sentences import Conversation, Sentence, quote
from app.domain.briefing.wording import DETAIL, GREETING, HANDLES, SINCE, TROUBLE

MATTERS = (
    "bug",
    "outage",
    "performance",
    "login_access",
    "billing_dispute",
    "payment_failure",
    "refund",
    "delivery_order",
    "api_integration",
    "database_problem",
    "data_breach",
    "vulnerability_report",
    "compliance_violation",
    "invoice_question",
    "plan_change",
    "feature_request",
    "how_to",
    "privacy_request",
    "legal_process",
)
GRUMBLE = ("complaint", "disappointment", "fix_did_not_work", "repeated_contact", "status_inquiry", "churn_threat")
CLOSING = ("thanks", "closing")

TURNS = (1.0, 0.62, 0.36, 0.2)  # what a message counts for, the customer's first, second, third, any later
PLACES = (0.30, 0.24, 0.16, 0.08, 0.0)  # what comes first in a message names the matter, what follows tells of it
FEW, MANY = 4, 45  # words: below, nothing is told; above, it is no summary
_WORD = re.compile(r"[^\W\d_]{3,}")


def problem(told: Conversation) -> Section:
    """The sentence of the customer that tells best what it is about; early ones count for more."""
    subject = frozenset(_words(told.snapshot.ticket.subject))
    candidates = [(_worth(each, subject), -place, each) for place, each in enumerate(told.customers)]
    if not candidates:
        return Section(Slot.PROBLEM, missing="the customer has written nothing that can be read")
    best = max(candidates, key=lambda each: each[:2])[2]
    return Section(Slot.PROBLEM, (Item("", best.text, (quote(best, told.snapshot.ticket),)),))


def _worth(sentence: Sentence, subject: frozenset[str]) -> float:
    """How well a sentence tells what the matter is; a sum of what speaks for it, times how early it was said."""
    text = sentence.text
    said = HANDLES.sub(" ", text)
    words = len(said.split())
    worth = 0.4
    worth += 0.9 * sentence.sure(*MATTERS) + 0.3 * sentence.sure(*GRUMBLE)
    worth -= 0.8 * sentence.sure(*CLOSING)
    worth += 0.45 * bool(TROUBLE.search(said)) + 0.2 * bool(DETAIL.search(said)) + 0.12 * bool(SINCE.search(said))
    worth += 0.8 * _shared(said, subject)
    worth += PLACES[min(sentence.place, len(PLACES) - 1)]
    worth += 0.2 * min(words / 12, 1.0)
    worth -= 0.7 * (words < FEW) + 0.3 * (words > MANY) + 1.2 * bool(GREETING.match(text))
    return max(worth, 0.0) * TURNS[min(sentence.turn, len(TURNS) - 1)]


def _shared(text: str, subject: frozenset[str]) -> float:
    """The share of the subject's words that a sentence has."""
    return len(subject.intersection(_words(text))) / len(subject) if subject else 0.0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
