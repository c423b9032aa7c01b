"""The encoder as it is trained: its weights stay, and a low-rank change beside each linear layer is learnt."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.inference.adapter import save_adapter
from app.inference.bert import Bert
from app.inference.encoder import CLS, DIMENSIONS, LAYERS, PAD, SEP, Window, pooling
from app.inference.training.fit import SEED

if TYPE_CHECKING:
    import torch


class TrainableBert(Bert):
    """The forward pass of `Bert` with LoRA changes that start at nothing; only these are parameters."""

    def __init__(self, file: Path, *, rank: int, device: str = "cpu") -> None:
        import torch

        super().__init__(file, dtype=torch.float32)
        self._weights = {name: each.to(device) for name, each in self._weights.items()}
        self.device = device
        chance = torch.Generator().manual_seed(SEED)
        self._down: dict[str, torch.Tensor] = {}
        self._up: dict[str, torch.Tensor] = {}
        for name, weight in self._weights.items():
            if name.startswith("encoder") and name.endswith(".weight") and weight.dim() == 2:
                layer = name.removesuffix(".weight")
                outputs, inputs = weight.shape
                start = torch.randn(rank, inputs, generator=chance) / math.sqrt(inputs)
                self._down[layer] = start.to(device).requires_grad_()
                self._up[layer] = torch.zeros(outputs, rank, device=device, requires_grad=True)

    def parameters(self) -> "Iterator[torch.Tensor]":
        yield from self._down.values()
        yield from self._up.values()

    def save(self, file: Path) -> None:
        save_adapter({name: (self._down[name], self._up[name]) for name in self._down}, file)

    def features(self, windows: Sequence[Window]) -> "torch.Tensor":
        """(batch, 1 + most parts, layers * 384): what `heads.features` makes of whole windows and their parts."""
        import torch
        from torch.nn import functional

        width = max(len(each.tokens) for each in windows) + 2
        rows = [[CLS, *each.tokens, SEP] for each in windows]
        ids = torch.tensor([row + [PAD] * (width - len(row)) for row in rows], device=self.device)
        states = self.forward(ids, layers=LAYERS)
        means = torch.bmm(pooling(windows, width).to(self.device), torch.cat(states, dim=2))
        unit = functional.normalize(means.view(*means.shape[:2], len(LAYERS), DIMENSIONS), dim=-1)
        return unit.flatten(2)

    def _linear(self, states: "torch.Tensor", name: str) -> "torch.Tensor":
        from torch.nn import functional

        change = functional.linear(functional.linear(states, self._down[name]), self._up[name])
        return super()._linear(states, name) + change
