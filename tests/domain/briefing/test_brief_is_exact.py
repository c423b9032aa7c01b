"""Whatever the conversation, a brief invents nothing: each line is a span of a message, a fact, or another ticket."""

from hypothesis import HealthCheck, given, settings

from app.domain.brief import Brief, Elsewhere, Quote, Slot
from app.domain.brief_changes import ChangeKind, changes
from app.domain.briefing.build import Surroundings
from app.domain.briefing.next_step import SimilarTicket
from app.domain.people import Fact
from app.domain.snapshot import Snapshot
from tests.domain.briefing.briefed import briefed
from tests.signals.snapshots import snapshots

FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # making one takes longest


@FEW
@given(snapshots(), snapshots())
def test_every_line_is_what_its_source_says_and_changes_are_what_one_side_lacks(now: Snapshot, other: Snapshot) -> None:
    around = Surroundings(similar=[SimilarTicket(other, 0.8)], found_by="chance", resolved=1)
    brief, before = briefed(now, around), briefed(other)
    assert_exact(brief, now, other)
    assert briefed(now, around) == brief
    assert changes(brief, brief) == ()
    found = changes(before, brief)
    assert {(each.slot, each.item.key) for each in found if each.kind is ChangeKind.NEW} == keys(brief) - keys(before)
    assert {(each.slot, each.item.key) for each in found if each.kind is ChangeKind.GONE} == keys(before) - keys(brief)


def assert_exact(brief: Brief, snapshot: Snapshot, solved: Snapshot) -> None:
    texts = {slot: snapshot.thread if slot is not Slot.NEXT_STEP else solved.thread for slot in Slot}
    for slot, item in brief.items:
        for source in item.sources:
            if isinstance(source, Quote):
                text = next(read.message.text for read in texts[slot] if read.message.id == source.message)
                assert text[source.start : source.end] == source.text
                assert source.text
                assert source.at <= snapshot.as_of
            elif isinstance(source, Fact):
                assert snapshot.account is not None
                assert source in snapshot.account.facts
            else:
                assert isinstance(source, Elsewhere)
        if isinstance(item.sources[0], Quote):
            assert item.words == item.sources[0].text


def keys(brief: Brief) -> set[tuple[Slot, tuple[str, ...]]]:
    return {(slot, item.key) for slot, item in brief.items}
