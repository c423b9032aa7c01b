"""The store's last answers, for as long as a team's store cannot be asked."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from app.errors import StoreAway

T = TypeVar("T")


class LastKnown:
    """Keeps the newest answer to each of the last `most` questions, in memory only."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def answer(self, question: Hashable, ask: Callable[[], T]) -> T:
        """What the store says, or what it said last where it is away. Raises `StoreAway` where it never was asked."""
        try:
            answer = ask()
        except StoreAway:
            with self._lock:
                if question in self._answers:
                    return cast("T", self._answers[question])
            raise
        self.keep(question, answer)
        return answer

    def keep(self, question: Hashable, answer: object) -> None:
        with self._lock:
            self._answers[question] = answer
            self._answers.move_to_end(question)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def known(self, question: Hashable) -> Any:
        """The last answer, None where there is none."""
        with self._lock:
            return self._answers.get(question)
