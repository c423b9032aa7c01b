"""Deleting evidence and scoring again changes the score by what was shown of it, or the interaction is shown."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app import paths
from app.bootstrap import default_assessor
from app.domain.score import Contribution, Line
from app.domain.snapshot import Read, Snapshot
from app.service.assess import Assessor
from tests.builders import MODEL, NOW
from tests.signals.scene import customer, fact, scene
from tests.signals.snapshots import snapshots

ASSESSOR = default_assessor(weights=paths.resources() / "weights.toml", rulebook=paths.resources() / "rulebook.toml")


def lines(snapshot: Snapshot, assessor: Assessor = ASSESSOR) -> dict[str, Contribution]:
    score = assessor.assess(snapshot, model_revision=MODEL).score
    assert score.points == sum(each.points for each in score.contributions)
    return {each.signal: each for each in score.contributions}


def without(snapshot: Snapshot, shown: Contribution) -> Snapshot:
    """The same ticket, and nobody ever told us the facts that a line shows."""
    account = snapshot.account
    if account is None:
        return snapshot
    kept = tuple(each for each in account.facts if each not in shown.facts)
    return replace(snapshot, account=replace(account, facts=kept))


def check(snapshot: Snapshot, gone: Contribution) -> None:
    before, after = lines(snapshot), lines(without(snapshot, gone))
    showing = {name for name, each in before.items() if set(each.facts) & set(gone.facts)}
    named = showing | {name for name, each in before.items() if set(each.of) & showing}
    different = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    told = {fact.name for fact in gone.facts}
    older = {name for name, each in after.items() if told & {fact.name for fact in each.facts}}  # what took their place
    assert different <= named | older
    if named == {gone.signal} and gone.signal not in after and not older:
        assert sum(each.points for each in before.values()) - sum(each.points for each in after.values()) == gone.points


@settings(max_examples=60, deadline=None)
@given(found=snapshots(), data=st.data())
def test_only_the_lines_that_show_a_fact_or_name_one_that_does_are_different_without_it(
    found: Snapshot, data: st.DataObject
) -> None:
    known = set(found.account.facts) if found.account else set()  # what else is dated is the ticket's own
    dated = [each for each in lines(found).values() if known & set(each.facts) and each.line is Line.SIGNAL]
    if dated:
        check(found, data.draw(st.sampled_from(sorted(dated, key=lambda each: each.signal))))


def test_every_fact_of_a_rich_account_counts_for_what_it_shows() -> None:
    facts = (
        fact("value", 310_000),
        fact("renewal", NOW.date()),
        *(fact("failed payment", 240.0, days=days) for days in (2, 9, 20)),
        fact("plan", "premium"),
    )
    found = scene(customer("Not good enough.", sentiment=-0.7, disappointment=0.9), facts=facts)
    dated = [each for each in lines(found).values() if each.facts and each.line is Line.SIGNAL]
    assert {"account_value", "renewal_near", "failed_payments"} <= {each.signal for each in dated}
    for each in dated:
        check(found, each)


# Words of these mean nothing but themselves. Others are asked after by signals of something else, too: a fault makes a
# question a report, and thanks end a matter.
BY_THEMSELVES = frozenset(
    {"legal_threat", "legal_process", "privacy_request", "data_breach", "vulnerability_report", "compliance_violation"}
    | {"churn_threat", "supervisor_demand", "disappointment", "refund", "payment_failure", "executive_involvement"}
)
AND_NO_MORE = {  # these ask that those are not said
    "taken_back": ("supervisor_demand", "churn_threat", "legal_threat"),
    "executive_contact": ("supervisor_demand",),
}


def unsaid(snapshot: Snapshot, shown: Contribution) -> Snapshot:
    """The same conversation, and the words that a line quotes do not mean what it took them for."""
    quoted = {span.message for span in shown.evidence}

    def read_anew(read: Read) -> Read:
        if read.analysis is None or read.message.id not in quoted:
            return read
        left = {name: each for name, each in read.analysis.intents.items() if name not in shown.intents}
        return replace(read, analysis=replace(read.analysis, intents=left))

    return replace(snapshot, thread=tuple(map(read_anew, snapshot.thread)))


@settings(max_examples=80, deadline=None)
@given(found=snapshots(), data=st.data())
def test_only_the_lines_that_rest_on_words_are_different_without_their_meaning(
    found: Snapshot, data: st.DataObject
) -> None:
    before = lines(found)
    worded = [each for each in before.values() if each.intents and set(each.intents) <= BY_THEMSELVES]
    if not worded:
        return
    gone = data.draw(st.sampled_from(sorted(worded, key=lambda each: each.signal)))
    after = lines(unsaid(found, gone))
    resting = {name for name, each in before.items() if set(each.intents) & set(gone.intents)}
    resting |= {name for name, intents in AND_NO_MORE.items() if set(intents) & set(gone.intents)}
    every = {**after, **before}.values()
    named = resting | {each.signal for each in every if set(each.of) & resting}
    different = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert gone.signal in different
    assert different <= named
    if named == {gone.signal} and gone.signal not in after:
        assert sum(each.points for each in before.values()) - sum(each.points for each in after.values()) == gone.points


def test_every_word_of_an_angry_letter_counts_for_what_it_shows() -> None:
    found = scene(
        customer("We are disappointed. Your manager, please. Else we leave, and our lawyer writes.",
                 sentiment=-0.7, disappointment=0.9, supervisor_demand=0.95, churn_threat=0.9, legal_threat=0.97),
        facts=(fact("value", 310_000),),
    )  # fmt: skip
    worded = [each for each in lines(found).values() if each.intents]
    assert {each.signal for each in worded} >= {"disappointment", "supervisor_demand", "churn_threat", "legal_threat"}
    for each in worded:
        before, after = lines(found), lines(unsaid(found, each))
        gone = {name for name in before if name not in after}
        assert each.signal in gone
        assert gone <= {each.signal, *(name for name, line in before.items() if each.signal in line.of)}
