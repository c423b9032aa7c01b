"""Our forward pass is the encoder that it claims to be, whatever it is batched with; an altered one is refused."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.errors import ModelFailed
from app.inference.encoder import SHA256, Encoder, Window, check, encoder_folder

TEXTS = (
    "I can't log in.",
    "The export has been failing since Monday, and nobody in our finance team can close the month.",
    "No",
    "Please refund the second payment. " * 8,
)

pytestmark = pytest.mark.models


def cosine(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> float:
    return float((one * other).sum() / np.linalg.norm(one) / np.linalg.norm(other))


def windows(encoder: Encoder) -> list[Window]:
    return [Window(tuple(each), ((0, len(each)),)) for each in encoder.tokens(TEXTS)]


def test_the_whole_pass_gives_what_the_library_gives(encoder: Encoder) -> None:
    import torch
    from transformers import BertModel

    model = BertModel.from_pretrained(str(encoder_folder()), local_files_only=True, attn_implementation="sdpa")
    for window, pooled in zip(windows(encoder), encoder.encode(windows(encoder)), strict=True):
        with torch.inference_mode():
            found = model(torch.tensor([[101, *window.tokens, 102]]), output_hidden_states=True).hidden_states
        for layer, vector in zip(encoder.layers, pooled.whole, strict=True):
            assert cosine(found[layer][0].mean(dim=0).numpy(), vector) > 0.999
        part = found[6][0, 1:-1].mean(dim=0).numpy()
        assert cosine(part, pooled.parts[0, -1]) > 0.999


def test_a_text_reads_the_same_alone_and_in_a_batch(encoder: Encoder) -> None:
    together = encoder.encode(windows(encoder))
    for window, pooled in zip(windows(encoder), together, strict=True):
        alone = encoder.encode([window])[0]
        assert cosine(alone.whole[-1], pooled.whole[-1]) > 0.999


def test_nothing_to_read_is_nothing(encoder: Encoder) -> None:
    assert encoder.encode([]) == []


def test_an_altered_encoder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    shutil.copy(encoder_folder() / "model.safetensors", file)
    check(file, SHA256)
    with file.open("r+b") as stream:
        stream.seek(5000)
        stream.write(b"\x01")
    with pytest.raises(ModelFailed, match="was altered"):
        check(file, SHA256)


def test_a_missing_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFailed, match=r"nowhere\.safetensors cannot be read"):
        check(tmp_path / "nowhere.safetensors", SHA256)
