"""A larger reader is fine-tuned and asked; what it says is kept by the hash of the text, and learnt beside labels."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from app import paths
from app.errors import BadInput
from app.inference.base import silent
from app.inference.encoder import Encoder, encoder_folder
from app.inference.heads import softmax
from app.inference.training import teaching
from app.inference.training.benchmarks import tweet_sentiment
from app.inference.training.desk import Desk
from app.inference.training.teacher import FILE, answers, key, save_answers
from app.inference.training.teaching import teach
from app.inference.training.tone_rows import OWN, TAUGHT, labelled_rows, often, taught_rows

TONES = ("awful", "plain", "lovely")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A little of each public set that is read: tweets whose tone is one word, and texts that nobody labelled."""
    folder = tmp_path / "data"
    tweets = [f"x\t{index}\t{index % 3}\tday {index} was {TONES[index % 3]}" for index in range(4060)]
    files = {
        "semeval2017/train_reconstructed.tsv": tweets,
        "tweeteval/sentiment/test_text.txt": ["an awful day", "a lovely day"],
        "tweeteval/sentiment/test_labels.txt": ["0", "2"],
        "tweeteval/offensive/train_text.txt": ["nobody said that this is lovely", "how awful they are"],
        "tweeteval/emotion/train_text.txt": ["how awful they are"],
        "goemotions/original/train.tsv": ["a plain comment\t27\tid"],
    }
    for name, lines in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "phrases").symlink_to(paths.models() / "phrases", target_is_directory=True)
    return folder


@pytest.fixture
def teacher(tmp_path: Path) -> Path:
    """An encoder of the teacher's kind, of two small layers that nobody has trained."""
    import torch
    from transformers import MPNetConfig, MPNetModel

    folder = tmp_path / "teacher"
    torch.manual_seed(1)
    small = MPNetConfig(
        vocab_size=30527, hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96
    )
    MPNetModel(small, add_pooling_layer=False).save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes((encoder_folder() / "tokenizer.json").read_bytes())
    return folder


def test_answers_are_found_by_the_text_and_by_no_other(tmp_path: Path) -> None:
    said = np.array([[2, 0, -2], [-1, 3, 0], [0, 0, 1]], np.float32)
    save_answers(["one", "two", "ünï 🙂"], said, tmp_path / FILE)
    found = answers(tmp_path)
    assert len(found) == 3
    assert found[key("ünï 🙂")].tolist() == [0, 0, 1]
    assert found[key("two")].tolist() == [-1, 3, 0]
    assert key("One") not in found


def test_answers_that_are_missing_or_broken_are_named(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(BadInput, match=r"sentiment\.safetensors cannot be read"):
            answers(tmp_path)
        (tmp_path / FILE).parent.mkdir(exist_ok=True)
        (tmp_path / FILE).write_bytes(b"no weights")


@pytest.mark.models
def test_a_label_and_the_teacher_are_both_learnt_and_what_nobody_labelled_is_the_teachers(
    sources: Path, models: Path, encoder: Encoder, tmp_path: Path
) -> None:
    benchmark = tweet_sentiment(sources)
    asked = benchmark.train.texts[0]
    said = np.array([[3, 0, 0], [0, 0, 2]], np.float32)
    save_answers([asked, "how awful they are"], said, models / FILE)
    desk = Desk(encoder, sources, models, tmp_path, silent)
    texts, wanted = taught_rows(benchmark, desk)
    place = int(benchmark.train.truth[0])
    alike = int(np.flatnonzero(benchmark.train.truth[1:] == place)[0]) + 1  # of the same label, and never asked about
    share = wanted[alike][place]
    assert wanted[alike].tolist() == [share if at == place else 0.0 for at in range(3)]
    assert wanted[0] == pytest.approx((1 - TAUGHT) * wanted[alike] + TAUGHT * softmax(said[0]), abs=1e-3)
    assert texts[-1] == "how awful they are"
    assert wanted[-1] == pytest.approx(softmax(said[1]), abs=1e-3)
    assert "nobody said that this is lovely" not in texts
    assert (len(texts) - len(benchmark.train) - 1) % OWN == 0
    labelled, told = labelled_rows(benchmark, often(desk))
    assert labelled == texts[:-1]
    assert np.count_nonzero(told, axis=1).max() == 1


@pytest.mark.models
def test_a_teacher_learns_what_people_said_and_answers_for_every_text(
    sources: Path, models: Path, teacher: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaching, "toned", lambda _: [(f"this is {tone}", at) for at, tone in enumerate(TONES)] * 20)
    monkeypatch.setattr(teaching, "RUNS", 2)
    monkeypatch.setattr(teaching, "PASSES", 40.0)
    monkeypatch.setattr(teaching, "RATE", 3e-3)
    told: list[str] = []
    teach(sources, models, teacher, progress=told.append, cache=tmp_path / "cache")
    found = answers(models)
    assert [int(found[key(f"this is {tone}")].argmax()) for tone in TONES] == [0, 1, 2]
    assert int(found[key("how awful they are")].argmax()) == 0
    assert {line.split(":")[0] for line in told} == {"Teacher 1 of 2", "Teacher 2 of 2"}
    told.clear()
    (models / FILE).unlink()
    teach(sources, models, teacher, progress=told.append, cache=tmp_path / "cache")  # both runs are in the cache
    assert told == []
    assert answers(models)[key("this is awful")].tolist() == found[key("this is awful")].tolist()
    weights = load_file(teacher / "model.safetensors")
    save_file({name: each * 1.01 for name, each in weights.items()}, teacher / "model.safetensors")
    teach(sources, models, teacher, progress=told.append, cache=tmp_path / "cache")  # it is another one now
    assert {line.split(":")[0] for line in told} == {"Teacher 1 of 2", "Teacher 2 of 2"}


def test_a_folder_without_an_encoder_is_named(sources: Path, models: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There is no encoder in .*nowhere; --teacher names"):
        teach(sources, models, tmp_path / "nowhere", progress=silent, cache=tmp_path)
