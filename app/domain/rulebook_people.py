"""What the rulebook says of people: certifications, tier and skills, of which many a helpdesk knows none."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.entries import a_text, label, names, read_table, tier_number
from app.domain.people import Agent
from app.domain.tickets import AgentId, login_of

_PERSON = {
    "who": lambda value: a_text(value).strip(),
    "certifications": names("texts"),
    "tier": tier_number,
    "skills": names("texts"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the rulebook describes; `who` is their address, login or name as the helpdesk has it."""

    who: str
    certifications: tuple[str, ...] = ()
    tier: int | None = None
    skills: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What they are found by: capitals and spaces around it make no difference."""
        return _key(self.who)


def person_from(entry: Mapping[str, Any], place: int) -> Person:
    """What one [[person]] entry holds, the one at a place from 1 on; raises `Wrong` where it cannot be read."""
    known = read_table(entry, _PERSON, called=label(entry, place, kind="[[person]]", by="who"))
    return Person(**{"who": "", **known})


def people_faults(
    people: Sequence[Person], *, tiers: Collection[int], certifications: Collection[str]
) -> Iterator[str]:
    """What cannot hold of them, in whole sentences; without `certifications` the team lists none, and any may be."""
    keys = [each.key for each in people]
    for place, person in enumerate(people):
        if not person.key:
            yield "a [[person]] entry has no `who`: the address, login or name of somebody."
        elif person.key in keys[:place]:
            yield f"there are two [[person]] entries {person.who!r}; make one of them."
        if person.tier is not None and person.tier not in tiers:
            yield f"{person.who!r} is in tier {person.tier}, which has no [[tier]] entry."
        for each in person.certifications:
            if certifications and each not in certifications:
                yield f"{person.who!r} is certified for {each!r}, which is not among the certifications."


def meant(people: Iterable[Person], agents: Iterable[Agent]) -> Iterator[tuple[Person, tuple[Agent, ...]]]:
    """Whom of one helpdesk's agents each entry names: by address, or else by login, or else by name.

    An entry that names several is meant for none of them: a namesake would come to somebody else's certification.
    """
    known: tuple[dict[str, list[Agent]], ...] = (defaultdict(list), defaultdict(list), defaultdict(list))
    for agent in agents:
        for found, word in zip(known, (agent.email, login_of(agent.id), agent.name), strict=True):
            found[_key(word)].append(agent)
    for person in people:
        yield person, tuple(next((found[person.key] for found in known if person.key in found), ()))


def as_described(agents: Sequence[Agent], people: Sequence[Person]) -> Sequence[Agent]:
    """People of one group, each with what the rulebook says of them beside what the helpdesk does.

    Certifications and skills of both count; a tier stands in place of the helpdesk's.
    """
    if not people:
        return agents
    said: dict[AgentId, list[Person]] = defaultdict(list)
    for person, found in meant(people, agents):
        if len(found) == 1:
            said[found[0].id].append(person)
    return [_described(each, said[each.id]) if each.id in said else each for each in agents]


def _described(agent: Agent, said: Sequence[Person]) -> Agent:
    return replace(
        agent,
        certifications=_both(agent.certifications, (each.certifications for each in said)),
        skills=_both(agent.skills, (each.skills for each in said)),
        tier=next((each.tier for each in said if each.tier is not None), agent.tier),
    )


def _both(known: Sequence[str], said: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *(each for some in said for each in some)]))


def _key(who: str) -> str:
    return who.strip().casefold()
