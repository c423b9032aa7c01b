"""What a check of a rulebook finds: errors, for which it cannot be saved, and what a lead should think about."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.rulebook import Rulebook


class Severity(StrEnum):
    ERROR = "error"  # the rulebook is refused
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found, in whole sentences. `rule` is "" where it is about none; `column` counts from 1.

    `line` and `column` are within the rule's condition; 0 where it is about no place in it.
    """

    severity: Severity
    says: str
    rule: str = ""
    line: int = 0
    column: int = 0

    @property
    def words(self) -> str:
        """All of it on one line."""
        place = f", line {self.line}, column {self.column} of its condition" if self.line else ""
        return f"rule {self.rule!r}{place}: {self.says}" if self.rule else self.says


@dataclass(frozen=True, slots=True)
class Checked:
    """A rulebook as it was checked; `rulebook` is None where it has an error."""

    rulebook: Rulebook | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.severity is Severity.WARNING)
