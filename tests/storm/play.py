"""One play: two people and one ticket, who look at what came of it and try again, as people do."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.team import Person
from app.domain.tickets import TicketId
from app.domain.transfer import Transfer, TransferId, TransferState
from tests.storm.cast import ANA, BOB, TO_BILLING, TO_BOB
from tests.storm.console_process import Answer, Came, ConsoleProcess, Seen
from tests.storm.memory import Memory
from tests.storm.plan import ON_WRITES, Ending, Fault, Moment, Plan, Step
from tests.storm.weather import Ambush
from tests.storm.world import World

LONG, SHORT = 3600.0, 3.0  # seconds for which an offer lasts
Done = Callable[[Seen], bool]
Strike = Callable[[], None]


@dataclass
class Play:
    """One plan, carried out in a world."""

    memory: Memory
    world: World
    dice: random.Random

    @property
    def plan(self) -> Plan:
        return self.memory.plan

    @property
    def ticket(self) -> TicketId:
        return self.memory.ticket

    @property
    def offer(self) -> TransferId | None:
        return self.memory.offer

    def begin(self) -> None:
        """Lie in wait for the write-backs that this play's faults are to meet."""
        for fault in self.plan.faults:
            if fault.step in ON_WRITES:
                strike = self._striking(fault, BOB, fault.moment)
                ambush = Ambush(self.memory.number, fault.part, strike, arrives=fault.moment is Moment.DURING)
                self.world.weather.ambushes.append(ambush)

    def once(self, who: Person, step: Step, name: str, args: tuple[object, ...], done: Done) -> bool:
        """Try a deed, or see that an earlier try has worked; whether it is done. The faults of its step strike."""
        console, memory = self.world.console(who), self.memory
        if memory.is_done(name):
            return True
        faults = self._due(step) if name not in memory.tried else []
        if name in memory.tried:
            seen = self._seen(console)
            if seen is None:
                return False
            if done(seen):
                memory.found.add(name)
                return True
        memory.tried.add(name)
        answer = self._tell(who, name, args, faults)
        if not answer.done:
            memory.trouble = f"{name}: {answer.came} {answer.value or ''}"
            return False
        self._remember(name, answer)
        return True

    def type_ahead(self, who: Person, subject: str, text: str) -> bool:
        """Type into a dialog, and read it again; what was acknowledged must be there however often it is opened.

        Whether there is nothing against sending it: where it could not be kept, a person sends it all the same. Where
        it is missing, a console that died over sending it may have sent it: so the caller looks at that once more.
        """
        console, memory = self.world.console(who), self.memory
        if subject not in memory.kept:
            if not console.do("keep", subject, text).done:
                return True
            memory.kept[subject] = text
        found = console.do("kept", subject)
        if not found.done or found.value == text:
            return found.done
        if subject in memory.missed:
            memory.blame("draft lost", f"{subject}: {found.value!r} instead of {text!r}")
        memory.missed.add(subject)
        return False

    def strike_at(self, step: Step, who: Person) -> None:
        """Where nobody does anything that could be interrupted, the step's faults strike before it."""
        for fault in self._due(step):
            self._striking(fault, who, Moment.BEFORE)()

    def transfer(self, who: Person) -> Transfer | None:
        answer = self.world.console(who).do("hops", self.ticket)
        self.memory.trouble = "" if answer.done else f"hops: {answer.came} {answer.value or ''}"
        return next((each for each in answer.value if each.id == self.offer), None) if answer.done else None

    def make_offer(self) -> bool:
        memory = self.memory
        answer = self.world.ana.do("hops", self.ticket)
        if not answer.done:
            memory.trouble = f"hops: {answer.came} {answer.value or ''}"
            return False
        if answer.value:  # it was made, and who made it did not hear so
            memory.offer = answer.value[-1].id
            memory.found.add("offer")
            return True
        if not self.type_ahead(ANA, f"offer {self.ticket}", f"Please take over {self.plan.seed}."):
            return False
        to = TO_BILLING if self.plan.to_group else TO_BOB
        lasting = SHORT if self.plan.ending is Ending.EXPIRED else LONG
        args = (self.ticket, to, "Please.", lasting)
        return self.once(ANA, Step.OFFER, "offer", args, lambda _: False) and self.offer is not None

    def say(self, who: Person, step: Step, name: str, text: str) -> bool:
        """Ask or answer."""
        held = self.transfer(who)
        if held is None:
            return False
        if any(each.text == text for each in held.thread):
            self.memory.found.add(name)
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
        if ending is Ending.UNDONE and "accept and undo" not in self.memory.tried:
            self.once(BOB, Step.END, "accept and undo", (offer,), lambda _: True)
            return False  # and then accepted again, unless it stands
        who, name, args, state = {
            Ending.DECLINED: (BOB, "decline", (offer, "Not mine."), TransferState.DECLINED),
            Ending.WITHDRAWN: (ANA, "withdraw", (offer,), TransferState.WITHDRAWN),
        }.get(ending, (BOB, "accept", (offer,), TransferState.ACCEPTED))
        return self.once(who, Step.END, name, args, lambda seen: _is(seen, offer, state))

    def add_note(self) -> bool:
        note = self.memory.note
        return self.once(ANA, Step.TYPE, "note", (self.ticket, note), lambda seen: note in seen.notes)

    def add_to_draft(self) -> bool:
        typed = self.memory.typed
        typed.append(f"Draft {self.plan.seed}.{len(typed)}")
        place = len(typed) - 1
        if not self._tell(BOB, "type", (self.ticket, typed[-1]), self._due(Step.TYPE)).done:
            return False
        self.memory.draft_from = place
        return True

    def _race(self) -> bool:
        """Bob accepts while Ana takes it back: one of them is told that it is too late."""
        memory, ana, bob = self.memory, self.world.ana, self.world.bob
        if "race" in memory.tried:
            held = self.transfer(BOB)
            if held is None or not held.is_open:
                return held is not None
        memory.tried.add("race")
        at = self._strikes(self._due(Step.END), BOB)
        bob.open()
        ana.open()
        _all(at[Moment.BEFORE])
        bob.tell("accept", self.offer)
        ana.tell("withdraw", self.offer)
        self._all_during(at[Moment.DURING])
        accepted, withdrawn = bob.hear(), ana.hear()
        _all(at[Moment.AFTER])
        for name, answer in (("accept", accepted), ("withdraw", withdrawn)):
            if answer.done:
                self._remember(name, answer)
        if accepted.done and withdrawn.done:
            memory.blame("owner", "accepted and taken back, both acknowledged")
        return accepted.done or withdrawn.done

    def _await(self, state: TransferState) -> bool:
        self.strike_at(Step.END, ANA)
        held = self.transfer(ANA)
        return held is not None and held.state is state

    def _tell(self, who: Person, name: str, args: tuple[object, ...], faults: list[Fault]) -> Answer:
        """Have a console do something, while these faults strike before, during and after it."""
        at = self._strikes(faults, who)
        console = self.world.console(who)
        console.open()
        _all(at[Moment.BEFORE])
        console.tell(name, *args)
        self._all_during(at[Moment.DURING])
        answer = console.hear()
        _all(at[Moment.AFTER])
        return answer

    def _all_during(self, strikes: list[Strike]) -> None:
        if strikes:
            time.sleep(self.dice.uniform(0.0, 0.04))  # the moment of the strike is the experiment
        _all(strikes)

    def _due(self, step: Step) -> list[Fault]:
        """The step's faults that have not had their turn."""
        return [each for each in self.plan.faults if each.step is step and each not in self.memory.spent]

    def _strikes(self, faults: list[Fault], who: Person) -> dict[Moment, list[Strike]]:
        return {at: [self._striking(each, who, at) for each in faults if each.moment is at] for at in Moment}

    def _striking(self, fault: Fault, who: Person, moment: Moment) -> Strike:
        """Where it is a console that dies, it is `who`'s."""

        def strike() -> None:
            self.memory.spent.append(fault)
            if self.world.weather.strike(fault.kind, lasting=fault.lasting, console=who.name):
                self.memory.struck.append(replace(fault, moment=moment))

        return strike

    def _remember(self, name: str, answer: Answer) -> None:
        self.memory.did.add(name)
        if name in {"accept", "override"}:
            self.memory.decided.add(str(answer.value))
        if name == "offer":
            self.memory.offer = answer.value

    def _seen(self, console: ConsoleProcess) -> Seen | None:
        answer = console.do("see", self.ticket)
        if answer.came is not Came.DONE:
            self.memory.trouble = f"see: {answer.came} {answer.value or ''}"
            return None
        seen: Seen = answer.value
        return seen


def _spoken(seen: Seen, offer: TransferId | None, text: str) -> bool:
    return any(said.text == text for each in seen.transfers if each.id == offer for said in each.thread)


def _is(seen: Seen, offer: TransferId | None, state: TransferState) -> bool:
    return any(each.id == offer and each.state is state for each in seen.transfers)


def _all(strikes: list[Strike]) -> None:
    for strike in strikes:
        strike()
