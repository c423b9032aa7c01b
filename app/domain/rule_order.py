"""Rules that can never decide, because an earlier one always does."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.conditions.clauses import Clause
from app.domain.conditions.normal import normal
from app.domain.conditions.reach import implied
from app.domain.conditions.wider import Places, Wider
from app.domain.rule_verdicts import ACTIVE
from app.domain.rulebook import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Hidden:
    """`rule` never decides: wherever it fires, `by` fires and comes first. `same` conditions contradict each other."""

    rule: Rule
    by: Rule
    same: bool


def hidden(asked: Sequence[tuple[Rule, Clause]], rulebook: Rulebook) -> Iterator[Hidden]:
    """Every rule in force that an earlier one always decides before, each once."""
    placed = [
        (rule, normal(clause))
        for rule, clause in sorted(asked, key=lambda each: not each[0].hard)
        if rule.mode in ACTIVE and rule.group
    ]
    reaching = _reaching([rule for rule, _ in placed], rulebook)
    wider = Wider([clause for _, clause in placed])
    for place, (rule, clause) in enumerate(placed):
        earlier = reaching[rule.group] & ((1 << place) - 1)
        found = (placed[each] for each in wider.among(earlier, clause))
        by, wide = next(((by, wide) for by, wide in found if implied(clause, wide)), (None, clause))
        if by is not None:
            yield Hidden(rule, by, same=by.group != rule.group and implied(wide, clause))


def _reaching(rules: Sequence[Rule], rulebook: Rulebook) -> Mapping[str, Places]:
    """By group, the rules that decide of every ticket that one which sends there would move, where both fire."""
    alike: defaultdict[tuple[str, bool], Places] = defaultdict(int)
    first: dict[tuple[str, bool], Rule] = {}
    for place, rule in enumerate(rules):
        alike[rule.group, rule.hard] |= 1 << place
        first.setdefault((rule.group, rule.hard), rule)
    found: defaultdict[str, Places] = defaultdict(int)
    for group in {rule.group for rule in rules}:
        for kind, places in alike.items():
            if _reaches(first[kind], group, rulebook):
                found[group] |= places
    return found


def _reaches(rule: Rule, group: str, rulebook: Rulebook) -> bool:
    """Whether the rule decides of every ticket that another would move to that group, where both fire."""
    if rule.group == group:
        return True
    if rulebook.certified(group):
        return rule.hard and rulebook.certified(rule.group)
    return rulebook.certified(rule.group) or rulebook.tier(rule.group) >= rulebook.tier(group)
