"""Anything in any order, with crashes and two hands at once: one owner, one note, and every offer ends.

The same storm over a store whose safeguard is off must do harm, or it proves nothing.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import ColumnElement

from app.domain.decisions import DecisionKind
from app.domain.tickets import Status
from app.domain.transfer import Deed, Transfer, TransferId, TransferState
from app.errors import WarmlineError
from app.service.console import Console
from app.store import transfer_rows
from app.store.store import open_store
from app.store.transfer_tables import TransferRow
from tests.builders import id_of, message, owner_id
from tests.service.conftest import KEY
from tests.service.relay import TO_BILLING, TO_BOB, Relay

PEOPLE = st.sampled_from(["ana", "bob", "priya"])
BARELY = settings(
    max_examples=6,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=False,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Storm(RuleBasedStateMachine):
    """What three people, a worker, a courier that is killed and the helpdesk itself do to one ticket."""

    empty: Path  # a store file to be copied

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        shutil.copy(self.empty, folder / "store.db")
        store = open_store(f"sqlite:///{folder / 'store.db'}", key=KEY)
        self._stack.callback(store.close)
        self.relay = Relay(store, folder)
        self.offers: list[TransferId] = []

    @initialize()
    def offer_first(self) -> None:
        self.offer("ana", to_group=True)

    @rule(who=PEOPLE, to_group=st.booleans())
    def offer(self, who: str, to_group: bool) -> None:
        console = self._console(who)
        with suppress(WarmlineError):
            made = console.transfers.offer(self.relay.opened(console), TO_BILLING if to_group else TO_BOB, "n")
            self.offers.append(made.id)

    @rule(who=PEOPLE, deed=st.sampled_from(Deed))
    def do(self, who: str, deed: Deed) -> None:
        with suppress(WarmlineError):
            self._deed(who, deed)

    @rule(deeds=st.permutations([Deed.ACCEPT, Deed.DECLINE, Deed.WITHDRAW, Deed.ASK]), both_accept=st.booleans())
    def two_at_once(self, deeds: list[Deed], both_accept: bool) -> None:
        """One has read the offer and is about to write when another is through with theirs."""
        first, second = (Deed.ACCEPT, Deed.ACCEPT) if both_accept else deeds[:2]
        transfers = self.relay.store.transfers
        move = transfers.move

        def beaten(*args: object, **rest: object) -> bool:
            transfers.move = move  # type: ignore[method-assign]
            self.do("ana" if second is Deed.WITHDRAW else "priya", second)
            return move(*args, **rest)  # type: ignore[arg-type]

        transfers.move = beaten  # type: ignore[method-assign]
        try:
            self.do("ana" if first is Deed.WITHDRAW else "bob", first)
        finally:
            transfers.move = move  # type: ignore[method-assign]

    @rule(who=PEOPLE)
    def undo(self, who: str) -> None:
        console = self._console(who)
        standing = self.relay.opened(console).standing
        if standing is not None and standing.by == console.person:
            console.undo(standing)

    @rule(who=PEOPLE)
    def decide_otherwise(self, who: str) -> None:
        console = self._console(who)
        with suppress(WarmlineError):
            console.not_needed(self.relay.opened(console))

    @rule(seconds=st.sampled_from([1, 11, 700]))
    def wait(self, seconds: int) -> None:
        self.relay.wait(seconds=seconds)

    @rule()
    def work(self) -> None:
        self.relay.work()

    @rule()
    def die_delivering(self) -> None:
        self.relay.die_delivering()

    @rule()
    def write_in_the_helpdesk(self) -> None:
        self.relay.pull(message(f"Still waiting at {self.relay.now}.", number="1", at=self.relay.now))

    @rule(what=st.sampled_from(["solve", "reopen", "assign"]))
    def change_in_the_helpdesk(self, what: str) -> None:
        changes: dict[str, dict[str, Any]] = {
            "solve": {"status": Status.SOLVED},
            "reopen": {"status": Status.OPEN},
            "assign": {"owner": owner_id("priya")},
        }
        self.relay.helpdesk.alter(**changes[what])
        self.relay.pull()

    @invariant()
    def each_acceptance_is_a_decision_and_each_such_decision_an_acceptance(self) -> None:
        """Two acceptances of one offer would be two owners."""
        decisions = self.relay.store.decided.decisions(id_of("1"))
        standing = {each.id for each in decisions if each.kind is DecisionKind.TRANSFER and each.undone_at is None}
        held = [self.relay.ana.transfers.transfer(each) for each in self.offers]
        accepted = {each.decision for each in held if each and each.state is TransferState.ACCEPTED}
        assert standing == accepted

    @invariant()
    def at_most_one_offer_is_open(self) -> None:
        assert len(self.relay.store.transfers.open()) <= 1

    @invariant()
    def no_note_is_written_twice_and_none_of_what_was_undone(self) -> None:
        notes = Counter(self.relay.helpdesk.notes)
        assert max(notes.values(), default=1) == 1
        undone = {each.id for each in self.relay.store.decided.decisions(id_of("1")) if each.undone_at is not None}
        held = [self.relay.ana.transfers.transfer(each) for each in self.offers]
        refused = {each.decision for each in held if each and each.state is TransferState.REFUSED}
        assert not (undone - refused) & {str(each) for each in notes}

    def teardown(self) -> None:
        """In the end every offer has ended, all is written, and the log is whole."""
        try:
            self.relay.wait(hours=2)
            self.relay.work()
            assert self.relay.store.transfers.open() == ()
            assert self.relay.store.decided.waiting_count() == 0
            assert self.relay.store.decided.verify_audit() is None
        finally:
            self._stack.close()

    def _console(self, who: str) -> Console:
        return {"ana": self.relay.ana, "bob": self.relay.bob, "priya": self.relay.priya}[who]

    def _deed(self, who: str, deed: Deed) -> None:
        transfers, last = self._console(who).transfers, self.offers[-1] if self.offers else TransferId("")
        deeds: dict[Deed, Callable[[], object]] = {
            Deed.ACCEPT: lambda: transfers.accept(last),
            Deed.DECLINE: lambda: transfers.decline(last, "no"),
            Deed.ASK: lambda: transfers.ask(last, "why?"),
            Deed.ANSWER: lambda: transfers.answer(last, "so."),
            Deed.WITHDRAW: lambda: transfers.withdraw(last),
            Deed.RECONSIDER: lambda: transfers.reconsider(last),
        }
        if deed in deeds:
            deeds[deed]()


@pytest.fixture
def storm(empty_store: Path) -> type[Storm]:
    return type("StormHere", (Storm,), {"empty": empty_store})


def test_whatever_happens_there_is_one_owner_one_note_and_an_end(storm: type[Storm]) -> None:
    run_state_machine_as_test(storm, settings=BARELY)


def test_without_the_safeguard_the_same_storm_does_harm(storm: type[Storm], monkeypatch: pytest.MonkeyPatch) -> None:
    def whatever_it_was(before: Transfer) -> ColumnElement[bool]:
        return TransferRow.id == before.id

    monkeypatch.setattr(transfer_rows, "as_it_was", whatever_it_was)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(storm, settings=BARELY)
