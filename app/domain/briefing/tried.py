"""What was tried, by whom, and with what result: our advice and deeds, the customer's own, and the answers to them."""

from collections.abc import Iterator, Sequence

from app.domain.brief import Item, Quote, Result, Section, Slot
from app.domain.briefing.sentences import Conversation, Sentence, quote, to_the_customer
from app.domain.briefing.speech import asks, instructs
from app.domain.briefing.wording import (
    ATTEMPT,
    COURTESY_DEED,
    HANDED_ON,
    NOT_WORKS,
    OWN_ATTEMPT,
    QUESTION,
    STILL,
    WORKS,
)
from app.domain.tickets import Role, Visibility

ADVICE = "advised"
DONE = "done"
NOTED = "noted internally"
BY_CUSTOMER = "tried by the customer"

MOST = 8  # the newest
LONGEST = 420  # characters of advice that runs over several sentences
TROUBLE = ("fix_did_not_work", "outage", "bug", "complaint", "disappointment")


def tried(told: Conversation) -> Section:
    """Oldest first. Sentences of advice that follow each other are one line."""
    found = [*_ours(told), *_customers(told)]
    if not found:
        return Section(Slot.TRIED, missing="no advice of ours and no attempt of the customer's was found")
    found.sort(key=lambda each: (each.at, each.quotes[0].start))
    note = f"the newest {MOST} of {len(found)}" if len(found) > MOST else ""
    return Section(Slot.TRIED, tuple(found[-MOST:]), note=note)


def _ours(told: Conversation) -> Iterator[Item]:
    for group in _groups([each for each in told.ours if _is_attempt(each)]):
        first = group[0]
        whole = _joined(group, told)
        if first.read.message.visibility is Visibility.INTERNAL:
            yield Item(NOTED, whole.text, (whole,), *_outcome(group[-1], told))
            continue
        label = ADVICE if any(each.sure("advice") or instructs(each) for each in group) else DONE
        result, answer = _answer(group[-1], told)
        yield Item(label, whole.text, (whole, *answer), result)


def _outcome(sentence: Sentence, told: Conversation) -> tuple[Result | None]:
    """What an internal note says itself of how it went."""
    later = [each for each in told.ours if each.read is sentence.read and each.place >= sentence.place]
    return (Result.DID_NOT_HELP if any(STILL.search(each.text) for each in later[:2]) else None,)


def _is_attempt(sentence: Sentence) -> bool:
    """Advice as the models read it or as it is worded, or a deed told of one's own. To ask for details is none."""
    if instructs(sentence):
        return True
    if asks(sentence) or (QUESTION.search(sentence.text) and not sentence.sure("advice")):
        return False
    deed = ATTEMPT.search(sentence.text) is not None and not COURTESY_DEED.search(sentence.text)
    return sentence.sure("advice") > 0 or deed


def _groups(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """Sentences of a message that stand side by side, as long as they are not too long together."""
    groups: list[list[Sentence]] = []
    for each in sentences:
        last = groups[-1] if groups else []
        follows = bool(last) and last[-1].read is each.read and last[-1].place + 1 == each.place
        if follows and each.end - last[0].start <= LONGEST:
            last.append(each)
        else:
            groups.append([each])
    return groups


def _joined(group: Sequence[Sentence], told: Conversation) -> Quote:
    first, last = group[0], group[-1]
    whole = Sentence(first.read, first.start, last.end, first.turn, first.place, first.intents)
    return quote(whole, told.snapshot.ticket)


def _answer(sentence: Sentence, told: Conversation) -> tuple[Result, tuple[Quote, ...]]:
    """What the customer wrote between this advice and the next: that it failed, that it helped, or neither."""
    answers = _until_next_advice(sentence, told)
    if not answers:
        return Result.NO_ANSWER, ()
    ticket = told.snapshot.ticket
    failed = max((each for each in answers if _failed(each)), key=_plainly_failed, default=None)
    if failed is not None:
        return Result.DID_NOT_HELP, (quote(failed, ticket),)
    helped = next((each for each in answers if _helped(each)), None)
    if helped is not None:
        return Result.HELPED, (quote(helped, ticket),)
    glad = next((each for each in answers if each.sure("thanks", "closing")), None)
    pending = HANDED_ON.search(sentence.text) is not None or sentence.sure("promise") > 0
    if glad is not None and not pending and not any(_goes_on(each) for each in answers):
        return Result.HELPED, (quote(glad, ticket),)
    return Result.UNCLEAR, (quote(answers[0], ticket),)


def _until_next_advice(sentence: Sentence, told: Conversation) -> list[Sentence]:
    """The customer's sentences after this message, up to the next one of ours that was answered to as well."""
    heard: set[str] = set()
    for read in told.after(sentence.read):
        if read.message.role is Role.CUSTOMER:
            heard.add(read.message.id)
        elif heard and to_the_customer(read):
            break
    return [each for each in told.customers if each.read.message.id in heard]


def _failed(sentence: Sentence) -> bool:
    return sentence.sure("fix_did_not_work") > 0 or STILL.search(sentence.text) is not None


def _plainly_failed(sentence: Sentence) -> bool:
    return STILL.search(sentence.text) is not None


def _goes_on(sentence: Sentence) -> bool:
    """Whether thanks are not all there is."""
    return sentence.sure(*TROUBLE) > 0 or QUESTION.search(sentence.text) is not None


def _helped(sentence: Sentence) -> bool:
    return WORKS.search(sentence.text) is not None and not NOT_WORKS.search(sentence.text)


def _customers(told: Conversation) -> Iterator[Item]:
    ticket = told.snapshot.ticket
    for each in told.customers:
        if OWN_ATTEMPT.search(each.text) and not QUESTION.search(each.text) and not each.sure("thanks", "closing"):
            following = [other for other in told.customers if other.read is each.read and other.place == each.place + 1]
            shown = next((other for other in (each, *following) if _failed(other)), None)
            answer = (quote(shown, ticket),) if shown is not None and shown is not each else ()
            result = Result.DID_NOT_HELP if shown is not None else None
            yield Item(BY_CUSTOMER, each.text, (quote(each, ticket), *answer), result)
