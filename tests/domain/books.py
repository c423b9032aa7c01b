"""A small rulebook and its people, as the routing tests need them."""

from collections.abc import Mapping
from typing import Any

from app.domain.conditions.facts import Facts
from app.domain.conditions.seen import Seen
from app.domain.people import Agent
from app.domain.rule_verdicts import Judged
from app.domain.rulebook import Rulebook, rulebook_from
from app.domain.snapshot import Reading, Snapshot
from app.rules.judge import Judge
from tests import builders


def rule(name: str, group: str, *signals: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "group": group, "signals": list(signals), **more}


def document(*rules: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A rulebook as its file would hold it: four tiers, a certified group, these rules."""
    tiers = [{"number": number, "name": f"Tier {number}", "criteria": "As agreed."} for number in range(1, 5)]
    desks = [
        {"group": "Tier 1", "tier": 1, "about": "First line"},
        {"group": "Billing", "tier": 2, "about": "Money"},
        {"group": "Technical", "tier": 2, "about": "Machines"},
        {"group": "Product", "tier": 3, "about": "Engineers"},
        {"group": "Security", "tier": 3, "about": "Incidents", "certification": "security"},
        {"group": "Compliance", "tier": 3, "about": "Law", "certification": "legal"},
        {"group": "Executive", "tier": 4, "about": "Executives"},
    ]
    return {"tier": tiers, "desk": desks, "rule": list(rules), "default": "Technical"} | changes


def book(*rules: dict[str, Any], **changes: Any) -> Rulebook:
    return rulebook_from(document(*rules, **changes), revision="r1", name="rulebook.toml")


def judged(rulebook: Rulebook, found: Snapshot, readings: Mapping[str, Reading]) -> tuple[Judged, ...]:
    """What the rules say of a snapshot with these readings."""
    return Judge(rulebook).ask(Facts(Seen(found, readings, rulebook.tier(found.ticket.group)))).judged()


def member(login: str, group: str, **changes: Any) -> Agent:
    return builders.agent(login, groups=(group,), **changes)
