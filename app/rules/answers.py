"""What one ticket answers to the questions of a rulebook: each is asked once, and anew only where its facts changed."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.domain.conditions.clauses import Comparison, Known, Question, holds, plainly, tell
from app.domain.conditions.vocabulary import SCORE, Value
from app.domain.conditions.wording import Wording
from app.domain.rule_verdicts import Judged
from app.domain.rulebook import Rule
from app.rules.prepared import Prepared

if TYPE_CHECKING:
    from cel import Context

_UNASKED = object()


class Answers:
    """One ticket's. What is kept only saves asking again, so that equal facts always give equal answers."""

    def __init__(
        self,
        book: Prepared,
        values: Mapping[str, Value | None],
        said: Mapping[str, bool | None] | None = None,
        rules: Mapping[int, bool | None] | None = None,
    ) -> None:
        """`said` and `rules` are the answers that are known already, by a question's words and by a rule's place."""
        self._book = book
        self._values = values
        self._said = dict(said or {})
        self._rules = dict(rules or {})
        self._wording = Wording(values.__getitem__, book.phrases)
        self._context: Context | None = None
        self._guarded: dict[str, bool] = {}

    def again(self, known: Known, points: int | None = None) -> "Answers":
        """The answers where these are the facts, and this the score (None: there is none yet).

        Only what rests on a fact that is different is asked anew, and only rules with another answer are told anew.
        """
        values = {name: known.value(name) for name in self._book.names}
        if SCORE in values:
            values[SCORE] = None if points is None else float(points)
        return self._with(values, [name for name, value in values.items() if value != self._values[name]])

    def scored(self, points: int) -> "Answers":
        """The answers now that the score is known."""
        if SCORE not in self._values:
            return self
        return self._with({**self._values, SCORE: float(points)}, [SCORE])

    def _with(self, values: Mapping[str, Value | None], changed: Iterable[str]) -> "Answers":
        again = Answers(self._book, values, self._said, self._rules)
        for name in changed:
            again._changed(name, self._values[name], values[name])
        return again

    def _changed(self, name: str, before: Value | None, now: Value | None) -> None:
        """Forget what may be different now that this fact is; a comparison is made again at once, for that is cheap."""
        marks = self._book.marks[name]
        turned: Iterable[tuple[str, Comparison]] = marks
        if isinstance(before, float) and isinstance(now, float):
            turned = marks.between(before, now)
        for text, comparison in turned:
            said = plainly(comparison, now) if isinstance(now, float) else None
            if text in self._said and self._said[text] is not said:
                self._said[text] = said
                self._forget(text)
        for text in self._book.dear[name] & self._said.keys():
            del self._said[text]  # asked when it is wanted
            self._forget(text)

    def _forget(self, question: str) -> None:
        for place in self._book.rules_with[question]:
            self._rules.pop(place, None)

    def judged(self) -> tuple[Judged, ...]:
        """What every rule says, in the rulebook's order."""
        for plain in self._book.plain:
            value = self._values[plain.name]
            if isinstance(value, plain.of):
                self._said.update(plain.answers(value))
        return self._judged(range(len(self._book.rules)))

    def scoring(self) -> tuple[Judged, ...]:
        """What the rules say that add points."""
        return self._judged(self._book.scoring)

    @property
    def may_add(self) -> bool:
        """Whether a rule in force adds points where it fires."""
        return bool(self._book.adding)

    @property
    def most_added(self) -> int:
        """How many points the rules in force add at most, or take."""
        return sum(abs(self._book.rules[place][0].points) for place in self._book.adding)

    def added(self) -> int:
        """The points that the rules in force add which fire."""
        rules = self._book.rules
        return sum(rules[place][0].points for place in self._book.adding if self._holds(place) is True)

    def deciding(self, group: str, *, reached: bool) -> Rule | None:
        """The rule that settles where a ticket of that group belongs, without asking those that come after it.

        Only hard ones do where the score has not `reached` the threshold.
        """
        known = self._rules.get
        for place, rule in self._book.deciders(group, reached):
            said = known(place, _UNASKED)
            if said is True or (said is _UNASKED and self._holds(place)):
                return rule
        return None

    def may_decide(self, group: str, *, reached: bool) -> bool:
        """Whether any rule could settle where a ticket of that group belongs."""
        return bool(self._book.deciders(group, reached))

    def _judged(self, places: Iterable[int]) -> tuple[Judged, ...]:
        rules, answer, explain = self._book.rules, self._answer, self._wording.explain
        found: list[Judged] = []
        for place in places:
            rule, clause = rules[place]
            told = tell(clause, answer, explain)
            self._rules[place] = told.holds
            found.append(Judged(rule, clause, told))
        return tuple(found)

    def _holds(self, place: int) -> bool | None:
        if place in self._rules:
            return self._rules[place]
        said = self._rules[place] = holds(self._book.rules[place][1], self._answer)
        return said

    def _answer(self, question: Question) -> bool | None:
        text = question.text
        if text in self._said:
            return self._said[text]
        said = self._said[text] = self._ask(question)
        return said

    def _ask(self, question: Question) -> bool | None:
        comparison = question.comparison
        if comparison is not None and isinstance(value := self._values[comparison.name], float):
            return plainly(comparison, value)
        for name in question.names:
            if self._values[name] is None:
                return None
        ready = self._book.compiled.get(question.text)
        if ready is None:
            return None
        if self._context is None:
            self._context = self._book.variables.context(self._values.__getitem__)
        return ready.holds(self._context, self._guarded)
