"""Suggestions against what people said of the same tickets, beside two rules that anybody writes in an afternoon."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.share import Share
from app.errors import BadInput
from app.service.triage_file import Verdict

YES, NO = frozenset({"y", "yes", "true", "1"}), frozenset({"n", "no", "false", "0"})
UPSET = -0.5  # sentiment of the last message from which the mood alone would escalate
KEYWORDS = re.compile(
    r"\b(?:manager|supervisor|lawyer|attorney|legal|court|subpoena|gdpr|breach|vulnerabilit\w+|hacked|security|refund"
    r"|charged twice|unacceptable|disappointed|frustrat\w+|angry|terrible|cancel|urgent|asap|escalate|outage|down"
    r"|not working|did(?:n't| not) work|still not|again)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """How right a way to choose is: of what it suggests how much is wanted, and of what is wanted how much it finds."""

    precision: Share
    recall: Share

    @property
    def f1(self) -> float | None:
        """Their harmonic mean; None where nothing is suggested and nothing wanted."""
        asked = self.precision.total + self.recall.total
        return 2 * self.recall.hits / asked if asked else None


def figures(judged: Iterable[Verdict], wanted: Mapping[str, bool], chooses: Callable[[Verdict], bool]) -> Figures:
    """Figures over the tickets that are in `wanted`, by number: whether it should be escalated."""
    found = [(chooses(each), wanted[_number(each)]) for each in judged if _number(each) in wanted]
    right = sum(chosen and truth for chosen, truth in found)
    return Figures(
        precision=Share(right, sum(chosen for chosen, _ in found)),
        recall=Share(right, sum(truth for _, truth in found)),
    )


def suggested(verdict: Verdict) -> bool:
    """What Warmline says."""
    return verdict.triage.suggestion.escalate


def keyword(verdict: Verdict) -> bool:
    """What a list of words in the subject or the customer's messages would say."""
    said = (read.message.text for read in verdict.snapshot.customer)
    return any(KEYWORDS.search(text) for text in (verdict.snapshot.ticket.subject, *said))


def last_mood(verdict: Verdict) -> bool:
    """What the sentiment of the customer's last message alone would say."""
    moods = [read.analysis.sentiment if read.analysis else None for read in verdict.snapshot.customer]
    return bool(moods) and moods[-1] is not None and moods[-1] <= UPSET


WAYS: Mapping[str, Callable[[Verdict], bool]] = {
    "Warmline": suggested,
    "keywords alone": keyword,
    "mood of the last message alone": last_mood,
}


def labels_in(file: Path) -> dict[str, bool]:
    """Whether each ticket should be escalated, by its number, from a CSV file with a line of column names.

    The first column is the number; each further one holds a person's y or n. A ticket on which they differ is left
    out. Raises `BadInput` where the file cannot be read or says anything else.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The labels in {file} cannot be read: {error}.") from error
    rows = [(line, row) for line, row in _rows(text) if any(row)]
    if len(rows) < 2:
        raise BadInput(f"{file} holds no labels; it needs a line of column names and a line for each ticket.")
    agreed: dict[str, bool] = {}
    for line, (number, *said) in rows[1:]:
        answers = {_answer(each, file, line) for each in said}
        if not answers:
            raise BadInput(f"{file}, line {line}: ticket {number} has no label; add y or n in a second column.")
        if len(answers) == 1:
            agreed[number.strip()] = answers.pop()
    return agreed


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(text.splitlines())
    for row in reader:
        yield reader.line_num, row


def _answer(said: str, file: Path, line: int) -> bool:
    word = said.strip().lower()
    if word not in YES | NO:
        raise BadInput(f"{file}, line {line}: {said!r} is no label; write y or n.")
    return word in YES


def _number(verdict: Verdict) -> str:
    return verdict.snapshot.ticket.number
