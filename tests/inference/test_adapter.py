"""What is learnt on top of the encoder is the same once it is merged, can be taken up again, and must fit."""

from pathlib import Path

import numpy as np
import pytest

from app.errors import ModelFailed
from app.inference.adapter import save_adapter
from app.inference.encoder import Encoder, Window, encoder_folder
from app.inference.heads import sigmoid
from app.inference.training.adapter import Course
from app.inference.training.desk import alone, shaped
from app.inference.training.lessons import Lesson, one_of, several
from app.inference.training.lora import TrainableBert

pytestmark = pytest.mark.models

WEIGHTS = encoder_folder() / "model.safetensors"
TEXTS = ("Get me your manager.", "The invoice is wrong.", "Thank you!", "It crashes when I save.")
TOPICS = ("people", "money", "thanks", "product")


@pytest.fixture(scope="module")
def windows(encoder: Encoder) -> list[Window]:
    return alone(TEXTS, encoder)


def lessons(windows: list[Window]) -> list[Lesson]:
    """Each text has one topic; the second is about people too, and of the third nothing else is known."""
    several_of = np.array([[1, 0, 0], [1, 1, 0], [np.nan, np.nan, 1], [0, 0, np.nan]], np.float32)
    owners = [(index,) for index in range(len(windows))]
    even = np.ones(len(TOPICS), np.float32)
    return [
        Lesson("topic", windows, owners, np.arange(4, dtype=np.float32), TOPICS, one_of(even), passes=30),
        Lesson("about", windows, owners, several_of, TOPICS[:3], several(several_of), passes=30),
    ]


def test_a_course_teaches_adapter_and_heads_what_it_is_shown(windows: list[Window], tmp_path: Path) -> None:
    course = Course(WEIGHTS, lessons(windows))
    told: list[str] = []
    course.run(tmp_path / "kept.pt", told.append)
    heads = course.finish(tmp_path / "adapter.safetensors")
    adapted = Encoder(encoder_folder(), adapter=tmp_path / "adapter.safetensors")
    states = np.stack([each.parts[0] for each in adapted.encode(windows)]).reshape(len(windows), -1)
    vectors = shaped(states, adapted)
    assert list(heads["topic"].logits(vectors).argmax(axis=1)) == [0, 1, 2, 3]
    assert list(sigmoid(heads["about"].logits(vectors))[:, 0][[0, 1, 3]].round()) == [1, 1, 0]
    assert "step 60 of 60" in told[-1]


def test_a_run_that_was_interrupted_goes_on_where_it_was(windows: list[Window], tmp_path: Path) -> None:
    through = Course(WEIGHTS, lessons(windows), steps=8)
    through.run(tmp_path / "through.pt", lambda _: None)
    first = Course(WEIGHTS, lessons(windows), steps=8)
    first.run(tmp_path / "kept.pt", lambda _: None, until=3)
    again = Course(WEIGHTS, lessons(windows), steps=8)
    told: list[str] = []
    again.run(tmp_path / "kept.pt", told.append)
    assert told[0] == "Adapter: taken up again at step 3 of 8"
    one, other = through.finish(tmp_path / "one.safetensors"), again.finish(tmp_path / "other.safetensors")
    assert np.allclose(one["topic"].weight, other["topic"].weight, atol=1e-4)


def test_merged_weights_say_what_the_trainable_ones_say(windows: list[Window], tmp_path: Path) -> None:
    import torch

    bert = TrainableBert(WEIGHTS, rank=4)
    with torch.no_grad():
        for parameter in bert.parameters():
            parameter.add_(torch.randn(parameter.shape, generator=torch.Generator().manual_seed(1)) * 0.02)
        learnt = bert.features(windows)[:, 0].numpy()
    bert.save(tmp_path / "adapter.safetensors")
    merged = Encoder(encoder_folder(), adapter=tmp_path / "adapter.safetensors", dtype=torch.float32)
    plain = Encoder(encoder_folder(), dtype=torch.float32)
    found, before = (
        shaped(np.stack([each.whole for each in encoder.encode(windows)]).reshape(len(windows), -1), encoder)
        for encoder in (merged, plain)
    )
    assert np.abs(found - learnt).max() < 1e-3
    assert np.abs(before - learnt).max() > 1e-2
    assert merged.identity != plain.identity


@pytest.mark.parametrize(
    ("layer", "shapes"),
    [
        ("encoder.layer.9.output.dense", ((2, 1536), (384, 2))),
        ("encoder.layer.0.output.dense", ((2, 384), (384, 2))),
        ("encoder.layer.0.output.dense", ((3, 1536), (384, 2))),
    ],
)
def test_an_adapter_of_another_encoder_is_refused(
    tmp_path: Path, layer: str, shapes: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    import torch

    down, up = (torch.zeros(shape) for shape in shapes)
    save_adapter({layer: (down, up)}, tmp_path / "adapter.safetensors")
    with pytest.raises(ModelFailed, match="does not fit the encoder"):
        Encoder(encoder_folder(), adapter=tmp_path / "adapter.safetensors")


def test_a_file_that_is_no_adapter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "adapter.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelFailed, match="Install Warmline again"):
        Encoder(encoder_folder(), adapter=tmp_path / "adapter.safetensors")
