"""What a team teaches is kept once, however often it is said, and what is in force follows from it."""

from datetime import timedelta

from app.domain.taught import SECOND_THOUGHTS
from app.store.store import Store
from tests.builders import NOW, ago, analysis, correction, draft, message, taught, ticket, trial
from tests.fakes import FIGURES
from tests.store.testbed import Opener, pull

LEASE = timedelta(minutes=2)


def test_an_intent_comes_back_as_it_was_saved(store: Store) -> None:
    odd = taught("ours", "odd \ud800 phrase\x00", "second")
    store.taught.save(odd)
    assert store.taught.intents() == (odd,)


def test_saving_a_name_again_replaces_it_and_saving_an_id_again_changes_nothing(store: Store) -> None:
    first, second = taught("ours", "one", id_="1"), taught("ours", "two", id_="2", at=NOW)
    store.taught.save(first)
    store.taught.save(second)
    before = store.revision()
    store.taught.save(second)
    store.taught.save(first)  # its answer was lost, and it is repeated late
    assert store.taught.intents() == (second,)
    assert store.revision() == before


def test_a_removed_intent_is_gone_and_removing_it_twice_changes_nothing(store: Store) -> None:
    store.taught.save(taught("ours"))
    store.taught.remove(taught("ours").id, by="Lena Vogt", at=NOW)
    before = store.revision()
    store.taught.remove(taught("ours").id, by="Lena Vogt", at=NOW)
    assert store.taught.intents() == ()
    assert store.revision() == before


def test_removing_what_was_replaced_leaves_the_newer_one(store: Store) -> None:
    store.taught.save(taught("ours", id_="1"))
    store.taught.save(taught("ours", id_="2"))
    store.taught.remove(taught("ours", id_="1").id, by="Lena Vogt", at=NOW)
    assert [each.id for each in store.taught.intents()] == ["2"]


def test_a_correction_counts_once_it_can_no_longer_be_undone(store: Store) -> None:
    made = correction(at=NOW)
    store.taught.correct(made)
    store.taught.correct(made)
    assert store.taught.corrections() == (made,)
    assert store.taught.in_force(NOW).corrections == ()
    assert store.taught.in_force(NOW + SECOND_THOUGHTS).corrections == (made,)
    store.taught.take_back(made.id, by="Ana Ortiz", at=NOW)
    assert store.taught.in_force(NOW + SECOND_THOUGHTS).corrections == ()


def test_the_message_of_a_correction_comes_along(store: Store) -> None:
    pull(store, ticket(), messages=[message("Hello. Send it back.")])
    hashed = analysis("Hello. Send it back.").text_hash
    store.taught.correct(correction("Send it back.", within=hashed))
    [lesson] = store.taught.in_force(NOW).lessons
    assert lesson.corrections[0].message == "Hello. Send it back."


def test_the_mark_moves_when_what_is_in_force_may_have(store: Store) -> None:
    marks = [store.taught.mark(NOW)]
    store.taught.save(taught("ours"))
    marks.append(store.taught.mark(NOW))
    store.taught.correct(correction(at=NOW))
    marks.append(store.taught.mark(NOW))
    marks.append(store.taught.mark(NOW + SECOND_THOUGHTS))
    store.taught.take_back(correction().id, by="Ana Ortiz", at=NOW)
    marks.append(store.taught.mark(NOW + SECOND_THOUGHTS))
    assert len(set(marks)) == len(marks)
    pull(store, ticket())
    assert store.taught.mark(NOW + SECOND_THOUGHTS) == marks[-1]


def test_teaching_is_in_the_audit_log(store: Store) -> None:
    store.taught.save(taught("ours"))
    store.taught.remove(taught("ours").id, by="Lena Vogt", at=NOW)
    store.taught.correct(correction())
    store.taught.take_back(correction().id, by="Ana Ortiz", at=NOW)
    said = [each.subject.rpartition(" ")[0] for each in store.decided.audit()]
    assert said == ["intent", "intent removed", "correction", "correction undone"]
    assert store.decided.verify_audit() is None


def test_a_trial_is_claimed_by_one_worker_until_its_lease_runs_out(opened: Opener) -> None:
    store, other = opened(), opened()
    store.taught.ask(trial())
    assert store.taught.claim_trial(NOW, lease=LEASE) == trial()
    assert other.taught.claim_trial(NOW + LEASE / 2, lease=LEASE) is None
    assert other.taught.claim_trial(NOW + LEASE, lease=LEASE) == trial()


def test_the_first_answer_to_a_trial_stays(store: Store) -> None:
    store.taught.ask(trial())
    store.taught.settle_trial(trial(figures=FIGURES))
    store.taught.settle_trial(trial(problem="late"))
    assert store.taught.trial(trial().id) == trial(figures=FIGURES)
    assert store.taught.claim_trial(NOW + 2 * LEASE, lease=LEASE) is None


def test_asking_twice_is_asking_once_and_old_trials_go(store: Store) -> None:
    store.taught.ask(trial("old", at=ago(days=2)))
    store.taught.ask(trial())
    before = store.revision()
    store.taught.ask(trial())
    assert store.revision() == before
    assert store.taught.trial(trial("old").id) is None


def test_weights_are_kept_by_what_they_were_learnt_from(store: Store) -> None:
    store.taught.keep_learnt("base", "a", b"first", at=NOW)
    store.taught.keep_learnt("base", "a", b"second", at=NOW)
    store.taught.keep_learnt("other base", "a", b"third", at=NOW)
    assert store.taught.learnt("base", ["a", "b"]) == {"a": b"first"}
    store.taught.keep_learnt("base", "b", b"used", at=NOW)
    store.taught.forget_learnt("base", keep=["b"], before=NOW + LEASE)
    assert store.taught.learnt("base", ["a", "b"]) == {"b": b"used"}
    assert store.taught.learnt("other base", ["a"]) == {"a": b"third"}


def test_what_the_same_models_said_before_they_were_taught_can_be_dropped(store: Store) -> None:
    pull(store, ticket(), messages=[message("hm")])
    said = ("base", "base+1", "base+2", "another")
    store.triaged.record_analyses([analysis("hm", model_revision=each) for each in said])
    while store.triaged.forget_analyses("base", keep="base+2", limit=1):
        pass
    assert [store.triaged.progress(each)[0] for each in said] == [0, 0, 1, 1]


def test_drafts_keep_their_near_misses(store: Store) -> None:
    made = taught("ours", draft=draft("ours", near=["It is down."]))
    store.taught.save(made)
    assert store.taught.intents()[0].draft.near == ("It is down.",)
