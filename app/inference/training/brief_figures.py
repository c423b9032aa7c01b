"""Measures briefs against the sentences that a person marked in public conversations (`models/labels/README.md`)."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.analysis import text_hash
from app.domain.brief import Brief, BriefVersions, Quote, Slot
from app.domain.briefing.build import brief_of
from app.domain.prose import prose, sentences
from app.domain.share import Share
from app.domain.snapshot import Snapshot, snapshot
from app.domain.tickets import (
    ConnectionName,
    Message,
    MessageId,
    Requester,
    Role,
    Status,
    Ticket,
    message_id,
    ticket_id,
)
from app.inference.base import Analyzer
from app.inference.training.centrality import lexrank

Place = tuple[int, int, int]  # the message's place in its thread, and characters [start, end) of it

CONNECTION = ConnectionName("threads")
SLOTS = {"problem": Slot.PROBLEM, "tried": Slot.TRIED, "open": Slot.OPEN}
HALVES = {"development": (0, 2), "held out": (1, 2), "all": (0, 1)}
"""Which conversations are in each, as the first one's place and the step to the next. How briefs are made was tuned on
the first half alone."""
HALF = 0.5  # of the shorter of two ranges: what overlaps so far is the same sentence
BATCH = 32


@dataclass(frozen=True, slots=True)
class Marked:
    """A conversation, and which of its sentences belong into which slot."""

    seen: Snapshot
    wanted: Mapping[str, tuple[Place, ...]]

    @property
    def sentences(self) -> list[Place]:
        texts = [read.message.text for read in self.seen.thread]
        return [
            (place, start, end) for place, text in enumerate(texts) for start, end in sentences(text, prose(text).spans)
        ]

    def text(self, place: Place) -> str:
        return self.seen.thread[place[0]].message.text[place[1] : place[2]]


@dataclass(frozen=True, slots=True)
class Figures:
    """`right`: of the sentences shown, those that were marked for any slot. `coverage`, by slot: of the conversations
    in which something is marked for it, those where one of these sentences was shown in it."""

    conversations: int
    right: Share
    coverage: Mapping[str, Share]

    @property
    def together(self) -> Share:
        every = self.coverage.values()
        return Share(sum(each.hits for each in every), sum(each.total for each in every))


def brief_figures(analyzer: Analyzer, *, threads: Path, labels: Path) -> Mapping[str, Mapping[str, Figures]]:
    """Figures of the brief and of its two baselines, by the name of the half of the conversations and their own.

    The first baseline shows the first and the last message; the second as many sentences as the brief shows, those
    that are most central among all of the conversation.
    """
    marked = _marked(analyzer, threads, labels)
    briefed = [_briefed(each, analyzer.revision) for each in marked]
    counts = [len(_shown(each)) for each in briefed]
    central = [_central(each, analyzer, count) for each, count in zip(marked, counts, strict=True)]
    shown = {
        "brief": briefed,
        "first and last message": [dict.fromkeys(SLOTS, _first_and_last(each)) for each in marked],
        "most central sentences": [dict.fromkeys(SLOTS, places) for places in central],
    }
    return {
        half: {name: figures(marked[start::step], each[start::step]) for name, each in shown.items()}
        for half, (start, step) in HALVES.items()
    }


def figures(marked: Sequence[Marked], shown: Sequence[Mapping[str, Sequence[Place]]]) -> Figures:
    """What is right of what is shown of each conversation, by slot. A baseline shows the same in every slot."""
    pairs = list(zip(marked, shown, strict=True))
    every = [(each, place) for each, said in pairs for place in _shown(said)]
    return Figures(
        len(pairs),
        Share(sum(any(_same(place, other) for other in _all(each)) for each, place in every), len(every)),
        {name: _coverage([(each.wanted[name], said[name]) for each, said in pairs]) for name in SLOTS},
    )


def _coverage(pairs: Sequence[tuple[Sequence[Place], Sequence[Place]]]) -> Share:
    held = [(wanted, places) for wanted, places in pairs if wanted]
    covered = sum(any(_same(one, other) for one in wanted for other in places) for wanted, places in held)
    return Share(covered, len(held))


def _shown(said: Mapping[str, Sequence[Place]]) -> set[Place]:
    return {place for places in said.values() for place in places}


def _all(marked: Marked) -> list[Place]:
    return [place for places in marked.wanted.values() for place in places]


def _same(one: Place, other: Place) -> bool:
    common = min(one[2], other[2]) - max(one[1], other[1])
    return one[0] == other[0] and common >= HALF * min(one[2] - one[1], other[2] - other[1])


def _briefed(marked: Marked, revision: str) -> dict[str, list[Place]]:
    brief = brief_of(marked.seen, made_with=BriefVersions(revision, ""))
    places = {read.message.id: place for place, read in enumerate(marked.seen.thread)}
    return {name: _places(brief, slot, places, marked) for name, slot in SLOTS.items()}


def _places(brief: Brief, slot: Slot, places: Mapping[MessageId, int], marked: Marked) -> list[Place]:
    """The sentences that a slot's lines say; advice that runs over several counts sentence by sentence."""
    firsts = [item.sources[0] for item in brief.section(slot).items]
    said = [(places[each.message], each.start, each.end) for each in firsts if isinstance(each, Quote)]
    return [one for one in marked.sentences if any(_same(one, other) for other in said)]


def _first_and_last(marked: Marked) -> list[Place]:
    ends = {0, len(marked.seen.thread) - 1}
    return [place for place in marked.sentences if place[0] in ends]


def _central(marked: Marked, analyzer: Analyzer, count: int) -> list[Place]:
    import numpy as np

    places = marked.sentences
    read = _analyses(analyzer, [marked.text(place) for place in places])
    size = max((len(each.embedding) for each in read), default=0) // 4
    vectors = np.zeros((len(read), size), dtype=np.float32)
    for row, each in enumerate(read):
        vectors[row] = np.frombuffer(each.embedding, np.float32) if each.embedding else 0.0
    return [places[place] for place in np.argsort(-lexrank(vectors), kind="stable")[:count]]


def _analyses(analyzer: Analyzer, texts: Sequence[str]) -> list[Any]:
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    found: dict[int, Any] = {}
    for start in range(0, len(order), BATCH):
        some = order[start : start + BATCH]
        found.update(zip(some, analyzer.analyze([texts[place] for place in some]), strict=True))
    return [found[place] for place in range(len(texts))]


def _marked(analyzer: Analyzer, threads: Path, labels: Path) -> list[Marked]:
    held = {each["id"]: each for each in map(json.loads, threads.read_text(encoding="utf-8").splitlines())}
    entries = tomllib.loads(labels.read_text(encoding="utf-8"))["thread"]
    talks = [_messages(held[each["id"]]) for each in entries]
    texts = list({text_hash(message): message.text for talk in talks for message in talk}.items())
    read = dict(zip([key for key, _ in texts], _analyses(analyzer, [text for _, text in texts]), strict=True))
    return [
        Marked(_seen(entry["id"], talk, read), {name: tuple(map(tuple, entry[name])) for name in SLOTS})
        for entry, talk in zip(entries, talks, strict=True)
    ]


def _messages(thread: Mapping[str, Any]) -> list[Message]:
    """In the order of the file, which is that of the labels, an instant apart at least."""
    found: list[Message] = []
    for place, each in enumerate(thread["messages"]):
        at = datetime.fromisoformat(each["at"])
        after = found[-1].at + timedelta(microseconds=1) if found else at
        name = message_id(CONNECTION, f"{thread['id']}-{place:03}")
        ticket = ticket_id(CONNECTION, thread["id"])
        found.append(Message(name, ticket, Role(each["role"]), max(at, after), each["text"], author=each["author"]))
    return found


def _seen(number: str, talk: Sequence[Message], read: Mapping[str, Any]) -> Snapshot:
    first, last = talk[0].at, talk[-1].at
    ticket = Ticket(
        ticket_id(CONNECTION, number),
        CONNECTION,
        number,
        subject="",
        status=Status.OPEN,
        created_at=first,
        updated_at=last,
        requester=Requester("", ""),
    )
    return snapshot(ticket, as_of=last, messages=talk, analyses=read)
