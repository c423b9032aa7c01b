"""Checks a rulebook as it is saved or loaded: what is refused, what a lead should think about, and why."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from app.domain.conditions.clauses import Clause, questions_in
from app.domain.conditions.kinds import check
from app.domain.conditions.tokens import Faulty
from app.domain.conditions.vocabulary import SCORE, SIGNAL, Vocabulary, nearest
from app.domain.entries import Wrong
from app.domain.people import Agent
from app.domain.routing import members
from app.domain.rule_verdicts import clause, tree_of
from app.domain.rulebook import Rule, Rulebook, faults, rulebook_as_written
from app.domain.rulebook_findings import Checked, Finding, Severity
from app.domain.rulebook_people import meant
from app.domain.tickets import ConnectionName, connection_of
from app.domain.vague_criteria import vague
from app.errors import SettingsInvalid
from app.rules.condition_findings import of_conditions
from app.rules.judge import compile_all

LARGEST = 1_000_000  # characters of a file: some thousand rules
MOST_RULES = 2_000
MOST_NAMED = 3  # errors that one message names


def read_rulebook(text: str, vocabulary: Vocabulary, *, revision: str, name: str) -> Rulebook:
    """The rulebook of a file's text; raises `SettingsInvalid` with the first errors where it has any."""
    checked = check_rulebook(text, vocabulary, revision=revision)
    if checked.rulebook is None:
        errors = [each.words for each in checked.errors]
        more = f" And {len(errors) - MOST_NAMED} more." if len(errors) > MOST_NAMED else ""
        raise SettingsInvalid(f"{name}: " + " ".join(errors[:MOST_NAMED]) + more)
    return checked.rulebook


def check_rulebook(text: str, vocabulary: Vocabulary, *, revision: str, agents: Iterable[Agent] = ()) -> Checked:
    """Everything that is wrong with a rulebook's text, errors first; `agents` are the people, where they are known."""
    book, found = _by_itself(text, vocabulary, revision)
    if book is None:
        return Checked(None, found)
    people = tuple(agents)
    wrong = any(each.severity is Severity.ERROR for each in found)
    return Checked(None if wrong else book, (*found, *_strangers(book, people), *_nobody(book, people)))


@lru_cache(maxsize=4)  # a start asks twice of the same text
def _by_itself(text: str, vocabulary: Vocabulary, revision: str) -> tuple[Rulebook | None, tuple[Finding, ...]]:
    """A rulebook with whatever faults it has, and what is found in it without the people, errors first.

    None, and why, where the text holds none.
    """
    try:
        document = rulebook_document(text)
        book = rulebook_as_written(document, revision=revision)
    except SettingsInvalid as error:
        return None, (Finding(Severity.ERROR, str(error)),)
    except Wrong as wrong:
        return None, (Finding(Severity.ERROR, f"The rulebook cannot be used: {wrong}"),)
    if len(book.rules) > MOST_RULES:
        return None, (Finding(Severity.ERROR, f"There are more than {MOST_RULES:,} rules."),)
    findings = [Finding(Severity.ERROR, each.says, each.rule) for each in faults(book)]
    asked: list[tuple[Rule, Clause]] = []
    for rule in (each for each in book.rules if each.signals or each.when):
        try:
            asked.append((rule, _clause(rule, vocabulary)))
        except Faulty as fault:
            findings.append(_placed(rule, fault))
    findings += [*_overruled(document, book), *of_conditions(asked, book, vocabulary), *_vague(book)]
    return book, tuple(sorted(findings, key=lambda each: each.severity is not Severity.ERROR))


def rulebook_document(text: str) -> dict[str, Any]:
    """What a rulebook's text is as TOML. Raises `SettingsInvalid` where it is none, or longer than any."""
    if len(text) > LARGEST:
        raise SettingsInvalid(f"The rulebook has {len(text):,} characters; at most {LARGEST:,} are read.")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsInvalid(f"The rulebook is not TOML: {error}.") from error
    except ValueError as error:
        raise SettingsInvalid("The rulebook cannot be used: a number in it has thousands of digits.") from error


def _overruled(document: Mapping[str, Any], book: Rulebook) -> Iterator[Finding]:
    """Rules that have a mode of their own beside their scenario's, which is another and holds."""
    for rule, entry in zip(book.rules, document["rule"], strict=True):
        own = entry.get("mode", rule.mode)
        if own != rule.mode:
            holds = f"{str(rule.mode)!r} of its scenario {rule.scenario!r} holds"
            says = f"has mode = {own!r}, but {holds}; remove the rule's own."
            yield Finding(Severity.WARNING, says, rule.name)


def _clause(rule: Rule, vocabulary: Vocabulary) -> Clause:
    """The rule's condition, checked in every respect that needs no other rule. Raises `Faulty`."""
    if rule.when:
        check(tree_of(rule.when), vocabulary)
    found = clause(rule)
    for question in questions_in(found):
        unknown = next((name for name in question.names if vocabulary.term(name) is None), None)
        if unknown is not None:
            raise Faulty(_unknown(unknown.removeprefix(SIGNAL), vocabulary))
        if SCORE in question.names and rule.points:
            raise Faulty("a rule that adds points cannot ask for the score")
    compile_all(questions_in(found))
    return found


def _unknown(signal: str, vocabulary: Vocabulary) -> str:
    meant = nearest(signal, vocabulary.signals)
    return f"there is no signal {signal!r}" + (f"; {meant!r} is meant, perhaps" if meant else "")


def _placed(rule: Rule, fault: Faulty) -> Finding:
    if not rule.when:
        return Finding(Severity.ERROR, f"{fault.says}.", rule.name)
    before = rule.when[: fault.at]
    line, column = before.count("\n") + 1, fault.at - (before.rfind("\n") + 1) + 1
    return Finding(Severity.ERROR, f"{fault.says}.", rule.name, line, column)


def _vague(book: Rulebook) -> Iterator[Finding]:
    for tier in book.tiers:
        for each in vague(tier.criteria):
            quoted = f" {each.phrase!r} is vague:" if each.phrase else ""
            yield Finding(Severity.WARNING, f"Tier {tier.number}, {tier.name}:{quoted} {each.why}.")


def _by_helpdesk(agents: Iterable[Agent]) -> list[tuple[Agent, ...]]:
    """Somebody who works in two helpdesks is two agents, and no namesake of theirs."""
    found: dict[ConnectionName, list[Agent]] = {}
    for agent in agents:
        found.setdefault(connection_of(agent.id), []).append(agent)
    return [tuple(each) for each in found.values()]


def _strangers(book: Rulebook, agents: tuple[Agent, ...]) -> Iterator[Finding]:
    """Whom the rulebook describes and no helpdesk knows, or one knows several of; who has left is in no group."""
    helpdesks = _by_helpdesk([each for each in agents if each.groups] or agents)
    if not helpdesks:
        return
    for several in zip(*(meant(book.people, each) for each in helpdesks), strict=True):
        who, found = several[0][0].who, [people for _, people in several]
        if not any(found):
            yield Finding(Severity.WARNING, f"[[person]] {who!r} is nobody's address, login or name in the helpdesk.")
        elif any(len(each) > 1 for each in found):
            says = f"[[person]] {who!r} is the name of several people; say by address or login which of them is meant."
            yield Finding(Severity.WARNING, says)


def _nobody(book: Rulebook, agents: tuple[Agent, ...]) -> Iterator[Finding]:
    """Rules whose group has nobody who could take what they send."""
    helpdesks = _by_helpdesk(agents)
    if not helpdesks:
        return
    for rule in book.rules:
        desk = book.desk(rule.group)
        people = [each for some in helpdesks for each in members(some, rule.group, book)]
        needed = rule.certification or (desk.certification if desk else "")
        if rule.group and not people:
            yield Finding(Severity.WARNING, f"sends to {rule.group!r}, which has no people.", rule.name)
        elif needed and not any(needed in agent.certifications for agent in people):
            yield Finding(Severity.WARNING, f"nobody in {rule.group!r} is certified for {needed!r}.", rule.name)
