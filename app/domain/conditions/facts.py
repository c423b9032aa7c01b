"""The facts of one ticket by their names in the vocabulary, each found when it is first asked for."""

from dataclasses import replace

from app.domain.conditions.readings_of import emotion, likelihood, strength
from app.domain.conditions.seen import Seen
from app.domain.conditions.vocabulary import EMOTION, INTENT, SIGNAL, TERMS, Value

_FIND = {term.name: term.find for term in TERMS}


class Facts:
    """What is known of a ticket; None is "cannot tell", also for names that the vocabulary does not have."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._found: dict[str, Value | None] = {}

    def value(self, name: str) -> Value | None:
        if name not in self._found:
            self._found[name] = _whole(self._find(name))
        return self._found[name]

    def of(self, seen: Seen) -> "Facts":
        """The facts of the ticket as it is `seen` now; what cannot be different is not looked for again."""
        if seen.snapshot is not self._seen.snapshot or seen.tier != self._seen.tier:
            return Facts(seen)
        facts = Facts(replace(seen, could_tell=self._seen.could_tell))
        same = seen.readings is self._seen.readings
        facts._found = {name: value for name, value in self._found.items() if same or not name.startswith(SIGNAL)}
        return facts

    def _find(self, name: str) -> Value | None:
        if name.startswith(SIGNAL):
            return strength(self._seen, name.removeprefix(SIGNAL))
        if name.startswith(INTENT):
            return likelihood(self._seen, name.removeprefix(INTENT))
        if name.startswith(EMOTION):
            return emotion(self._seen, name.removeprefix(EMOTION))
        find = _FIND.get(name)
        return find(self._seen) if find is not None else None


def _whole(value: Value | None) -> Value | None:
    """Nothing that is half a character: no condition could be evaluated over that."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return tuple(each.encode("utf-8", "replace").decode() for each in value)
    return value
