"""A rulebook made ready to be asked: once a revision, so that no ticket pays for it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from app.domain.conditions.clauses import Comparison, Question, questions_in
from app.domain.conditions.wording import Phrase
from app.domain.rule_verdicts import ACTIVE, clause, decides
from app.domain.rulebook import Rule, Rulebook
from app.rules.expression import Compiled, Variables, compiled
from app.rules.plain import plain_ones


class Marks:
    """The numbers that one fact is compared with, in order, each with the question that does it."""

    def __init__(self, questions: Iterable[tuple[str, Comparison]]) -> None:
        self._questions = sorted(questions, key=lambda each: each[1].number)
        self._numbers = [comparison.number for _, comparison in self._questions]

    def __iter__(self) -> Iterator[tuple[str, Comparison]]:
        return iter(self._questions)

    def between(self, one: float, other: float) -> Sequence[tuple[str, Comparison]]:
        """The questions that may say something else of the one value than of the other: none beyond both does."""
        if one != one or other != other:  # noqa: PLR0124 - what is no number lies nowhere
            return self._questions
        low, high = min(one, other), max(one, other)
        return self._questions[bisect_left(self._numbers, low) : bisect_right(self._numbers, high)]


class Prepared:
    """Its rules with their conditions read and compiled, and which questions rest on which facts."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Raises `Faulty` where a condition cannot be read."""
        self.rulebook = rulebook
        self.rules = tuple((rule, clause(rule)) for rule in rulebook.rules)
        self.scoring = tuple(place for place, (rule, _) in enumerate(self.rules) if rule.points)
        self.adding = tuple(place for place in self.scoring if self.rules[place][0].mode in ACTIVE)
        self.questions: dict[str, Question] = {}
        self.compiled: dict[str, Compiled] = {}
        asking: defaultdict[str, set[str]] = defaultdict(set)
        rules: defaultdict[str, list[int]] = defaultdict(list)
        for place, (_, each) in enumerate(self.rules):
            for question in questions_in(each):
                rules[question.text].append(place)
                if question.text not in self.questions:
                    for name in self._ready(question):
                        asking[name].add(question.text)
        self.variables = Variables(self.compiled.values())
        self.marks: Mapping[str, Marks] = {name: Marks(self._comparing(each)) for name, each in asking.items()}
        self.dear: Mapping[str, frozenset[str]] = {
            name: frozenset(text for text in each if self.questions[text].comparison is None)
            for name, each in asking.items()
        }
        self.plain = plain_ones(self.questions.values())
        self.phrases: dict[str, Phrase] = {}  # what is said of a question that has been explained before
        self.rules_with: Mapping[str, tuple[int, ...]] = {text: tuple(each) for text, each in rules.items()}
        self.names = tuple(sorted(asking))
        self.deciders = cache(self._deciders)  # of the few groups that a helpdesk has

    def _ready(self, question: Question) -> set[str]:
        """Make a question ready; the names of all that it rests on."""
        self.questions[question.text] = question
        if question.node is None:
            return set(question.names)
        ready = self.compiled[question.text] = compiled(question)
        return {*question.names, *ready.asked}

    def _comparing(self, texts: Iterable[str]) -> Iterator[tuple[str, Comparison]]:
        for text in texts:
            if (comparison := self.questions[text].comparison) is not None:
                yield text, comparison

    def _deciders(self, group: str, reached: bool) -> tuple[tuple[int, Rule], ...]:  # noqa: FBT001 - a cache's key
        """The rules in force that would settle where a ticket of that group belongs, as they are asked, with places.

        Only hard ones do where the score has not `reached` the threshold.
        """
        places = [
            place
            for place, (rule, _) in enumerate(self.rules)
            if rule.mode in ACTIVE and rule.group and (reached or rule.hard) and decides(rule, group, self.rulebook)
        ]
        in_order = sorted(places, key=lambda place: not self.rules[place][0].hard)
        return tuple((place, self.rules[place][0]) for place in in_order)
