"""Whatever the conversation, a brief invents nothing: each line is a span of a message, a fact, or another ticket."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from app.domain.brief import Brief, Elsewhere, Quote, Slot
from app.domain.brief_changes import ChangeKind, changes
from app.domain.briefing.build import Surroundings
from app.domain.briefing.next_step import SimilarTicket
from app.domain.people import Fact
from app.domain.snapshot import Snapshot
from tests.domain.briefing.briefed import briefed
from tests.signals.snapshots import snapshots

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(snapshots(), snapshots())
def test_every_line_is_what_its_source_says(snapshot: Snapshot, solved: Snapshot) -> None:
    brief = briefed(snapshot, Surroundings(similar=[SimilarTicket(solved, 0.8)], found_by="chance", resolved=1))
    texts = {read.message.id: read.message.text for each in (solved, snapshot) for read in each.thread}
    facts = snapshot.account.facts if snapshot.account else ()
    for slot, item in brief.items:
        for source in item.sources:
            if isinstance(source, Quote):
                assert slot is Slot.NEXT_STEP or texts[source.message][source.start : source.end] == source.text
                assert source.text
                assert source.at <= snapshot.as_of
            elif isinstance(source, Fact):
                assert source in facts
            else:
                assert isinstance(source, Elsewhere)
        if isinstance(item.sources[0], Quote):
            assert item.words == item.sources[0].text


@MANY
@given(snapshots())
def test_an_equal_snapshot_gives_an_equal_brief_and_no_change(snapshot: Snapshot) -> None:
    one, other = briefed(snapshot), briefed(snapshot)
    assert one == other
    assert changes(one, other) == ()


@MANY
@given(snapshots(), snapshots())
def test_changes_name_exactly_what_is_on_one_side_only(before: Snapshot, now: Snapshot) -> None:
    one, other = briefed(before), briefed(now)
    found = changes(one, other)
    assert {(each.slot, each.item.key) for each in found if each.kind is ChangeKind.NEW} == _keys(other) - _keys(one)
    assert {(each.slot, each.item.key) for each in found if each.kind is ChangeKind.GONE} == _keys(one) - _keys(other)
    assert all(each.words for each in found)


@MANY
@given(snapshots())
def test_nothing_from_after_its_instant_is_in_a_brief(snapshot: Snapshot) -> None:
    later = replace(snapshot, as_of=snapshot.as_of + timedelta(days=1))
    assert all(item.at <= later.as_of for _, item in briefed(later).items)


def _keys(brief: Brief) -> set[tuple[Slot, tuple[str, ...]]]:
    return {(slot, item.key) for slot, item in brief.items}
