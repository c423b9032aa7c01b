"""Measures briefs against the sentences that a person marked in public conversations (`models/labels/README.md`)."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.analysis import text_hash
from app.domain.brief import Brief, BriefVersions, Quote, Slot
from app.domain.briefing.build import brief_of
from app.domain.prose import prose, sentences
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

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

Figures = dict[str, float]
Place = tuple[int, int, int]  # the message's place in its thread, and characters [start, end) of it

CONNECTION = ConnectionName("threads")
SLOTS = {"problem": Slot.PROBLEM, "tried": Slot.TRIED, "open": Slot.OPEN}
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


def brief_figures(analyzer: Analyzer, *, threads: Path, labels: Path) -> Mapping[str, Figures]:
    """Figures of the brief and of its two baselines, by name.

    The first baseline shows the first and the last message; the second as many sentences as the brief shows, those
    that are most like all others (mean cosine of their embeddings).
    """
    marked = _marked(analyzer, threads, labels)
    shown = [_briefed(each, analyzer.revision) for each in marked]
    counts = [len({place for places in each.values() for place in places}) for each in shown]
    ends = [_first_and_last(each) for each in marked]
    central = [_central(each, analyzer, count) for each, count in zip(marked, counts, strict=True)]
    return {
        "brief": _figures(marked, shown),
        "first and last message": _figures(marked, [dict.fromkeys(SLOTS, places) for places in ends]),
        "most central sentences": _figures(marked, [dict.fromkeys(SLOTS, places) for places in central]),
    }


def _figures(marked: Sequence[Marked], shown: Sequence[Mapping[str, Sequence[Place]]]) -> Figures:
    """`coverage`: of the slots that hold something, those in which one of the sentences was shown.

    `right`: of the sentences shown, those that were marked for any slot. A baseline knows no slots: whatever it shows
    counts for each of them.
    """
    found: Figures = {"conversations": float(len(marked))}
    pairs = list(zip(marked, shown, strict=True))
    held_of_all = covered_of_all = 0
    for name in SLOTS:
        held = [(each.wanted[name], places[name]) for each, places in pairs if each.wanted[name]]
        covered = sum(any(_same(one, other) for one in wanted for other in places) for wanted, places in held)
        found[f"coverage of {name}"] = round(covered / len(held), 3)
        held_of_all, covered_of_all = held_of_all + len(held), covered_of_all + covered
    found["coverage"] = round(covered_of_all / held_of_all, 3)
    every = [(each, {place for places in said.values() for place in places}) for each, said in pairs]
    right = sum(any(_same(one, other) for other in _all(each)) for each, places in every for one in places)
    found["sentences"] = float(sum(len(places) for _, places in every))
    found["right"] = round(right / max(found["sentences"], 1), 3)
    return found


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
    likeness = (vectors @ vectors.T).mean(axis=1)
    return [places[place] for place in np.argsort(-likeness, kind="stable")[:count]]


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
