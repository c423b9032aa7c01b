"""The recipe learns what it is shown, ignores what it isn't told, and goes on where it was interrupted."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from app import paths
from app.errors import BadInput
from app.inference.encoder import Encoder, check
from app.inference.heads import Head, load_head, save_head, sigmoid
from app.inference.minilm import MiniLMAnalyzer
from app.inference.training.cards import HASH, table, write_cards, write_manifest
from app.inference.training.contexts import in_context, in_place
from app.inference.training.desk import Desk
from app.inference.training.fit import fit_many, fit_one
from app.inference.training.public import rows
from app.inference.training.teacher import FILE as ANSWERS
from app.inference.training.teacher import save_answers
from app.inference.training.thresholds import DAILY, weighed


def test_several_labels_are_learnt_at_once_and_gaps_are_no_evidence() -> None:
    random = np.random.default_rng(0)
    vectors = random.normal(size=(400, 6)).astype(np.float32)
    targets = np.stack([vectors[:, 0] > 0, vectors[:, 1] > 1], axis=1).astype(np.float32)
    targets[::3, 0] = np.nan
    head = fit_many(vectors, targets, np.ones(400, np.float32), labels=("one", "two"), decay=1e-4)
    found = sigmoid(head.logits(vectors)) > 0.5
    known = ~np.isnan(targets[:, 0])
    assert (found[known, 0] == targets[known, 0]).mean() > 0.95
    assert (found[:, 1] == targets[:, 1]).mean() > 0.95


def test_one_of_several_is_learnt_and_fitting_is_repeatable() -> None:
    vectors = np.eye(4, dtype=np.float32)[np.arange(40) % 4]
    one, again = (fit_one(vectors, vectors, labels=("a", "b", "c", "d"), decay=1e-4) for _ in range(2))
    assert (one.logits(vectors).argmax(axis=1) == np.arange(40) % 4).all()
    assert np.array_equal(one.weight, again.weight)


def test_both_sides_weigh_the_same_where_a_head_decides_and_gaps_are_no_evidence() -> None:
    random = np.random.default_rng(0)
    truth = np.repeat([1.0, 0.0], [50, 200]).astype(np.float32)
    scores = (truth * 2 - 5 + random.normal(size=250) / 2).astype(np.float32)[:, None]
    unknown = np.full((40, 1), np.nan, np.float32)
    head = Head(("one",), np.ones((1, 1), np.float32), np.zeros(1, np.float32))
    logits, told = np.concatenate([scores, unknown + 9]), np.concatenate([truth[:, None], unknown])
    found = weighed(head, logits, told, told=told, most=np.ones(1, np.float32))
    decided = -found.bias[0] / found.weight[0, 0]
    assert decided == pytest.approx(-4.0, abs=0.2)  # between the middles, however many there are of each
    likely = sigmoid(found.logits(scores))[:, 0]
    assert likely[:50].mean() > 0.8
    assert likely[50:].mean() < 0.2


@pytest.mark.parametrize("stretch", [0.1, 1.0, 12.0, 40.0])
def test_where_a_head_decides_does_not_depend_on_how_large_its_logits_are(stretch: float) -> None:
    random = np.random.default_rng(2)
    truth = random.random((4000, 1)) < 0.2
    logits = ((np.where(truth, 4, 2) + random.normal(size=truth.shape)) * stretch).astype(np.float32)
    wanted = truth.astype(np.float32)
    head = Head(("one",), np.ones((1, 1), np.float32), np.zeros(1, np.float32))
    found = weighed(head, logits, wanted, told=wanted, most=np.ones(1, np.float32))
    assert found.weight[0, 0] > 0
    assert -found.bias[0] / found.weight[0, 0] == pytest.approx(3 * stretch, rel=0.05)


def test_no_more_of_what_is_plainly_something_else_is_taken_for_it_than_may_be() -> None:
    scores = np.concatenate([np.full(50, 1.0), np.full(50, -1.0), np.linspace(-4, 4, 101)]).astype(np.float32)[:, None]
    wanted = np.repeat([1.0, 0.0], [50, 151]).astype(np.float32)[:, None]
    told = np.where(np.arange(201)[:, None] < 100, wanted, np.float32(np.nan))
    head = Head(("one",), np.ones((1, 1), np.float32), np.zeros(1, np.float32))
    for most in (0.05, 0.2, 1.0):
        found = weighed(head, scores, wanted, told=told, most=np.array([most], np.float32))
        taken = (found.logits(scores[100:]) > 1e-4).mean()
        assert taken <= most
        assert taken > min(most, 0.5) - 0.03


def test_no_more_sentences_of_everyday_messages_are_taken_for_it_than_may_be() -> None:
    scores = np.concatenate([np.full(50, 1.0), np.full(50, -1.0)]).astype(np.float32)[:, None]
    wanted = np.repeat([1.0, 0.0], 50).astype(np.float32)[:, None]
    head = Head(("one",), np.ones((1, 1), np.float32), np.zeros(1, np.float32))
    daily = np.append(np.linspace(-4, 4, 401), np.nan).astype(np.float32)[:, None]  # the last one may have it
    found = weighed(head, scores, wanted, told=wanted, most=np.ones(1, np.float32), daily=daily)
    taken = (found.logits(daily[:-1]) > 1e-4).mean()
    assert DAILY / 2 < taken <= DAILY


@pytest.mark.models
def test_sentences_are_read_where_they_stand_as_the_analyzer_reads_them(
    analyzer: MiniLMAnalyzer, tmp_path: Path
) -> None:
    text = "Hi,\nthe second gate is stuck again. Could you send somebody before noon?\nThanks, Ola"
    desk = Desk(analyzer.encoder, tmp_path, tmp_path, tmp_path / "cache", lambda _: None)
    [found] = in_place(desk, [text])
    read = analyzer.sentences(text)
    assert read is not None
    assert np.allclose(found, read[1], atol=1e-3)


def test_what_weighs_nothing_is_not_learnt() -> None:
    vectors = np.array([[1.0], [-1.0]] * 30, np.float32)
    targets = np.stack([vectors[:, 0] > 0, vectors[:, 0] < 0], axis=1).astype(np.float32)
    targets[:2] = 1 - targets[:2]  # wrong, and said to weigh nothing for the first label only
    weights = np.ones(targets.shape, np.float32)
    weights[:2, 0] = 0.0
    head = fit_many(vectors, targets, weights, labels=("one", "two"), decay=1e-4)
    sure = np.abs(head.logits(vectors)).mean(axis=0)
    assert sure[0] > sure[1] + 1


@pytest.mark.models
def test_what_was_read_once_is_not_read_again(encoder: Encoder, tmp_path: Path) -> None:
    told: list[str] = []
    texts = ["I want a refund.", "Thanks!"]
    desk = Desk(encoder, tmp_path, tmp_path, tmp_path / "cache", told.append)
    first, again = desk.messages("few", texts), desk.messages("few", texts)
    assert told == ["Reading few: 2 of 2"]
    assert first.shape == (2, 3 * 384)
    assert np.array_equal(first, again)
    desk.messages("few", ["I want a refund.", "Thanks?"])
    desk.sentences("few", texts)
    assert len(told) == 3


@pytest.mark.models
def test_phrases_are_read_within_messages(encoder: Encoder, tmp_path: Path) -> None:
    told: list[str] = []
    texts = ["I want a refund.", "Thanks!", "Get me your manager."]
    desk = Desk(encoder, tmp_path, tmp_path, tmp_path / "cache", told.append)
    first, again = (in_context(desk, texts, ["It is Monday."], turn=0) for _ in range(2))
    alone = desk.sentences("alone", texts)
    assert np.array_equal(first, again)
    assert (np.abs(first).sum(axis=1) > 0).all()
    assert not np.allclose(first, alone, atol=1e-3)
    assert len(told) == 2


def test_the_manifest_names_what_is_there(tmp_path: Path) -> None:
    heads = ("intents.safetensors", "benchmarks/other.safetensors")
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "adapter.safetensors").write_bytes(b"weights")
    for name in heads:
        save_head(Head(("a", "b"), np.zeros((3, 2), np.float32), np.zeros(2, np.float32)), tmp_path / name)
    write_manifest(tmp_path, heads)
    assert "teacher" not in tomllib.loads((tmp_path / "manifest.toml").read_text())
    save_answers(["a text"], np.zeros((1, 3), np.float32), tmp_path / ANSWERS)
    write_manifest(tmp_path, heads)
    manifest = tomllib.loads((tmp_path / "manifest.toml").read_text())
    for each in (manifest["adapter"], manifest["teacher"]):
        check(tmp_path / each["file"], each["sha256"])
    assert [entry["name"] for entry in manifest["head"]] == ["intents", "other"]
    for entry in manifest["head"]:
        check(tmp_path / entry["file"], entry["sha256"])
        assert tuple(entry["labels"]) == load_head(tmp_path / entry["file"]).labels


def test_the_manifest_that_ships_lists_every_file_of_weights_as_it_is() -> None:
    manifest = tomllib.loads((paths.models() / "manifest.toml").read_text())
    entries = {each["file"]: each for each in (manifest["adapter"], manifest["teacher"], *manifest["head"])}
    files = {str(each.relative_to(paths.models())) for each in paths.models().rglob("*.safetensors")}
    assert set(entries) == files
    for name, entry in entries.items():
        check(paths.models() / name, entry["sha256"])
        assert (paths.models() / entry["card"]).is_file(), name


def test_the_figures_of_every_card_are_of_the_weights_that_ship() -> None:
    manifest = tomllib.loads((paths.models() / "manifest.toml").read_text())
    adapter = manifest["adapter"]["sha256"][:HASH]
    for entry in manifest["head"]:
        said = f"Of the weights {adapter} (adapter) and {entry['sha256'][:HASH]}."
        assert said in (paths.models() / entry["card"]).read_text(), f"{entry['card']}: run `warmline models evaluate`"


def test_figures_replace_figures_and_leave_the_card(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "sentiment.md").write_text("# Sentiment\n\nWhat people wrote.\n")
    for recall in (0.5, 0.75):
        write_cards(tmp_path, {"sentiment": {"tweets": {"recall": recall}}})
    card = (tmp_path / "cards" / "sentiment.md").read_text()
    assert card.startswith("# Sentiment\n\nWhat people wrote.\n")
    assert "0.75" in card
    assert "0.5 " not in card
    assert "| refund | 0.9 |" in table({"intents": {"refund": {"f1": 0.9}}})


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--data"):
        rows(tmp_path)
