"""What is different between two briefs of a ticket, in words: what changed since somebody read the earlier one."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.brief import Brief, Item, Section, Slot


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class BriefChange:
    """One difference. `item` is the line as it is now, or as it was where it is gone; `words` say it in a sentence."""

    kind: ChangeKind
    slot: Slot
    item: Item
    words: str


def changes(before: Brief, now: Brief) -> tuple[BriefChange, ...]:
    """From the top of the brief down; none where both say the same.

    Raises `ValueError` for briefs of two tickets.
    """
    if before.ticket != now.ticket:
        raise ValueError(f"a brief of {before.ticket} and one of {now.ticket} have nothing in common")
    pairs = zip(before.sections, now.sections, strict=True)
    return tuple(each for one, other in pairs for each in _in_section(one, other))


def _in_section(before: Section, now: Section) -> Iterator[BriefChange]:
    slot, was, news = now.slot, {item.key: item for item in before.items}, {item.key: item for item in now.items}
    for key, item in news.items():
        old = was.get(key)
        if old is None:
            yield BriefChange(ChangeKind.NEW, slot, item, f"New in {slot}: {_said(item)}")
        elif (what := _difference(old, item)) is not None:
            yield BriefChange(ChangeKind.CHANGED, slot, item, f"Changed in {slot}: {what}")
    for key, item in was.items():
        if key not in news:
            yield BriefChange(ChangeKind.GONE, slot, item, f"No longer in {slot}: {_said(item)}")


def _difference(old: Item, new: Item) -> str | None:
    """What has become of a line; None where it says the same, whatever else it may stand on by now."""
    if old.words != new.words:
        return f"{_said(new)} (was {old.words})"
    if old.result is not new.result:
        return f"{_said(new)}: {new.result or 'no result'} (was: {old.result or 'no result'})"
    if old.label != new.label:
        return f"{_said(new)} (was {old.label or 'without a label'})"
    return None


def _said(item: Item) -> str:
    return f"{item.label}: {item.words}" if item.label else item.words
