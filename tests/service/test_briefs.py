"""Briefs are there before anybody opens a ticket, stay fresh, and go along with a hand-over."""

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.bootstrap import default_assessor
from app.domain.analysis import Analysis
from app.domain.brief import Brief, Result, Slot
from app.domain.briefing import build
from app.domain.decisions import DecisionKind
from app.domain.tickets import Status
from app.service import briefs
from app.service.assess import Assessor
from app.service.briefs import FAILED, Briefer, unread_changes
from app.service.decide import handoff_note
from app.service.reading import Reader
from app.store.store import Store
from tests.builders import DESK, NOW, ago, batch, conversation, decision, id_of, ticket, triage
from tests.fakes import FakeAnalyzer


class Embedding(FakeAnalyzer):
    """Puts what speaks of an error into one direction, and all else into another."""

    def analyze(self, texts: Sequence[str]) -> list[Analysis]:
        ways = [array("f", (1, 0) if "error" in text else (0, 1)).tobytes() for text in texts]
        return [replace(each, embedding=way) for each, way in zip(super().analyze(texts), ways, strict=True)]


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return default_assessor()


@pytest.fixture
def reader(store: Store, assessor: Assessor) -> Reader:
    return Reader(store, Embedding(), assessor)


def pull(store: Store, *texts: str, number: str = "1", cursor: str = "1", **about: Any) -> None:
    held = batch(ticket(number, **about), cursor=cursor, messages=conversation(*texts, number=number))
    store.pulled.apply(held, connection=DESK)


def idle(reader: Reader) -> None:
    for _ in range(20):
        if not reader.step(NOW):
            return
    raise AssertionError("the reader goes on and on")


def brief(store: Store, number: str = "1") -> Brief:
    found = store.briefs.newest(id_of(number))
    assert found is not None
    return found


def test_a_ticket_has_its_brief_once_its_messages_are_read(store: Store, reader: Reader) -> None:
    pull(store, "The export fails with error 502.")
    idle(reader)
    made = brief(store)
    assert made.section(Slot.PROBLEM).items[0].words == "The export fails with error 502."
    assert made.version == 1
    assert made.made_with.model == FakeAnalyzer().revision
    assert made.made_with.briefing.startswith(briefs.digest())


def test_a_new_message_makes_a_new_version_and_shows_what_changed_since(store: Store, reader: Reader) -> None:
    first = ("The export fails.", "I have restarted the worker.")
    pull(store, *first)
    idle(reader)
    store.briefs.mark_read(id_of("1"), 1, person="Ana Ortiz", at=NOW)
    pull(store, *first, "It is still failing.", cursor="2", version="2")
    idle(reader)
    made = brief(store)
    assert made.version == 2
    told = [each.words for each in unread_changes(store, made, person="Ana Ortiz")]
    assert any(each.endswith(f"{Result.DID_NOT_HELP} (was: {Result.NO_ANSWER})") for each in told)
    assert unread_changes(store, made, person="Bob Lindgren") == ()


def test_an_idle_worker_makes_no_brief_again(store: Store, reader: Reader) -> None:
    pull(store, "The export fails.")
    idle(reader)
    before = store.revision()
    reader.step(NOW)
    assert store.revision() == before


def test_a_ticket_that_our_code_trips_over_gets_a_brief_that_says_so(
    store: Store, assessor: Assessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(store, "The export fails.")
    pull(store, "The import fails.", number="2", cursor="2")
    right = build.brief_of

    def trips(snapshot: object, *rest: object, **more: object) -> Brief:
        if snapshot.ticket.number == "1":  # type: ignore[attr-defined]
            raise IndexError("out of range in a customer's words")
        return right(snapshot, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(briefs, "brief_of", trips)
    said: list[str] = []
    briefer = Briefer(store, hours=assessor.hours)
    for _ in range(2):
        briefer.renew(NOW, "model", failed=lambda what, _error: said.append(what), stopped=lambda: False)
    assert {each.missing for each in brief(store).sections} == {FAILED}
    assert brief(store, "2").section(Slot.PROBLEM).items
    assert said == [f"The brief of the ticket {id_of('1')} cannot be made"]


def test_the_next_step_comes_from_a_resolved_ticket_that_began_alike(store: Store, reader: Reader) -> None:
    pull(
        store,
        "The export fails with error 502.",
        "I have raised the limit of the gateway.",
        "Works now.",
        number="7",
        status=Status.SOLVED,
        created_at=ago(days=3),
    )
    pull(store, "The export fails with error 502.", cursor="2")
    idle(reader)
    items = brief(store).section(Slot.NEXT_STEP).items
    assert [each.words for each in items] == ["I have raised the limit of the gateway."]
    assert items[0].result is Result.HELPED


def test_the_note_of_a_hand_over_holds_the_brief(store: Store, reader: Reader) -> None:
    pull(store, "The export fails with error 502.")
    idle(reader)
    text = handoff_note(decision(), triage(), brief(store))
    assert text.startswith("Escalated by Ana Ortiz to Tier 2 Billing (tier 2).")
    assert "Problem:\n  - The export fails with error 502. [Mara Lindt," in text
    assert text.rstrip().splitlines()[-1].startswith("Escalation score")
    assert handoff_note(replace(decision(), kind=DecisionKind.ACCEPT), None).count("\n") == 0
