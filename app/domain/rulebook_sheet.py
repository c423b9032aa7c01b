"""A rulebook while it is edited: its text, what a form shows of every rule, what is wrong with it, and its changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.domain.conditions.plain_form import ConditionForm
from app.domain.conditions.vocabulary import Vocabulary
from app.domain.rulebook import Mode
from app.domain.rulebook_findings import Finding, Severity

FieldValue: TypeAlias = str | int | float | bool | tuple[str, ...] | None
"""What a field of a rule can be set to; None removes it."""


NO_NAMES = Vocabulary()


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule as a lead edits it. `mode` is its own, `in_effect` what holds, which a scenario may decide.

    `condition` is its text, also of a rule that names signals instead; `form` is None where it fits no form.
    """

    place: int
    name: str
    mode: Mode
    in_effect: Mode
    scenario: str
    group: str
    certification: str
    criteria: int | None
    notify: tuple[str, ...]
    points: int
    hard: bool
    condition: str
    form: ConditionForm | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the fields of a rule can be chosen from: its own names, its tiers, and what conditions ask for."""

    groups: tuple[str, ...] = ()
    tiers: tuple[tuple[int, str], ...] = ()  # number and name
    scenarios: tuple[str, ...] = ()
    certifications: tuple[str, ...] = ()
    vocabulary: Vocabulary = NO_NAMES


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text with all that follows from it. `readable` is false where it is no rulebook at all, and shows no rules."""

    text: str
    revision: str
    rules: tuple[RuleEntry, ...] = ()
    choices: Choices = Choices()
    findings: tuple[Finding, ...] = ()
    readable: bool = True

    @property
    def usable(self) -> bool:
        """Whether it may be saved."""
        return all(each.severity is not Severity.ERROR for each in self.findings)

    def findings_of(self, rule: str) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.rule == rule)


@dataclass(frozen=True, slots=True)
class OpenedRulebook:
    """The rulebook's file as it was read. `on_disk` is its revision, "" where the team has none of its own yet.

    `problem` says why what is shown is not what the file holds; `previous` is the revision that can be put back.
    """

    sheet: Sheet
    on_disk: str
    problem: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else has changed the file since it was read; nothing was written. `theirs` is what it holds now."""

    theirs: OpenedRulebook


@dataclass(frozen=True, slots=True)
class ChangeRule:
    place: int
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class AddRule:
    """`after` is the place of the rule behind which it goes; None for the end."""

    name: str
    after: int | None


@dataclass(frozen=True, slots=True)
class CopyRule:
    place: int
    name: str


@dataclass(frozen=True, slots=True)
class RemoveRule:
    place: int


@dataclass(frozen=True, slots=True)
class MoveRule:
    place: int
    to: int


@dataclass(frozen=True, slots=True)
class ReplaceText:
    text: str


RulebookEdit: TypeAlias = ChangeRule | AddRule | CopyRule | RemoveRule | MoveRule | ReplaceText
