"""What to try next: what resolved tickets like this one, in the words of who resolved them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.brief import Item, Quote, Result, Section, Slot
from app.domain.briefing.others import elsewhere
from app.domain.briefing.sentences import conversation
from app.domain.briefing.tried import ADVICE, DONE, NOTED, tried
from app.domain.snapshot import Snapshot

MOST = 3


@dataclass(frozen=True, slots=True)
class SimilarTicket:
    """A resolved ticket that is like the one at hand; `likeness` is 0..1."""

    snapshot: Snapshot
    likeness: float


def next_step(similar: Sequence[SimilarTicket], *, found_by: str, seen_before: int) -> Section:
    """The advice or deed that resolved each, the most similar first.

    `found_by` says how they were looked for, `seen_before` how many resolved tickets there were to look among.
    """
    items = tuple(item for each in sorted(similar, key=lambda each: -each.likeness) for item in _resolution(each))
    if items:
        return Section(Slot.NEXT_STEP, items[:MOST], note=f"what resolved similar tickets, found by {found_by}")
    if not seen_before:
        return Section(Slot.NEXT_STEP, missing="no resolved ticket is known yet")
    return Section(Slot.NEXT_STEP, missing=f"none of {seen_before} resolved tickets is similar enough")


def _resolution(similar: SimilarTicket) -> Iterator[Item]:
    """The last thing that helped, else the last thing that was advised or done and is not known to have failed."""
    found = [each for each in tried(conversation(similar.snapshot)).items if each.label in {ADVICE, DONE, NOTED}]
    helped = [each for each in found if each.result is Result.HELPED]
    unrefuted = [each for each in found if each.result is not Result.DID_NOT_HELP]
    best = (helped or unrefuted)[-1:]
    for each in best:
        source = each.sources[0]
        if isinstance(source, Quote):
            number = similar.snapshot.ticket.number
            label = f"ticket {number}, {similar.likeness:.0%} alike"
            yield Item(label, each.words, (source, elsewhere(similar.snapshot.ticket), *each.sources[1:]), each.result)
