"""What is learnt on top of the encoder is the same once it is merged, can be taken up again, and must fit."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.errors import ModelFailed
from app.inference.adapter import changes, save_adapter
from app.inference.encoder import Encoder, Window, encoder_folder
from app.inference.heads import Head, sigmoid
from app.inference.training import recipe
from app.inference.training.adapter import Course
from app.inference.training.desk import Desk, alone, shaped
from app.inference.training.lessons import Lesson, one_of, several
from app.inference.training.lora import TrainableBert
from app.inference.training.plan import BY_LABELS
from app.inference.training.soup import mean_adapter, mean_head

pytestmark = pytest.mark.models

WEIGHTS = encoder_folder() / "model.safetensors"
TEXTS = ("Get me your manager.", "The invoice is wrong.", "Thank you!", "It crashes when I save.")
PLAN = replace(BY_LABELS, steps=None)
TOPICS = ("people", "money", "thanks", "product")


@pytest.fixture(scope="module")
def windows(encoder: Encoder) -> list[Window]:
    return alone(TEXTS, encoder)


def lessons(windows: list[Window]) -> list[Lesson]:
    """Each text has one topic; the second is about people too, and of the third nothing else is known."""
    several_of = np.array([[1, 0, 0], [1, 1, 0], [np.nan, np.nan, 1], [0, 0, np.nan]], np.float32)
    owners = [(index,) for index in range(len(windows))]
    return [
        Lesson("topic", windows, owners, np.eye(4, dtype=np.float32), TOPICS, one_of(), passes=30),
        Lesson("about", windows, owners, several_of, TOPICS[:3], several(several_of), passes=30),
    ]


def test_a_course_teaches_adapter_and_heads_what_it_is_shown(windows: list[Window], tmp_path: Path) -> None:
    course = Course(WEIGHTS, lessons(windows), PLAN)
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
    through = Course(WEIGHTS, lessons(windows), replace(PLAN, steps=8))
    through.run(tmp_path / "through.pt", lambda _: None)
    first = Course(WEIGHTS, lessons(windows), replace(PLAN, steps=8))
    first.run(tmp_path / "kept.pt", lambda _: None, until=3)
    again = Course(WEIGHTS, lessons(windows), replace(PLAN, steps=8))
    told: list[str] = []
    again.run(tmp_path / "kept.pt", told.append)
    assert told[0] == "Adapter, labels: taken up again at step 3 of 8"
    one, other = through.finish(tmp_path / "one.safetensors"), again.finish(tmp_path / "other.safetensors")
    assert np.allclose(one["topic"].weight, other["topic"].weight, atol=1e-4)


def test_the_mean_of_two_courses_changes_each_layer_by_the_mean_of_what_they_do(tmp_path: Path) -> None:
    import torch

    chance = torch.Generator().manual_seed(3)
    files, wanted = [], torch.zeros(24, 16)
    for rank in (2, 5):
        down, up = torch.randn(rank, 16, generator=chance), torch.randn(24, rank, generator=chance)
        files.append(tmp_path / f"{rank}.safetensors")
        save_adapter({"layer": (down, up)}, files[-1])
        wanted += up.half().float() @ down.half().float() / 2
    mean_adapter(files, tmp_path / "mean.safetensors")
    down, up = changes(tmp_path / "mean.safetensors")["layer"]
    assert down.shape[0] == 2 + 5
    assert torch.allclose(up.float() @ down.float(), wanted, atol=0.02)


def test_the_mean_of_two_heads_says_the_mean_of_what_they_say() -> None:
    chance = np.random.default_rng(5)
    heads = [Head(("a", "b"), *(chance.normal(size=size).astype(np.float32) for size in ((6, 2), 2))) for _ in range(2)]
    vectors = chance.normal(size=(4, 6)).astype(np.float32)
    wanted = (heads[0].logits(vectors) + heads[1].logits(vectors)) / 2
    assert np.allclose(mean_head(heads).logits(vectors), wanted, atol=1e-5)


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


def test_the_mean_of_the_plans_is_kept_and_a_course_that_was_finished_is_not_taught_again(
    windows: list[Window], encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipe, "lessons", lambda _desk, _plan: lessons(windows))
    monkeypatch.setattr(recipe, "PLANS", [replace(PLAN, steps=3), replace(PLAN, name="other", rank=8, steps=2)])
    told: list[str] = []
    desk = Desk(encoder, tmp_path, tmp_path, tmp_path, told.append)
    heads = recipe.taught_heads(desk)
    ends = [each.split(", 0 min")[0] for each in told]
    assert ends == ["Adapter, labels: step 3 of 3", "Adapter, other: step 2 of 2"]
    down, _ = changes(tmp_path / recipe.ADAPTER)["encoder.layer.0.output.dense"]
    assert down.shape[0] == 32 + 8
    told.clear()
    again = recipe.taught_heads(desk)
    assert told == ["Adapter, labels: taken up again at step 3 of 3", "Adapter, other: taken up again at step 2 of 2"]
    assert np.array_equal(heads["topic"].weight, again["topic"].weight)
