"""The forward pass of a BERT encoder, from a safetensors file: no library between the weights and the arithmetic."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.inference.adapter import adapt

if TYPE_CHECKING:
    import torch

HEADS = 12
EPSILON = 1e-12  # of the layer norms, as the encoder was trained
PAD = 0


class Bert:
    """All weights of one encoder in one precision."""

    def __init__(self, file: Path, *, dtype: "torch.dtype", adapter: Path | None = None) -> None:
        from safetensors.torch import load_file

        weights = {name.removeprefix("bert."): each for name, each in load_file(str(file)).items()}
        self._weights = {name: each.float() for name, each in weights.items() if each.is_floating_point()}
        del weights  # so that what is fused is not kept twice
        self.depth = sum(name.endswith("attention.self.query.weight") for name in self._weights)
        for index in range(self.depth):
            self._fuse(f"encoder.layer.{index}.attention.self")
        if adapter is not None:
            adapt(self._weights, adapter)
        self._weights = {name: each.to(dtype) for name, each in self._weights.items()}

    @property
    def precision(self) -> str:
        return "bf16" if self._weights["embeddings.word_embeddings.weight"].itemsize == 2 else "fp32"

    def forward(self, ids: "torch.Tensor", *, layers: Sequence[int]) -> "list[torch.Tensor]":
        """Token states (batch, width, dimensions) after each of `layers`, in their order; 0 is the embeddings."""
        padding = (ids != PAD)[:, None, None, :] if bool((ids == PAD).any()) else None
        states = self._embed(ids)
        kept = {0: states}
        for index in range(max(layers)):
            states = self._layer(states, index, padding)
            kept[index + 1] = states
        return [kept[layer] for layer in layers]

    def _embed(self, ids: "torch.Tensor") -> "torch.Tensor":
        from torch.nn import functional

        words = functional.embedding(ids, self._weights["embeddings.word_embeddings.weight"])
        places = self._weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm(words + (places + kind), "embeddings.LayerNorm")

    def _layer(self, states: "torch.Tensor", index: int, padding: "torch.Tensor | None") -> "torch.Tensor":
        from torch.nn import functional

        name = f"encoder.layer.{index}"
        batch, width, size = states.shape
        mixed = self._linear(states, f"{name}.attention.self.fused").view(batch, width, 3, HEADS, size // HEADS)
        query, key, value = mixed.permute(2, 0, 3, 1, 4).unbind(0)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=padding)
        seen = seen.transpose(1, 2).reshape(batch, width, size)
        states = self._norm(
            states + self._linear(seen, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm"
        )
        wide = functional.gelu(self._linear(states, f"{name}.intermediate.dense"))
        return self._norm(states + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _linear(self, states: "torch.Tensor", name: str) -> "torch.Tensor":
        from torch.nn import functional

        return functional.linear(states, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, states: "torch.Tensor", name: str) -> "torch.Tensor":
        from torch.nn import functional

        weight = self._weights[f"{name}.weight"]
        return functional.layer_norm(states, (states.shape[-1],), weight, self._weights[f"{name}.bias"], EPSILON)

    def _fuse(self, name: str) -> None:
        """One multiplication for query, key and value instead of three."""
        import torch

        for kind in ("weight", "bias"):
            parts = [self._weights.pop(f"{name}.{each}.{kind}") for each in ("query", "key", "value")]
            self._weights[f"{name}.fused.{kind}"] = torch.cat(parts)
