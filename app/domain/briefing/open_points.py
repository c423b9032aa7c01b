"""What is still open between us and the customer: questions without an answer, and promises that are to be kept."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.brief import Item, Section, Slot
from app.domain.briefing.sentences import Conversation, Sentence, quote, to_the_customer
from app.domain.briefing.speech import asks, comforts, signs
from app.domain.briefing.wording import GREETING, QUESTION, RHETORICAL
from app.domain.promised_time import due
from app.domain.snapshot import Read
from app.domain.tickets import Role, Visibility

ASKED_BY_CUSTOMER = "asked by the customer"
ASKED_BY_US = "asked by us"
PROMISED = "promised by us"
MOST = 8  # the newest


def open_points(told: Conversation) -> Section:
    """Oldest first."""
    if told.snapshot.ticket.status.finished:
        return Section(Slot.OPEN, missing="the ticket is finished")
    found = [*_unanswered(told), *_asked(told), *_promised(told)]
    if not found:
        return Section(Slot.OPEN, missing="no question waits for an answer, and no promise of ours is open")
    found.sort(key=lambda each: (each.at, each.quotes[0].start))
    return Section(Slot.OPEN, tuple(found[-MOST:]))


def _unanswered(told: Conversation) -> Iterator[Item]:
    """What the customer asked and we have not answered; a question back, an apology or a note is no answer."""
    for each in told.customers:
        if _is_question(each) and not any(_answers(read, told) for read in told.after(each.read)):
            yield Item(ASKED_BY_CUSTOMER, each.text, (quote(each, told.snapshot.ticket),))


def _asked(told: Conversation) -> Iterator[Item]:
    """What we asked, or asked for, and the customer has not come back to."""
    for each in told.ours:
        if to_the_customer(each.read) and _wants_an_answer(each) and not _customer_wrote_after(each.read, told):
            yield Item(ASKED_BY_US, each.text, (quote(each, told.snapshot.ticket),))


def _promised(told: Conversation) -> Iterator[Item]:
    """Promises after which we have not written to the customer again, and those whose time has not come."""
    for each in told.ours:
        if not each.sure("promise") or each.read.message.visibility is Visibility.INTERNAL:
            continue
        until = _until(each, told)
        if until is None and (comforts(each) or asks(each)):
            continue
        kept = any(to_the_customer(read) for read in told.after(each.read))
        if not kept or (until is not None and until > told.snapshot.as_of):
            yield Item(PROMISED, each.text, (quote(each, told.snapshot.ticket),), due=until)


def _until(sentence: Sentence, told: Conversation) -> datetime | None:
    """The earliest of the times that a promising sentence names."""
    analysis, message = sentence.read.analysis, sentence.read.message
    zone = ZoneInfo(told.snapshot.hours.zone)
    times = [
        due(message.text[start:end], written_at=message.at, zone=zone)
        for start, end in (analysis.promised if analysis else ())
        if sentence.start <= start < sentence.end
    ]
    return min((each for each in times if each is not None), default=None)


def _is_question(sentence: Sentence) -> bool:
    text = sentence.text
    return bool(QUESTION.search(text)) and not GREETING.match(text) and not RHETORICAL.match(text)


def _answers(read: Read, told: Conversation) -> bool:
    """Whether we told the customer something here, rather than only asked back, apologised or promised to look."""
    if not to_the_customer(read):
        return False
    spoken = [each for each in told.ours if each.read is read]
    tells = [each for each in spoken if not _says_little(each)]
    return bool(tells)


def _says_little(sentence: Sentence) -> bool:
    if sentence.sure("advice"):
        return False
    courtesy = sentence.sure("apology", "promise", "thanks", "closing") > 0
    return _wants_an_answer(sentence) or courtesy or comforts(sentence) or signs(sentence)


def _wants_an_answer(sentence: Sentence) -> bool:
    """Whether it asks the customer something, or for something."""
    return QUESTION.search(sentence.text) is not None or sentence.sure("question") > 0 or asks(sentence)


def _customer_wrote_after(read: Read, told: Conversation) -> bool:
    return any(each.message.role is Role.CUSTOMER for each in told.after(read))
