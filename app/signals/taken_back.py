"""The customer's last word takes the complaint back: a false alarm, or an apology for the noise."""

import re
from functools import lru_cache

from app.domain.prose import prose
from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import firmly

READ = 2_000  # characters: who takes something back is brief
SAID = re.compile(
    r"\b(?:(?:cancel|ignore|disregard|forget) (?:about )?(?:my|the|this|that|our) (?:\w+ )?(?:message|mail|e-?mail|"
    r"request|ticket|report|question)|never ?mind|false alarm|my (?:own )?(?:mistake|fault|bad|error)|"
    r"(?:sorry|apologies) for (?:the (?:noise|trouble|confusion|false alarm)|my (?:tone|outburst|last \w+|words)|"
    r"shouting|being (?:rude|so \w+|short))|i (?:was|got it) wrong|i (?:had )?overlooked)\b",
    re.IGNORECASE,
)
NEEDED = (  # one of which stands in whatever the pattern finds, also where a Turkish i stands in it
    "cancel ",
    "gnore ",
    "sregard ",
    "forget ",
    "never",
    "alarm",
    "my m",
    "my own ",
    "my fault",
    "my bad",
    "my error",
    "sorry for ",
    "apolog",
    "wrong",
    "overlooked",
)
STILL = ("fix_did_not_work", "supervisor_demand", "legal_threat", "churn_threat")


@rests_on(words)
def taken_back(snapshot: Snapshot) -> Reading | None:
    """By the customer's own words, since the models hear the trouble that is taken back as trouble."""
    last = snapshot.customer[-1] if snapshot.customer else None
    if last is None or firmly(last, *STILL):
        return None
    found = _taken_back_in(last.message.text[:READ])
    if not found:
        return None
    return Reading(strength=1.0, because="the customer takes it back", evidence=last.spans(found))


@lru_cache(maxsize=512)
def _taken_back_in(text: str) -> tuple[tuple[int, int], ...]:
    """The words that do it, in the author's own; the same text is often asked for again."""
    small = text.casefold()
    if not any(each in small for each in NEEDED):
        return ()
    return tuple(match.span() for start, end in prose(text).spans for match in SAID.finditer(text, start, end))
