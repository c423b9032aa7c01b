"""What is written as JSON is read back as it was, and nothing else is taken for it."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.analysis import Analysis
from app.domain.changes import Change, Receipt
from app.domain.decisions import Decision
from app.domain.health import ConnectionHealth, WorkerHealth, WorkerState
from app.domain.people import Agent, Fact
from app.domain.triage import Triage, Versions
from app.store.codec import Unreadable, from_json, to_json
from tests.builders import (
    agent,
    analysis,
    change,
    contribution,
    decision,
    fact,
    receipt,
    suggestion,
    triage,
)

ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=12)
st.register_type_strategy(str, ANYTHING)
st.register_type_strategy(float, st.floats(allow_nan=False))

KINDS = [Triage, Change, Analysis, Receipt, Decision, ConnectionHealth, WorkerHealth, Agent, Fact, Versions]


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_that_its_type_allows_comes_back(kind: type) -> None:
    """Hypothesis builds the values from the type hints, so a new field is tried on the day it is added."""

    @settings(max_examples=60, deadline=None)
    @given(st.from_type(kind))
    def comes_back(value: object) -> None:
        text = to_json(value)
        assert text.isascii()
        found: object = from_json(kind, text)
        assert found == value
        assert to_json(found) == text

    comes_back()


VALUES: list[Any] = [
    triage("1", contribution(points=60), suggestion=suggestion()),
    change(),
    analysis("hm", intents={"refund": 0.5}),
    receipt(change()),
    decision(),
    agent(),
    fact(),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_equal_values_are_written_alike(value: Any) -> None:
    assert to_json(value) == to_json(replace(value))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"model":"m","signals":"s","weights":"w"}',
        '{"model":"m","signals":"s","weights":"w","rulebook":1}',
        '{"model":"m","signals":"s","weights":"w","rulebook":null}',
        '{"model":"m","signals":"s","weights":"w","rulebook":"r","more":"x"}',
        '{"model":"m","signals":"s","weights":"w","rulebook":"r"',
    ],
)
def test_what_is_not_such_a_value_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match="Versions"):
        from_json(Versions, text)


def test_a_field_that_yesterday_did_not_have_takes_its_default() -> None:
    text = to_json(WorkerHealth(WorkerState.IDLE)).replace('"problem":"",', "")
    assert "problem" not in text
    assert from_json(WorkerHealth, text).problem == ""


@pytest.mark.parametrize(
    "damage",
    [
        ('"accept"', '"celebrate"'),
        ('"score":60', '"score":60.5'),
        ('"score":60', '"score":true'),
        ('"score":60', '"score":"60"'),
        ("2026-03-04T10", "yesterday"),
    ],
)
def test_a_damaged_value_is_unreadable(damage: tuple[str, str]) -> None:
    text = to_json(decision())
    assert damage[0] in text
    with pytest.raises(Unreadable):
        from_json(Decision, text.replace(*damage))


def test_an_unknown_verb_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        from_json(Change, to_json(change()).replace('"Note"', '"Delete"'))


@dataclass(frozen=True)
class Odd:
    what: complex


def test_a_type_without_a_json_form_is_refused_when_it_is_written() -> None:
    with pytest.raises(TypeError, match="complex"):
        to_json(Odd(1j))


def test_a_verdict_of_before_rules_were_kept_is_still_read() -> None:
    import json

    raw = json.loads(to_json(triage("1", contribution())))
    del raw["rules"]
    del raw["suggestion"]["notify"]
    assert from_json(Triage, json.dumps(raw)) == triage("1", contribution())
