"""What one ticket answers to the questions of a rulebook: each is asked once, and anew only where its facts changed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from app.domain.conditions.clauses import Clause, Known, Question, Told, explained, holds, plainly, tell
from app.domain.conditions.vocabulary import SCORE, Value
from app.domain.rule_verdicts import Judged
from app.domain.rulebook import Rule
from app.rules.expression import context_of
from app.rules.prepared import Prepared

if TYPE_CHECKING:
    from cel import Context


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
        self._told: dict[str, Told] = {}
        self._context: Context | None = None

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
        touched = frozenset[str]().union(*(self._book.asking[name] for name in changed))
        for text in touched & self._said.keys():
            comparison = self._book.questions[text].comparison
            value = values[comparison.name] if comparison is not None else None
            if comparison is None or not isinstance(value, float):  # dear: asked when it is wanted
                del again._said[text]
            elif (said := plainly(comparison, value)) is not self._said[text]:
                again._said[text] = said
            else:
                continue
            for place in self._book.rules_with[text]:
                again._rules.pop(place, None)
        return again

    def judged(self) -> tuple[Judged, ...]:
        """What every rule says, in the rulebook's order."""
        return self._judged(range(len(self._book.rules)))

    def scoring(self) -> tuple[Judged, ...]:
        """What the rules say that add points."""
        return self._judged(self._book.scoring)

    @property
    def may_add(self) -> bool:
        """Whether a rule in force adds points where it fires."""
        return bool(self._book.adding)

    def added(self) -> int:
        """The points that the rules in force add which fire."""
        rules = self._book.rules
        return sum(rules[place][0].points for place in self._book.adding if self._holds(place) is True)

    def deciding(self, group: str, *, reached: bool) -> Rule | None:
        """The rule that settles where a ticket of that group belongs, without asking those that come after it.

        Only hard ones do where the score has not `reached` the threshold.
        """
        known = self._rules
        for place, rule in self._book.deciders(group):
            if (reached or rule.hard) and (known[place] if place in known else self._holds(place)):
                return rule
        return None

    def _judged(self, places: Iterable[int]) -> tuple[Judged, ...]:
        return tuple(Judged(rule, clause, self._tell(place, clause)) for place, rule, clause in self._at(places))

    def _at(self, places: Iterable[int]) -> Iterator[tuple[int, Rule, Clause]]:
        return ((place, *self._book.rules[place]) for place in places)

    def _tell(self, place: int, clause: Clause) -> Told:
        told = tell(clause, self._explain)
        self._rules[place] = told.holds
        return told

    def _holds(self, place: int) -> bool | None:
        try:
            return self._rules[place]
        except KeyError:
            said = self._rules[place] = holds(self._book.rules[place][1], self._answer)
            return said

    def _answer(self, question: Question) -> bool | None:
        try:
            return self._said[question.text]
        except KeyError:
            said = self._said[question.text] = self._ask(question)
            return said

    def _explain(self, question: Question) -> Told:
        try:
            return self._told[question.text]
        except KeyError:
            told = self._told[question.text] = explained(question, self._answer(question), self._values.__getitem__)
            return told

    def _ask(self, question: Question) -> bool | None:
        for name in question.names:
            if self._values[name] is None:
                return None
        comparison = question.comparison
        if comparison is not None and isinstance(value := self._values[comparison.name], float):
            return plainly(comparison, value)
        ready = self._book.compiled.get(question.text)
        if ready is None:
            return None
        if self._context is None:
            self._context = context_of(self._book.compiled.values(), self._values.__getitem__)
        return ready.holds(self._context)
