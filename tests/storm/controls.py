"""What each safeguard keeps from happening, and the plays in which it happens once the safeguard is off."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.storm.plan import Ending, Fault, Kind, Moment, Plan, Step, double_blow, plan
from tests.storm.waves import Wave
from tests.storm.world import World

_AS_USUAL = replace(plan(0), ending=Ending.ACCEPTED, owned=True, note_at=Step.SEEN, draft_at=(Step.ASK,), faults=())


@dataclass(frozen=True)
class Control:
    """`tries`: how many waves of these plays it may take where the harm is not certain."""

    harm: str
    plans: tuple[Plan, ...]
    tries: int = 1


CONTROLS: Mapping[str, Control] = {
    "marker": Control(  # the answer to a note is lost, so it is written again
        "note doubled",
        (
            replace(
                _AS_USUAL,
                seed=100,
                ending=Ending.DECIDED,
                note_at=Step.TYPE,
                draft_at=(),
                faults=(Fault(Kind.TRACKER, Step.WRITE, Moment.DURING, "comment"),),
            ),
        ),
    ),
    "journal": Control(  # the store is away for longer than the console takes to die
        "draft lost",
        (replace(_AS_USUAL, seed=101, draft_at=(), faults=double_blow(Step.TYPE, lasting=15.0)),),
    ),
    "fence": Control(  # two change an offer at once, if the machine lets them
        "owner", tuple(replace(_AS_USUAL, seed=110 + number, ending=Ending.RACE) for number in range(8)), tries=3
    ),
}


def harmed(world: World, name: str) -> list[tuple[str, str]]:
    """What was found broken with this safeguard off; nothing of the control's `harm` where it did none."""
    control = CONTROLS[name]
    found: list[tuple[str, str]] = []
    world.without(name)
    try:
        for _ in range(control.tries):
            found += [each for result in Wave(world, control.plans).played() for each in result.violations]
            if control.harm in dict(found):
                break
    finally:
        world.without("")
    return found
