"""Asks every rule of one rulebook about a ticket; its conditions are compiled once a revision."""

from collections.abc import Iterable

from app.domain.conditions.clauses import Clause, Known, Test, plainly, tell, tests_in
from app.domain.rule_verdicts import Judged, clause
from app.domain.rulebook import Rule, Rulebook
from app.rules.expression import Compiled, compiled, context_of

Asked = tuple[Rule, Clause]


class Judge:
    """Holds no fact of any ticket, so that one serves all threads. Raises `Faulty` where a condition cannot be read."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rules = tuple((rule, clause(rule)) for rule in rulebook.rules)
        self._scoring = tuple(each for each in self._rules if each[0].points)
        tests = {test for _, each in self._rules for test in tests_in(each) if test.node is not None}
        self._compiled = {test: compiled(test) for test in tests}

    def scoring(self, known: Known) -> tuple[Judged, ...]:
        """What the rules say that add points; they are asked before there is a score."""
        return self._asked(self._scoring, known)

    def judge(self, known: Known) -> tuple[Judged, ...]:
        """What every rule says, in the rulebook's order."""
        return self._asked(self._rules, known)

    def _asked(self, rules: tuple[Asked, ...], known: Known) -> tuple[Judged, ...]:
        if not rules:
            return ()
        answers = _Answers(self._compiled, known)
        return tuple(Judged(rule, each, tell(each, known, answers.holds)) for rule, each in rules)


class _Answers:
    """What was answered about one ticket: rules share clauses, and each is asked once."""

    def __init__(self, compiled: dict[Test, Compiled], known: Known) -> None:
        self._compiled = compiled
        self._context = context_of(compiled.values(), known) if compiled else None
        self._known = known
        self._told: dict[Test, bool | None] = {}

    def holds(self, test: Test) -> bool | None:
        if test not in self._told:
            self._told[test] = self._ask(test)
        return self._told[test]

    def _ask(self, test: Test) -> bool | None:
        ready = self._compiled.get(test)
        if ready is not None and self._context is not None:
            return ready.holds(self._context)
        value = self._known.value(test.comparison.name) if test.comparison is not None else None
        return plainly(test.comparison, value) if test.comparison and isinstance(value, float) else None


def compile_all(tests: Iterable[Test]) -> None:
    """Raise `Faulty` at the first test that the evaluator refuses."""
    for test in tests:
        if test.node is not None:
            compiled(test)
