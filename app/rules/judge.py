"""Asks every rule of one rulebook about a ticket; its conditions are compiled once a revision."""

from collections.abc import Iterable

from app.domain.conditions.clauses import Clause, Known, Question, plainly, questions_in, tell
from app.domain.rule_verdicts import Judged, clause
from app.domain.rulebook import Rule, Rulebook
from app.rules.expression import Compiled, compiled, context_of

Asked = tuple[Rule, Clause]


class Judge:
    """Holds no fact of any ticket, so that one serves all threads. Raises `Faulty` where a condition cannot be read."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rules = tuple((rule, clause(rule)) for rule in rulebook.rules)
        self._scoring = tuple(each for each in self._rules if each[0].points)
        questions = {
            question for _, each in self._rules for question in questions_in(each) if question.node is not None
        }
        self._compiled = {question.text: compiled(question) for question in questions}

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

    def __init__(self, compiled: dict[str, Compiled], known: Known) -> None:
        self._compiled = compiled
        self._context = context_of(compiled.values(), known) if compiled else None
        self._known = known
        self._told: dict[str, bool | None] = {}

    def holds(self, question: Question) -> bool | None:
        if question.text not in self._told:
            self._told[question.text] = self._ask(question)
        return self._told[question.text]

    def _ask(self, question: Question) -> bool | None:
        ready = self._compiled.get(question.text)
        if ready is not None and self._context is not None:
            return ready.holds(self._context)
        value = self._known.value(question.comparison.name) if question.comparison is not None else None
        return plainly(question.comparison, value) if question.comparison and isinstance(value, float) else None


def compile_all(questions: Iterable[Question]) -> None:
    """Raise `Faulty` at the first question that the evaluator refuses."""
    for question in questions:
        if question.node is not None:
            compiled(question)
