"""Plays many seeds at once, step by step: what strikes one of them is met by all of them."""

import random
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from app.domain.tickets import TicketId, ticket_id
from app.domain.transfer import TransferId
from tests.e2e.threads import Thread, load
from tests.storm.cast import ANA, BOB, DESK
from tests.storm.looks import InStore, in_store, rows
from tests.storm.plan import ON_WRITES, Ending, Plan, Step, plan
from tests.storm.play import Play
from tests.storm.verdict import judge
from tests.storm.watch import Watch
from tests.storm.world import World

AT_ONCE = 20  # plays in a wave
PATIENCE = 900.0  # seconds for one step of all of them: some twenty on an idle machine, but it may be a busy one


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
        plays = [Play(each, ticket, world, each.dice) for each, ticket in zip(plans, tickets, strict=True)]
        self._plays = {each.ticket: each for each in plays}
        self._stuck: set[TicketId] = set()
        self._shown: Collection[TransferId] | None = None

    def played(self) -> list[Result]:
        self._until(lambda: set(self._plays) <= set(self._known()), "pulled")
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
        deadline = time.monotonic() + PATIENCE
        while waiting:
            held = in_store(self._world.store_url, self._plays) if step in {Step.WRITE, Step.SOLVE} else None
            self._shown = None
            again = [each for each in waiting if not self._done(each, step, held)]
            if len(again) == len(waiting):
                time.sleep(0.1)
            waiting = again
            if time.monotonic() > deadline:
                for each in waiting:
                    each.blame("stuck", f"at {step}: {each.trouble}")
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
            Step.TYPE: lambda: (bool(play.typed) and play.draft_from is not None) or play.add_to_draft(),
            Step.OFFER: play.make_offer,
            Step.SEEN: lambda: self._seen(play),
            Step.ASK: lambda: play.say(BOB, step, "ask", play.question),
            Step.ANSWER: lambda: play.say(ANA, step, "answer", play.answer),
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
        play.trouble = str(held[play.ticket].writes)
        return held[play.ticket].settled

    def _solved(self, play: Play, held: dict[TicketId, InStore] | None) -> bool:
        """Bob answers in the same thread and solves it, in the helpdesk itself, and it is told to Warmline."""
        if held is None:
            return False
        if not held[play.ticket].decisions:
            return True  # taken back in time
        if "solved" not in play.did:
            play.strike_at(Step.SOLVE, BOB)
            with self._world.tracker.rest("bob") as rest:
                content = {"Content": f"Solved {play.plan.seed}.", "ContentType": "text/plain"}
                rest.post(f"ticket/{play.number}/correspond", json=content).raise_for_status()
                rest.put(f"ticket/{play.number}", json={"Status": "resolved"}).raise_for_status()
            play.did.add("solved")
        if play.plan.ending is Ending.DECIDED:
            return True  # feedback is on what was handed over
        return play.offer in self._bob_sees("due")

    def _bob_sees(self, what: str) -> Collection[TransferId]:
        """A list in his window; he looks at it once for all plays."""
        if self._shown is None:
            answer = self._world.bob.do(what)
            self._shown = answer.value if answer.done else None
        return self._shown or ()

    def _said_how_it_went(self, play: Play) -> bool:
        if "solved" not in play.did:
            return True
        return play.once(BOB, Step.FEEDBACK, "feedback", (play.offer,), lambda _: False)

    def _rest(self) -> None:
        """Everything is up again, and nothing waits anywhere."""
        self._until(self._world.weather.clear, "put right")
        for who in (self._world.ana, self._world.bob):
            self._until(lambda who=who: _empty(who.do("waiting")), "journals empty")  # type: ignore[misc]
            answer = who.do("waiting")
            for refused in answer.value[1] if answer.done else ():
                next(iter(self._plays.values())).blame("decision lost", refused)
        self._until(self._settled, "settled")

    def _settled(self) -> bool:
        held = in_store(self._world.store_url, self._plays)
        return held is not None and all(each.settled for ticket, each in held.items() if ticket not in self._stuck)

    def _judge(self) -> None:
        numbers = [int(each.number) for each in self._plays.values()]
        held = in_store(self._world.store_url, self._plays)
        assert held is not None
        shown, notes = self._world.helpdesk.tickets(numbers), self._world.helpdesk.notes(numbers)
        for ticket, play in self._plays.items():
            if ticket not in self._stuck:
                judge(play, held[ticket], shown[ticket], notes.get(ticket, []))

    def _known(self) -> list[TicketId]:
        with suppress(Exception):
            return [TicketId(str(row[0])) for row in rows(self._world.store_url, "SELECT id FROM tickets")]
        return []

    def _until(self, done: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > deadline:
                for each in self._plays.values():
                    each.blame("stuck", f"not {what}")
                return
            time.sleep(0.1)


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
        struck=tuple(f"{each.kind} | {each.step} | {each.moment}" for each in play.struck),
        violations=tuple((each.kind, each.what) for each in play.violations),
        looks=looks,
        seconds=round(seconds, 2),
    )
