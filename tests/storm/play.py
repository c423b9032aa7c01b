"""One play: two people and one ticket, who look at what came of it and try again, as people do."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.team import Person
from app.domain.tickets import TicketId
from app.domain.transfer import Transfer, TransferId, TransferState
from tests.storm.cast import ANA, BOB, TO_BILLING, TO_BOB
from tests.storm.console_process import Answer, Came, ConsoleProcess, Seen
from tests.storm.plan import ON_WRITES, Ending, Fault, Moment, Plan, Step
from tests.storm.weather import Ambush
from tests.storm.world import World

LONG, SHORT = 3600.0, 3.0  # seconds for which an offer lasts
Done = Callable[[Seen], bool]


@dataclass(frozen=True)
class Violation:
    kind: str
    what: str


@dataclass
class Play:
    """What has happened so far. What was acknowledged is remembered, to be asked for in the end."""

    plan: Plan
    ticket: TicketId
    world: World
    dice: random.Random
    offer: TransferId | None = None
    typed: list[str] = field(default_factory=list)  # Bob's draft, as he has tried to save it
    draft_from: int | None = None  # the newest of them that was acknowledged
    decided: set[str] = field(default_factory=set)  # decisions that were acknowledged
    did: set[str] = field(default_factory=set)  # deeds that were acknowledged
    kept: dict[str, str] = field(default_factory=dict)  # what was typed for a dialog, and acknowledged
    struck: list[Fault] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    trouble: str = ""  # what was last in the way
    _tried: set[str] = field(default_factory=set)

    @property
    def number(self) -> str:
        return self.ticket.partition(":")[2]

    @property
    def question(self) -> str:
        return f"Question {self.plan.seed}: which contract?"

    @property
    def answer(self) -> str:
        return f"Answer {self.plan.seed}: the old one."

    @property
    def note(self) -> str:
        return f"Note {self.plan.seed}: called back."

    def blame(self, kind: str, what: str) -> None:
        self.violations.append(Violation(kind, f"#{self.number}: {what}"))

    def begin(self) -> None:
        """Lie in wait for the write-backs that this play's faults are to meet."""
        for fault in self.plan.faults:
            if fault.step in ON_WRITES:
                strike = self._striking(fault, BOB)
                ambush = Ambush(self.number, fault.part, strike, arrives=fault.moment is Moment.DURING)
                self.world.weather.ambushes.append(ambush)

    def once(self, who: Person, step: Step, name: str, args: tuple[object, ...], done: Done) -> bool:
        """Try a deed, or see that an earlier try has worked; whether it is done. The faults of its step strike."""
        console = self.world.console(who)
        if name in self._tried:
            seen = self._seen(console)
            if seen is None or done(seen):
                return seen is not None
        first = name not in self._tried
        self._tried.add(name)
        faults = [each for each in self.plan.faults if first and each.step is step and each not in self.struck]
        answer = self._tell(who, name, args, faults)
        if not answer.done:
            self.trouble = f"{name}: {answer.came} {answer.value or ''}"
            return False
        self.did.add(name)
        self._remember(name, answer)
        return True

    def type_ahead(self, who: Person, subject: str, text: str) -> bool:
        """Type into a dialog; what was acknowledged must be there whenever the dialog is opened again."""
        console = self.world.console(who)
        if subject not in self.kept:
            if console.do("keep", subject, text).done:
                self.kept[subject] = text
            return True
        found = console.do("kept", subject)
        if found.done and found.value != text:
            self.blame("draft lost", f"{subject}: {found.value!r} instead of {text!r}")
        return found.done

    def strike_at(self, step: Step, who: Person) -> None:
        """Where nobody does anything that could be interrupted, the step's faults strike at once."""
        for fault in [each for each in self.plan.faults if each.step is step and each not in self.struck]:
            self._striking(fault, who)()

    def transfer(self, who: Person) -> Transfer | None:
        answer = self.world.console(who).do("hops", self.ticket)
        self.trouble = "" if answer.done else f"hops: {answer.came} {answer.value or ''}"
        return next((each for each in answer.value if each.id == self.offer), None) if answer.done else None

    def make_offer(self) -> bool:
        to = TO_BILLING if self.plan.to_group else TO_BOB
        lasting = SHORT if self.plan.ending is Ending.EXPIRED else LONG
        subject = f"offer {self.ticket}"
        if "offer" not in self._tried:
            self.type_ahead(ANA, subject, f"Please take over {self.plan.seed}.")
        args = (self.ticket, to, "Please.", lasting)
        if not self.once(ANA, Step.OFFER, "offer", args, lambda seen: bool(seen.transfers)):
            return False
        if self.offer is None:  # it was made, and who made it did not hear so
            answer = self.world.ana.do("hops", self.ticket)
            self.offer = answer.value[-1].id if answer.done and answer.value else None
        return self.offer is not None

    def say(self, who: Person, step: Step, name: str, text: str) -> bool:
        """Ask or answer."""
        held = self.transfer(who)
        if held is None:
            return False
        if any(each.text == text for each in held.thread):
            return True
        if not self.type_ahead(who, f"{name} {self.offer}", text):
            return False
        return self.once(who, step, name, (self.offer, text), lambda seen: _spoken(seen, self.offer, text))

    def end(self) -> bool:
        """Do what ends the offer."""
        ending, offer = self.plan.ending, self.offer
        if ending is Ending.DECIDED:
            where = (self.ticket, TO_BOB, "Bob knows it.")
            return self.once(ANA, Step.END, "override", where, lambda seen: "override" in seen.decisions)
        if ending is Ending.RACE:
            return self._race()
        if ending is Ending.EXPIRED:
            return self._await(TransferState.EXPIRED)
        if ending is Ending.UNDONE and "accept and undo" not in self._tried:
            self.once(BOB, Step.END, "accept and undo", (offer,), lambda _: True)
            return False  # and then accepted again, unless it stands
        who, name, args, state = {
            Ending.DECLINED: (BOB, "decline", (offer, "Not mine."), TransferState.DECLINED),
            Ending.WITHDRAWN: (ANA, "withdraw", (offer,), TransferState.WITHDRAWN),
        }.get(ending, (BOB, "accept", (offer,), TransferState.ACCEPTED))
        return self.once(who, Step.END, name, args, lambda seen: _is(seen, offer, state))

    def add_note(self) -> bool:
        return self.once(ANA, Step.TYPE, "note", (self.ticket, self.note), lambda seen: self.note in seen.notes)

    def add_to_draft(self) -> bool:
        self.typed.append(f"Draft {self.plan.seed}.{len(self.typed)}")
        place = len(self.typed) - 1
        name = f"type {place}"
        faults = [each for each in self.plan.faults if each.step is Step.TYPE and each not in self.struck]
        if self._tell(BOB, "type", (self.ticket, self.typed[-1]), faults).done:
            self.did.add(name)
            self.draft_from = place
            return True
        return False

    def _race(self) -> bool:
        """Bob accepts while Ana takes it back: one of them is told that it is too late."""
        if "race" in self._tried:
            held = self.transfer(BOB)
            if held is None or not held.is_open:
                return held is not None
        self._tried.add("race")
        self.strike_at(Step.END, BOB)
        self.world.bob.open()
        self.world.ana.open()
        self.world.bob.tell("accept", self.offer)
        self.world.ana.tell("withdraw", self.offer)
        accepted, withdrawn = self.world.bob.hear(), self.world.ana.hear()
        if accepted.done:
            self._remember("accept", accepted)
        if accepted.done and withdrawn.done:
            self.blame("owner", "accepted and taken back, both acknowledged")
        return accepted.done or withdrawn.done

    def _await(self, state: TransferState) -> bool:
        self.strike_at(Step.END, ANA)
        held = self.transfer(ANA)
        return held is not None and held.state is state

    def _tell(self, who: Person, name: str, args: tuple[object, ...], faults: list[Fault]) -> Answer:
        """Have a console do something, while these faults strike before, during and after it."""
        at = {moment: [self._striking(each, who) for each in faults if each.moment is moment] for moment in Moment}
        console = self.world.console(who)
        console.open()
        for strike in at[Moment.BEFORE]:
            strike()
        console.tell(name, *args)
        if at[Moment.DURING]:
            time.sleep(self.dice.uniform(0.0, 0.04))  # the moment of the strike is the experiment
        for strike in at[Moment.DURING]:
            strike()
        answer = console.hear()
        for strike in at[Moment.AFTER]:
            strike()
        return answer

    def _striking(self, fault: Fault, who: Person) -> Callable[[], None]:
        """Where it is a console that dies, it is `who`'s."""

        def strike() -> None:
            self.struck.append(fault)
            self.world.weather.strike(fault.kind, lasting=fault.lasting, console=who.name)

        return strike

    def _remember(self, name: str, answer: Answer) -> None:
        if name in {"accept", "override"}:
            self.decided.add(str(answer.value))
        if name == "offer":
            self.offer = answer.value

    def _seen(self, console: ConsoleProcess) -> Seen | None:
        answer = console.do("see", self.ticket)
        if answer.came is not Came.DONE:
            self.trouble = f"see: {answer.came} {answer.value or ''}"
            return None
        seen: Seen = answer.value
        return seen


def _spoken(seen: Seen, offer: TransferId | None, text: str) -> bool:
    return any(said.text == text for each in seen.transfers if each.id == offer for said in each.thread)


def _is(seen: Seen, offer: TransferId | None, state: TransferState) -> bool:
    return any(each.id == offer and each.state is state for each in seen.transfers)
