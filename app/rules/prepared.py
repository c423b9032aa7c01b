"""A rulebook made ready to be asked: once a revision, so that no ticket pays for it."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from app.domain.conditions.clauses import Question, questions_in
from app.domain.rule_verdicts import ACTIVE, clause, decides
from app.domain.rulebook import Rule, Rulebook
from app.rules.expression import Compiled, compiled


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
        self.asking: Mapping[str, frozenset[str]] = {name: frozenset(each) for name, each in asking.items()}
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

    def _deciders(self, group: str) -> tuple[tuple[int, Rule], ...]:
        """The rules in force that would settle where a ticket of that group belongs, as they are asked, with places."""
        places = [
            place
            for place, (rule, _) in enumerate(self.rules)
            if rule.mode in ACTIVE and rule.group and decides(rule, group, self.rulebook)
        ]
        in_order = sorted(places, key=lambda place: not self.rules[place][0].hard)
        return tuple((place, self.rules[place][0]) for place in in_order)
