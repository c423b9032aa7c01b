"""The public files are read as their makers mean them."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.errors import BadInput
from app.inference.training.benchmarks import ASIDE, banking, clinc, goemotions, tweet_sentiment
from app.inference.training.lessons import OUTSIDE


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_tweets_are_learnt_and_set_aside_once_and_tested_on_anothers_files(tmp_path: Path) -> None:
    rows = "\n".join(f"2013\t{number}\t{number % 3}\tTweet {number}" for number in range(ASIDE + 50))
    write(tmp_path / "semeval2017" / "train_reconstructed.tsv", rows)
    write(tmp_path / "tweeteval" / "sentiment" / "test_text.txt", "So bad\nSo good\n")
    write(tmp_path / "tweeteval" / "sentiment" / "test_labels.txt", "0\n2\n")
    found = tweet_sentiment(tmp_path)
    assert (len(found.train), len(found.valid)) == (50, ASIDE)
    assert not set(found.train.texts) & set(found.valid.texts)
    assert found.test.texts == ["So bad", "So good"]
    assert list(found.test.truth) == [0, 2]


def test_a_comment_may_have_several_emotions(tmp_path: Path) -> None:
    base = tmp_path / "goemotions" / "original"
    write(base / "labels.txt", "joy\nanger\nneutral\n")
    for part in ("train", "dev", "test"):
        write(base / f"{part}.tsv", "Mixed\t0,1\tid1\nPlain\t2\tid2\n")
    found = goemotions(tmp_path)
    assert found.labels == ("joy", "anger", "neutral")
    assert np.array_equal(found.test.truth, [[1, 1, 0], [0, 0, 1]])


def test_a_banks_questions_have_one_intent_and_nothing_is_set_aside(tmp_path: Path) -> None:
    write(tmp_path / "banking77" / "categories.json", json.dumps(["card", "cash"]))
    for part in ("train", "test"):
        write(
            tmp_path / "banking77" / f"{part}.csv", 'text,category\n"Where, please, is my card?",card\nNo cash,cash\n'
        )
    found = banking(tmp_path)
    assert found.train.texts == ["Where, please, is my card?", "No cash"]
    assert list(found.train.truth) == [0, 1]
    assert found.valid is found.train


def test_queries_out_of_scope_belong_to_no_class(tmp_path: Path) -> None:
    parts = {name: [["hi", "greeting"], ["bye", "goodbye"]] for name in ("train", "val", "test")}
    outside = {f"oos_{name}": [["why", "oos"]] for name in ("train", "val", "test")}
    write(tmp_path / "clinc150" / "data_full.json", json.dumps(parts | outside))
    found = clinc(tmp_path)
    assert found.labels == ("goodbye", "greeting")
    assert list(found.test.truth) == [1, 0, OUTSIDE]


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--data"):
        clinc(tmp_path)
