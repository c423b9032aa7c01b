"""What a seed decides: how a transfer goes, and what fails at which step of it."""

import random
from dataclasses import dataclass
from enum import StrEnum


class Ending(StrEnum):
    """How the play goes on once the offer is made."""

    ACCEPTED = "accepted"
    UNDONE = "accepted, undone, accepted"
    RACE = "accepted and withdrawn at once"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DECIDED = "overridden instead of offered"


class Step(StrEnum):
    """In their order. Not every play has each of them."""

    TYPE = "draft and note"
    OFFER = "offer"
    CLAIM = "write-back of the offer"  # the sender becomes the owner in the helpdesk, where nobody was
    SEEN = "seen"
    ASK = "question"
    ANSWER = "answer"
    END = "acceptance, or what stands in its place"
    WRITE = "write-back"
    SOLVE = "reply and resolution"
    FEEDBACK = "feedback"


class Kind(StrEnum):
    WORKER = "worker killed"
    CONSOLE = "console killed"
    DATABASE = "database restarted"
    TRACKER = "helpdesk gone"


class Moment(StrEnum):
    """Of a person's deed; of a write-back, DURING is when the helpdesk has it and has not answered yet."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


PARTS = ("comment", "Queue", "Owner")  # what a write-back writes, one after the other
ON_WRITES = (Step.CLAIM, Step.WRITE)  # steps at which it is the worker that does something
_STEPS = {
    Ending.DECLINED: (*Step,)[:7],
    Ending.WITHDRAWN: (*Step,)[:7],
    Ending.EXPIRED: (Step.TYPE, Step.OFFER, Step.CLAIM, Step.SEEN, Step.END),
    Ending.DECIDED: (Step.TYPE, Step.END, Step.WRITE, Step.SOLVE),
}
_WEIGHTS = {
    Ending.ACCEPTED: 46,
    Ending.UNDONE: 6,
    Ending.RACE: 12,
    Ending.DECLINED: 9,
    Ending.WITHDRAWN: 9,
    Ending.EXPIRED: 8,
    Ending.DECIDED: 10,
}


@dataclass(frozen=True)
class Fault:
    kind: Kind
    step: Step
    moment: Moment
    part: str = ""  # of a write-back
    lasting: float = 0.5  # seconds until it is put right, 0 for at once


@dataclass(frozen=True)
class Plan:
    """One play. `owned`: the ticket is the sender's in the helpdesk already."""

    seed: int
    ending: Ending
    owned: bool
    to_group: bool
    note_at: Step
    draft_at: tuple[Step, ...]
    faults: tuple[Fault, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        every = _STEPS.get(self.ending, (*Step,))
        return tuple(each for each in every if each is not Step.CLAIM or not self.owned)

    @property
    def dice(self) -> random.Random:
        return random.Random(f"play {self.seed}")


def plan(seed: int) -> Plan:
    """The same seed is always the same plan; only the clock's part differs from run to run."""
    dice = random.Random(seed)
    ending = dice.choices([*_WEIGHTS], [*_WEIGHTS.values()])[0]
    owned = ending is Ending.WITHDRAWN or dice.random() < 0.5  # what is withdrawn at once may stay nobody's
    bare = Plan(seed, ending, owned, dice.random() < 0.4, Step.TYPE, (), ())
    said = [each for each in bare.steps if each not in ON_WRITES]
    faults = tuple(_fault(dice, bare) for _ in range(dice.choice((1, 1, 2))))
    faults = double_blow(_step_of_a_journal(bare)) if dice.random() < 0.1 else faults
    return Plan(
        seed, ending, owned, bare.to_group, dice.choice(said), tuple(dice.sample(said, min(3, len(said)))), faults
    )


def double_blow(step: Step, *, lasting: float = 1.2) -> tuple[Fault, ...]:
    """The store is gone when a person does something, and then their console dies: all that is left is its journal."""
    gone = Fault(Kind.DATABASE, step, Moment.BEFORE, lasting=lasting)
    return gone, Fault(Kind.CONSOLE, step, Moment.AFTER)


def _step_of_a_journal(bare: Plan) -> Step:
    return Step.END if bare.ending is Ending.DECIDED else Step.TYPE


def _fault(dice: random.Random, bare: Plan) -> Fault:
    step, kind = dice.choice(bare.steps), dice.choice([*Kind])
    lasting = dice.choice((0.0, 0.4, 1.2))
    if step not in ON_WRITES:
        return Fault(kind, step, dice.choice([*Moment]), lasting=lasting)
    parts = ("Owner",) if step is Step.CLAIM else PARTS
    return Fault(kind, step, dice.choice((Moment.BEFORE, Moment.DURING)), dice.choice(parts), lasting)
