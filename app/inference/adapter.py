"""What was learnt on top of the pinned encoder: a low-rank change of each of its linear layers, a few megabytes in all.

LoRA (Hu et al. 2021, arXiv:2106.09685): a layer's weight W becomes W + up @ down. The change is added to the weights
once, when they are loaded, so that reading costs what it cost without it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import ModelFailed

if TYPE_CHECKING:
    import torch

    Tensors = dict[str, torch.Tensor]


def adapt(weights: "Tensors", file: Path) -> None:
    """Add the changes in a safetensors file to the encoder's weights, which are float32 and stay so.

    Raises `ModelFailed` where the file is unreadable or made for another encoder.
    """
    for name, (down, up) in changes(file).items():
        weight = weights.get(f"{name}.weight")
        if weight is None or weight.shape != (up.shape[0], down.shape[1]) or up.shape[1] != down.shape[0]:
            raise ModelFailed(f"The adapter {file} does not fit the encoder at {name}. Install Warmline again.")
        weight += up.float() @ down.float()


def save_adapter(changes: "Mapping[str, tuple[torch.Tensor, torch.Tensor]]", file: Path) -> None:
    """Write the changes, by the name of the layer: `down` (rank, inputs) and `up` (outputs, rank), as float16."""
    from safetensors.torch import save_file

    tensors: Tensors = {}
    for name, (down, up) in changes.items():
        tensors[f"{name}.down"] = down.detach().half().cpu().contiguous()
        tensors[f"{name}.up"] = up.detach().half().cpu().contiguous()
    save_file(tensors, str(file))
    file.chmod(0o644)


def changes(file: Path) -> "dict[str, tuple[torch.Tensor, torch.Tensor]]":
    """By the name of the layer, `down` and `up` as they were saved. Raises `ModelFailed` where that cannot be read."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors = load_file(str(file))
        names = [each.removesuffix(".down") for each in tensors if each.endswith(".down")]
        return {name: (tensors[f"{name}.down"], tensors[f"{name}.up"]) for name in names}
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise ModelFailed(f"The adapter {file} cannot be read: {error}. Install Warmline again.") from error
