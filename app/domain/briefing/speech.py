"""What a sentence of ours does: tells the customer what to do, asks them for something, or only keeps them company.

The language models read advice as such where it is told at length. These are the turns of English that support people
use for the rest: an imperative, a "you can", a "have you tried"; and the difference between what the customer is to do
for themselves and what they are to do for us.
"""

import re

from app.domain.briefing.sentences import Sentence, to_the_customer
from app.domain.briefing.wording import GREETING, HANDLES

_I = re.IGNORECASE

# What may stand before an imperative: whom it is for, a greeting, a condition, a purpose, the order of steps.
_LEAD = (
    r"^\W*(?:@\w+\W+)*(?:(?:hi|hello|hey|dear|thanks|thank you)\b[^,.!?]{0,30}[,.!]\s*)?"
    r"(?:(?:if|for|once|when|to|after|as|while|until|before|in)\b[^.!?]{1,90}?,?\s+)?"
    r"(?:(?:please|kindly|just|then|next|first|also|and|so|simply|instead|alternatively|otherwise|or)\W+)*"
)
_STEP = (
    r"(?:try|use|go|click|tap|press|hold|open|select|choose|check|verify|ensure|make sure|restart|reboot|reset|"
    r"(?:re-?|un)?install|update|upgrade|turn|switch|set|change|clear|delete|remove|disable|enable|add|unplug|plug|"
    r"(?:dis|re-?)connect|sign|log|run|re-?run|wait|keep|leave|visit|see|follow|do(?! (?:you|we|i|they|not)\b)|"
    r"enter|raise|return|download|upload|refer|look|swap|rotate|stop|start)\b(?!\s+(?:us|me)\b)"
)
_FOR_US = (
    r"(?:(?:dm|pm)\b|"
    r"(?:message|contact|call|text|e-?mail|write|follow|join|tell|show|keep|let (?=(?:us|me) know)|tweet|"
    r"(?:reach|get) (?:out|in touch|back)|repl(?:y|ies)|respond)\b[^.!?]{0,30}\b(?:us|me)\b|"
    r"(?:send|shoot|drop|give|share|provide|confirm|supply|forward|attach|submit)\b"
    r"[^.!?]{0,60}\b(?:us|me|your|details?|info(?:rmation)?|numbers?|name|screen ?shots?|logs?|files?|dm|pm)\b)"
)
_STEP_TOLD = re.compile(
    rf"{_LEAD}{_STEP}|"
    r"\b(?:please|kindly)\W+(?!(?:accept|be|note|bear|do(?:n['\u2019]?t| not) hesitate|feel|rest|stay|excuse|forgive|"
    r"allow|know|let|help|advise)\b)\w+|"
    r"(?<!so )(?<!sure )(?<!that )\byou(?:['\u2019]ll| will| would)? "
    r"(?:can|may|might|could|should|need to|have to|must|want to)\b"
    r"(?! (?:see|imagine|rest|be sure|expect|understand)\b)|"
    r"\b(?:i|we)(?:['\u2019]d| would)? (?:recommend|suggest|advi[sc]e)\b|"
    rf"\b(?:have|did) you (?:already )?(?:tried|try|checked|check)\b|"
    rf"\b(?:can|could|would|will) you (?:please |kindly |also )?{_STEP}",
    _I,
)
_ASK_TOLD = re.compile(
    rf"(?:{_LEAD}|\b(?:please|kindly|you to|and|can|may|could) (?:please |kindly )?){_FOR_US}|"
    r"\b(?:i|we)(?:['\u2019]ll| will|['\u2019]d| would)? (?:need|require) (?:the|your|you|to know|more|some)\b|"
    r"\b(?:may|can|could) (?:i|we) (?:please )?(?:have|get|see)\b",
    _I,
)
_CLOSING_OFFER = re.compile(
    r"\b(?:any(?:thing| (?:\w+ )?(?:questions?|help|assistance|issues?|problems?|concerns?))|further questions?|else|"
    r"any ?time)\b",
    _I,
)
_COMFORT = re.compile(
    r"\b(?:here (?:to|for|24)|(?:happy|glad|love|like|pleased|want|ready) to (?:\w+ ){0,2}(?:help|assist|work|look)|"
    r"(?:our|my|their) best|look(?:ing)? forward|understand (?:your|how|that|the)|sorry|apolog\w+|hear (?:that|this)|"
    r"is (?:concerning|saddening|frustrating|important)|welcome|(?:glad|happy) to)\b",
    _I,
)

_SIGNATURE = re.compile(r"\W*(?:[-^*~/|]\s?\w[\w ]{0,20}|[A-Z]\w{0,15}|\d/\d)?\s*$")


def instructs(sentence: Sentence) -> bool:
    """Whether it tells the customer what to do for themselves."""
    if not to_the_customer(sentence.read) or signs(sentence) or _CLOSING_OFFER.search(sentence.text):
        return False
    return _STEP_TOLD.search(_ASK_TOLD.sub(" ", sentence.text)) is not None


def asks(sentence: Sentence) -> bool:
    """Whether it asks the customer for something that we need: details, a file, a message; with no question mark."""
    said = to_the_customer(sentence.read) and _ASK_TOLD.search(sentence.text) is not None
    return said and not _CLOSING_OFFER.search(sentence.text)


def comforts(sentence: Sentence) -> bool:
    """Whether it only assures, feels with the customer, or offers help: nothing that anybody could hold us to."""
    return _COMFORT.search(sentence.text) is not None


def signs(sentence: Sentence) -> bool:
    """Whether it tells nothing: a greeting, or the name or initials of who wrote it."""
    said = HANDLES.sub(" ", sentence.text)
    return _SIGNATURE.match(said) is not None or GREETING.match(sentence.text) is not None
