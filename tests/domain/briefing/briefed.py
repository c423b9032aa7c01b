"""Short ways to a brief of a conversation that a test writes."""

from app.domain.brief import Brief, BriefVersions, Item, Slot
from app.domain.briefing.build import ALONE, Surroundings, brief_of
from app.domain.snapshot import Snapshot
from tests.builders import MODEL

MADE_WITH = BriefVersions(MODEL, "briefing-1")


def briefed(snapshot: Snapshot, around: Surroundings = ALONE) -> Brief:
    return brief_of(snapshot, around, made_with=MADE_WITH)


def items(snapshot: Snapshot, slot: Slot) -> tuple[Item, ...]:
    return briefed(snapshot).section(slot).items


def words(snapshot: Snapshot, slot: Slot) -> list[str]:
    return [item.words for item in items(snapshot, slot)]


def missing(snapshot: Snapshot, slot: Slot) -> str:
    return briefed(snapshot).section(slot).missing
