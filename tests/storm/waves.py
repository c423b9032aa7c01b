"""Plays many seeds at once, step by step: what strikes one of them is met by all of them."""

import random
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import httpx

from app.domain.tickets import TicketId, ticket_id
from app.domain.transfer import TransferId
from tests.e2e.threads import Thread, load
from tests.storm.cast import ANA, BOB, DESK
from tests.storm.looks import InStore, in_store, rows, words
from tests.storm.memory import Memory
from tests.storm.plan import ON_WRITES, Ending, Plan, Step, plan
from tests.storm.play import Play
from tests.storm.verdict import Shown, judge
from tests.storm.watch import Watch
from tests.storm.world import World

AT_ONCE = 20  # plays in a wave


@dataclass(frozen=True)
class Result:
    """What became of one seed."""

    seed: int
    ending: str
    planned: tuple[str, ...]  # "kind | step | moment"
    struck: tuple[str, ...]
    violations: tuple[tuple[str, str], ...]
    looks: int
    seconds: float

    def line(self) -> dict[str, object]:
        return asdict(self)


def played(world: World, seeds: Sequence[int]) -> Iterator[Result]:
    """Play these seeds, a wave at a time."""
    for start in range(0, len(seeds), AT_ONCE):
        wave = Wave(world, [plan(seed) for seed in seeds[start : start + AT_ONCE]])
        yield from wave.played()


class Wave:
    """Some plays that go through the same step at the same time."""

    def __init__(self, world: World, plans: Sequence[Plan]) -> None:
        self._world = world
        self._began = time.monotonic()
        self._dice = random.Random(f"wave {plans[0].seed}")
        numbers = load(world.tracker, [_conversation(each) for each in plans])
        tickets = [ticket_id(DESK, numbers[str(each.seed)]) for each in plans]
        plays = [Play(Memory(each, ticket), world, each.dice) for each, ticket in zip(plans, tickets, strict=True)]
        self._plays = {each.ticket: each for each in plays}
        self._stuck: set[TicketId] = set()
        self._shown: Collection[TransferId] | None = None

    def played(self) -> list[Result]:
        if not self._until(lambda: set(self._plays) <= set(self._known()), "pulled"):
            self._stuck.update(self._plays)
        for play in self._plays.values():
            play.begin()
        with Watch(self._world, self._plays) as watch:
            for step in Step:
                self._go(step)
            self._rest()
            watch.look()
        self._judge()
        self._world.weather.ambushes.clear()
        seconds = (time.monotonic() - self._began) / len(self._plays)
        return [_result(each, watch.looks, seconds) for each in self._plays.values()]

    def _go(self, step: Step) -> None:
        """Everybody does it, in any order, until it is done; who cannot do it now comes again after the others."""
        waiting = [each for each in self._plays.values() if step in each.plan.steps and each.ticket not in self._stuck]
        self._dice.shuffle(waiting)
        deadline = time.monotonic() + self._world.patience
        while waiting:
            self._world.weather.check()
            held = in_store(self._world.store_url, self._plays) if step in {Step.WRITE, Step.SOLVE} else None
            self._shown = None
            again = [each for each in waiting if not self._done(each, step, held)]
            if len(again) == len(waiting):
                time.sleep(0.1)
            waiting = again
            if time.monotonic() > deadline:
                for each in waiting:
                    each.memory.blame("stuck", f"at {step}: {each.memory.trouble}")
                    self._stuck.add(each.ticket)
                return
        for play in self._plays.values():
            if step in play.plan.draft_at:
                play.add_to_draft()

    def _done(self, play: Play, step: Step, held: dict[TicketId, InStore] | None) -> bool:
        if step is play.plan.note_at and not play.add_note():
            return False
        if step is Step.WRITE:
            return self._written(play, held)
        if step is Step.SOLVE:
            return self._solved(play, held)
        deeds: dict[Step, Callable[[], bool]] = {
            Step.TYPE: lambda: play.memory.draft_from is not None or play.add_to_draft(),
            Step.OFFER: play.make_offer,
            Step.SEEN: lambda: self._seen(play),
            Step.ASK: lambda: play.say(BOB, step, "ask", play.memory.question),
            Step.ANSWER: lambda: play.say(ANA, step, "answer", play.memory.answer),
            Step.END: play.end,
            Step.FEEDBACK: lambda: self._said_how_it_went(play),
        }
        return step in ON_WRITES or deeds[step]()

    def _seen(self, play: Play) -> bool:
        play.strike_at(Step.SEEN, BOB)
        if play.offer in self._bob_sees("offers"):
            return True
        held = play.transfer(BOB) if play.plan.ending is Ending.EXPIRED else None
        return held is not None and not held.is_open

    def _written(self, play: Play, held: dict[TicketId, InStore] | None) -> bool:
        """All is written, as the store has it; what the helpdesk has is judged in the end."""
        if held is None:
            return False
        play.memory.trouble = str(held[play.ticket].writes)
        return held[play.ticket].settled

    def _solved(self, play: Play, held: dict[TicketId, InStore] | None) -> bool:
        """Bob answers in the same thread and solves it, in the helpdesk itself, and it is told to Warmline."""
        if held is None:
            return False
        if not held[play.ticket].decisions:
            return True  # taken back in time
        play.strike_at(Step.SOLVE, BOB)
        if not play.memory.is_done("solved") and not self._solve(play):
            return False
        if play.plan.ending is Ending.DECIDED:
            return True  # feedback is on what was handed over
        return play.offer in self._bob_sees("due")

    def _solve(self, play: Play) -> bool:
        """He looks whether his reply is there before he writes it again."""
        memory, number = play.memory, int(play.memory.number)
        memory.tried.add("solved")
        try:
            with self._world.tracker.rest("bob") as rest:
                if not any(memory.reply in each for each in self._world.helpdesk.replies([number])[play.ticket]):
                    content = {"Content": memory.reply, "ContentType": "text/plain"}
                    rest.post(f"ticket/{number}/correspond", json=content).raise_for_status()
                rest.put(f"ticket/{number}", json={"Status": "resolved"}).raise_for_status()
        except httpx.HTTPError as error:
            memory.trouble = f"the helpdesk, which nothing was to happen to: {error!r}"
            return False
        memory.did.add("solved")
        return True

    def _bob_sees(self, what: str) -> Collection[TransferId]:
        """A list in his window; he looks at it once for all plays."""
        if self._shown is None:
            answer = self._world.bob.do(what)
            self._shown = answer.value if answer.done else None
        return self._shown or ()

    def _said_how_it_went(self, play: Play) -> bool:
        if not play.memory.is_done("solved"):
            return True
        return play.once(BOB, Step.FEEDBACK, "feedback", (play.offer,), lambda _: False)

    def _rest(self) -> None:
        """Everything is up again, and nothing waits anywhere."""
        self._until(self._world.weather.clear, "put right")
        for who in (self._world.ana, self._world.bob):
            self._until(lambda who=who: _empty(who.do("waiting")), "journals empty")  # type: ignore[misc]
            answer = who.do("waiting")
            for refused in answer.value[1] if answer.done else ():
                self._blame_one("decision lost", refused)
        self._until(self._settled, "settled")
        for who in (self._world.ana, self._world.bob):
            for hung in who.hung:
                self._blame_one("stuck", hung)
            who.hung.clear()

    def _blame_one(self, kind: str, what: str) -> None:
        """Where it is not known whose play it was."""
        next(iter(self._plays.values())).memory.blame(kind, what)

    def _settled(self) -> bool:
        held = in_store(self._world.store_url, self._plays)
        return held is not None and all(each.settled for ticket, each in held.items() if ticket not in self._stuck)

    def _judge(self) -> None:
        numbers = [int(each.memory.number) for each in self._plays.values()]
        held = in_store(self._world.store_url, self._plays)
        assert held is not None
        helpdesk = self._world.helpdesk
        shown, notes, replies = helpdesk.tickets(numbers), helpdesk.notes(numbers), helpdesk.replies(numbers)
        for ticket, play in self._plays.items():
            if ticket not in self._stuck:
                found = words(self._world.store_url, ticket, BOB.name, play.offer)
                judge(play.memory, held[ticket], found, Shown(shown[ticket], notes[ticket], replies[ticket]))

    def _known(self) -> list[TicketId]:
        with suppress(Exception):
            return [TicketId(str(row[0])) for row in rows(self._world.store_url, "SELECT id FROM tickets")]
        return []

    def _until(self, done: Callable[[], bool], what: str) -> bool:
        deadline = time.monotonic() + self._world.patience
        while not done():
            self._world.weather.check()
            if time.monotonic() > deadline:
                for each in self._plays.values():
                    each.memory.blame("stuck", f"not {what}")
                return False
            time.sleep(0.1)
        return True


def _empty(answer: object) -> bool:
    value = getattr(answer, "value", None)
    return bool(getattr(answer, "done", False)) and isinstance(value, tuple) and value[0] == 0


def _conversation(each: Plan) -> Thread:
    text = f"Our flow {each.seed} has stopped, I am angry, and I want to speak to your supervisor."
    said = {"role": "customer", "author": "mara", "at": datetime.now(UTC).isoformat(), "text": text}
    thread = Thread(id=str(each.seed), company="relay", messages=[said])
    if each.owned:
        thread["owner"] = "ana"
    return thread


def _result(play: Play, looks: int, seconds: float) -> Result:
    return Result(
        seed=play.plan.seed,
        ending=str(play.plan.ending),
        planned=tuple(f"{each.kind} | {each.step} | {each.moment}" for each in play.plan.faults),
        struck=tuple(f"{each.kind} | {each.step} | {each.moment}" for each in play.memory.struck),
        violations=tuple((each.kind, each.what) for each in play.memory.violations),
        looks=looks,
        seconds=round(seconds, 2),
    )
