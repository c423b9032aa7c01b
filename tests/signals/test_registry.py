"""What holds of every signal: it has a weight, stays in range, gives its reason, and quotes what is really there."""

import ast
import shutil
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import app.signals
from app import source_digest
from app.domain.rulebook import rulebook_from
from app.domain.score import Family
from app.domain.snapshot import Snapshot
from app.domain.weigh import weigh
from app.domain.weights import Weights, weights_from
from app.signals import SIGNALS, digest, read
from app.signals.grounds import GROUNDS
from tests.signals.scene import customer, scene
from tests.signals.snapshots import snapshots

RESOURCES = Path(app.signals.__file__).parents[2] / "resources"
FOLDER = Path(app.signals.__file__).parent
NO_SIGNAL = {"__init__", "dated", "grounds", "mood", "said", "tagged", "worded"}  # what several signals share


@pytest.fixture(scope="module")
def weights() -> Weights:
    document = tomllib.loads((RESOURCES / "weights.toml").read_text("utf-8"))
    return weights_from(document, revision="default", name="weights.toml")


def test_every_signal_has_a_weight_and_every_weight_a_signal(weights: Weights) -> None:
    assert set(weights.by_signal) == set(SIGNALS)
    assert {weight.family for weight in weights.by_signal.values()} == set(Family)


def test_of_every_signal_it_is_known_what_it_reads() -> None:
    assert set(GROUNDS) == set(SIGNALS)


def test_the_default_rulebook_names_only_signals_that_exist() -> None:
    document = tomllib.loads((RESOURCES / "rulebook.toml").read_text("utf-8"))
    book = rulebook_from(document, revision="default", name="rulebook.toml")
    assert {name for rule in book.rules for name in (*rule.signals, *rule.also)} <= set(SIGNALS)


def test_every_signal_is_a_file_of_its_own_name_and_registered() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} - NO_SIGNAL == set(SIGNALS)
    for name, signal in SIGNALS.items():
        assert signal.__module__ == f"app.signals.{name}"


def test_no_signal_asks_the_clock_or_the_world() -> None:
    allowed = {
        "app",
        "collections",
        "dataclasses",
        "datetime",
        "functools",
        "hashlib",
        "importlib",
        "itertools",
        "math",
        "re",
        "statistics",
        "types",
        "typing",
    }
    for path in FOLDER.glob("*.py"):
        source = path.read_text("utf-8")
        imported = {
            (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        assert {name.split(".")[0] for name in imported} <= allowed, path.name
        assert "now()" not in source
        assert "today()" not in source


@settings(max_examples=100, deadline=None)
@given(found=snapshots())
def test_every_reading_stays_in_range_gives_its_reason_and_quotes_what_is_there(found: Snapshot) -> None:
    texts = {each.message.id: each.message.text for each in found.thread}
    known = found.account.facts if found.account else ()
    for name, reading in read(found).items():
        assert 0.0 < reading.strength <= 1.0, name
        assert reading.because == reading.because.strip() != "", name
        for span in reading.evidence:
            assert 0 <= span.start <= span.end <= len(texts[span.message]), name
        for fact in reading.facts:
            assert fact in known or fact.source == found.ticket.connection, name
            assert fact.as_of <= found.as_of, name


@settings(max_examples=100, deadline=None)
@given(found=snapshots())
def test_every_reading_shows_what_it_rests_on(found: Snapshot) -> None:
    assert [name for name, reading in read(found).items() if not reading.evidence and not reading.facts] == []


@settings(max_examples=30, deadline=None)
@given(found=snapshots())
def test_the_same_snapshot_reads_the_same(found: Snapshot) -> None:
    assert read(found) == read(found)


@settings(max_examples=50, deadline=None)
@given(found=snapshots(), data=st.data())
def test_a_snapshot_always_makes_an_exact_score(found: Snapshot, weights: Weights, data: st.DataObject) -> None:
    """Without a signal only lines that name it are different, and without caps and pairs by just what it showed."""
    readings = read(found)
    score = weigh(readings, weights=weights)
    assert score.points == sum(each.points for each in score.contributions)
    if readings:
        gone = data.draw(st.sampled_from(sorted(readings)))
        without = weigh({name: each for name, each in readings.items() if name != gone}, weights=weights)
        before = {each.signal: each for each in score.contributions}
        after = {each.signal: each for each in without.contributions}
        named = {name for name, each in before.items() if gone in (name, *each.of)}
        assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} <= named
        if named <= {gone}:
            assert score.points - without.points == (before[gone].points if gone in before else 0)


def test_every_line_of_a_lead_says_how_it_would_be_without_the_signal(weights: Weights) -> None:
    for weight in weights.by_signal.values():
        assert weight.without, weight.signal
        assert not weight.without.endswith(".")
        assert weight.points > 0 or not weight.given, weight.signal


def test_correlated_signals_are_capped_and_the_examples_of_pairs_are_there(weights: Weights) -> None:
    assert {group.name for group in weights.groups} == {
        "mood",
        "account",
        "technical",
        "compliance",
        "loops",
        "time",
        "calm",
    }
    assert {pair.name for pair in weights.pairs} == {"enterprise_and_frustrated", "technical_and_looping"}
    calming = {name for name, weight in weights.by_signal.items() if weight.points < 0}
    assert calming == {name for group in weights.groups if group.name == "calm" for name in group.signals}


def test_nothing_known_reads_as_nothing() -> None:
    assert read(scene(customer("Hello, how do I change my picture?"))) == {}


def test_the_digest_follows_the_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copied = tmp_path / "signals"
    shutil.copytree(FOLDER, copied, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(source_digest, "files", lambda package: copied if package == "app.signals" else files(package))
    assert digest.__wrapped__() == digest()
    changed = copied / "bounced.py"
    changed.write_text(changed.read_text("utf-8").replace("NOTICEABLE = 2", "NOTICEABLE = 3"), "utf-8")
    assert digest.__wrapped__() != digest()
