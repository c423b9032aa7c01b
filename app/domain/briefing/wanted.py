"""What the customer wants: the sentences that ask for something, the newest demand among them."""

from app.domain.brief import Item, Section, Slot
from app.domain.briefing.sentences import Conversation, Sentence, quote
from app.domain.briefing.wording import FAINT_REQUEST, GREETING, QUESTION, REQUEST, RHETORICAL

WANTS = {
    "supervisor_demand": "a supervisor",
    "refund": "a refund",
    "privacy_request": "privacy",
    "plan_change": "a change of plan",
    "feature_request": "a feature",
    "how_to": "how it is done",
    "status_inquiry": "news",
    "deadline": "by a deadline",
    "churn_threat": "to leave",
}
MOST = 3
ENOUGH = 0.55
OLDER = 0.92  # what a demand counts for with each message the customer wrote after it


def wanted(told: Conversation) -> Section:
    """Up to three, in the order in which they were said; the surest of the newest message is always among them."""
    asked = [each for each in told.customers if _worth(each) >= ENOUGH]
    if not asked:
        return Section(Slot.WANTED, missing="the customer has asked for nothing in so many words")
    last = max(each.turn for each in told.customers)
    ranked = sorted(asked, key=lambda each: (-_worth(each) * OLDER ** (last - each.turn), -each.turn, each.place))
    newest = max(each.turn for each in asked)
    first = next(each for each in ranked if each.turn == newest)
    chosen = [first, *(each for each in ranked if each is not first)][:MOST]
    ticket = told.snapshot.ticket
    return Section(
        Slot.WANTED,
        tuple(
            Item(_label(each), each.text, (quote(each, ticket),))
            for each in sorted(chosen, key=lambda each: (each.turn, each.place))
        ),
    )


def _worth(sentence: Sentence) -> float:
    text = sentence.text
    worth = 0.45 * sentence.sure(*WANTS) + 0.6 * bool(REQUEST.search(text)) + 0.5 * bool(QUESTION.search(text))
    worth -= 0.4 * bool(FAINT_REQUEST.search(text)) + 0.5 * bool(RHETORICAL.match(text))
    worth -= 0.6 * sentence.sure("thanks", "closing") + bool(GREETING.match(text))
    return worth


def _label(sentence: Sentence) -> str:
    found = {name: sentence.intents[name] for name in WANTS if name in sentence.intents}
    return WANTS[max(found, key=found.__getitem__)] if found else ""
