"""Asks every rule of one rulebook about a ticket; its conditions are compiled once a revision."""

from collections.abc import Iterable

from app.domain.conditions.clauses import Known, Question
from app.domain.rulebook import Rulebook
from app.rules.answers import Answers
from app.rules.expression import compiled
from app.rules.prepared import Prepared


class Judge:
    """Holds no fact of any ticket, so that one serves all threads. Raises `Faulty` where a condition cannot be read."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._book = Prepared(rulebook)

    def ask(self, known: Known) -> Answers:
        """What the rules say of the ticket of which this is known."""
        return Answers(self._book, {name: known.value(name) for name in self._book.names})


def compile_all(questions: Iterable[Question]) -> None:
    """Raise `Faulty` at the first question that the evaluator refuses."""
    for question in questions:
        if question.node is not None:
            compiled(question)
