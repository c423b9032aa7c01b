"""A rulebook's text as a sheet to edit, and edits of a sheet as text again."""

from collections.abc import Iterable, Mapping
from difflib import unified_diff
from typing import Any

from app.domain.conditions.plain_form import form_of, form_of_signals, written
from app.domain.conditions.vocabulary import Vocabulary
from app.domain.entries import Wrong
from app.domain.people import Agent
from app.domain.rulebook import Mode, Rule, Rulebook, rulebook_as_written
from app.domain.rulebook_sheet import (
    AddRule,
    ChangeRule,
    Choices,
    CopyRule,
    FieldValue,
    MoveRule,
    RemoveRule,
    ReplaceText,
    RulebookEdit,
    RuleEntry,
    Sheet,
)
from app.errors import SettingsInvalid
from app.rules.checking import check_rulebook, rulebook_document
from app.rules.rewriting import Field
from app.rules.rule_blocks import with_copy, with_fields, with_rule, with_rule_moved, without_rule
from app.service.rulebooks import revision_of

_OLD_FORM = ("signals", "also", "at_least", "minimum_value")  # what a condition in words stands in place of
NEW_CONDITION = "score >= 40"  # of a rule that was just added: something to begin with, and it only records
NEW_FIELDS: Mapping[str, Field] = {"when": NEW_CONDITION, "mode": "shadow"}


def sheet_of(text: str, vocabulary: Vocabulary, *, agents: Iterable[Agent] = ()) -> Sheet:
    """All that follows from a text; of one that is no rulebook at all, why. Raises nothing that a text can cause."""
    text = whole(text)
    revision = revision_of(text)
    checked = check_rulebook(text, vocabulary, revision=revision, agents=agents)
    try:
        document = rulebook_document(text)
        book = rulebook_as_written(document, revision=revision)
    except (SettingsInvalid, Wrong):
        return Sheet(text, revision, findings=checked.findings, readable=False)
    entries = tuple(
        _entry(place, rule, raw, vocabulary)
        for place, (rule, raw) in enumerate(zip(book.rules, document["rule"], strict=True))
    )
    return Sheet(text, revision, entries, _choices(book, vocabulary), checked.findings)


def edited(text: str, edits: Iterable[RulebookEdit]) -> str:
    """The text after these edits, one after the other. Raises `BadInput` or `SettingsInvalid` where one cannot be."""
    for edit in edits:
        text = _edited(text, edit)
    return text


def difference(before: str, after: str) -> tuple[str, ...]:
    """The lines of a unified diff; none where nothing differs."""
    lines = unified_diff(before.splitlines(), after.splitlines(), "in force", "edited", lineterm="")
    return tuple(lines)


def whole(text: str) -> str:
    """Nothing that is half a character: no file could hold that."""
    return text.encode("utf-8", "replace").decode()


def _edited(text: str, edit: RulebookEdit) -> str:
    match edit:
        case ReplaceText(text=new):
            return new
        case ChangeRule(place=place, fields=fields):
            return with_fields(text, place, _fields(fields))
        case AddRule(name=name, after=after):
            return with_rule(text, {"name": name, **NEW_FIELDS, "group": _default(text)}, after=after)
        case CopyRule(place=place, name=name):
            return with_copy(text, place, name)
        case RemoveRule(place=place):
            return without_rule(text, place)
        case MoveRule(place=place, to=to):
            return with_rule_moved(text, place, to)


def _fields(fields: Mapping[str, FieldValue]) -> dict[str, Field]:
    """As they are written; a condition in words takes the place of named signals."""
    wanted: dict[str, Field] = {
        name: list(value) if isinstance(value, tuple) else whole(value) if isinstance(value, str) else value
        for name, value in fields.items()
    }
    return {**dict.fromkeys(_OLD_FORM), **wanted} if "when" in wanted else wanted


def _default(text: str) -> str:
    try:
        return str(rulebook_document(text).get("default", ""))
    except SettingsInvalid:
        return ""


def _entry(place: int, rule: Rule, raw: Mapping[str, Any], vocabulary: Vocabulary) -> RuleEntry:
    plain = None if rule.when or not rule.signals else form_of_signals(rule)
    return RuleEntry(
        place=place,
        name=rule.name,
        mode=Mode(raw.get("mode", Mode.SUGGEST)),
        in_effect=rule.mode,
        scenario=rule.scenario,
        group=rule.group,
        certification=rule.certification,
        criteria=rule.criteria,
        notify=rule.notify,
        points=rule.points,
        hard=rule.hard,
        condition=written(plain) if plain else rule.when,
        form=plain or form_of(rule.when, vocabulary),
    )


def _choices(book: Rulebook, vocabulary: Vocabulary) -> Choices:
    needed = filter(None, [*(desk.certification for desk in book.desks), *(rule.certification for rule in book.rules)])
    had = [each for person in book.people for each in person.certifications]
    return Choices(
        groups=tuple(dict.fromkeys(each.group for each in book.desks)),
        tiers=tuple((each.number, each.name) for each in book.tiers),
        scenarios=tuple(dict.fromkeys(each.name for each in book.scenarios)),
        certifications=tuple(dict.fromkeys((*book.certifications, *needed, *had))),
        vocabulary=vocabulary,
    )
