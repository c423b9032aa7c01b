"""Teaches the encoder's adapter all lessons at once, in steps that can be interrupted and taken up again."""

import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from app.inference.base import Progress
from app.inference.encoder import DIMENSIONS, LAYERS
from app.inference.heads import Head
from app.inference.training.device import device
from app.inference.training.fit import SCALE, SEED
from app.inference.training.lessons import Lesson, batches
from app.inference.training.lora import TrainableBert
from app.inference.training.plan import Plan
from app.inference.training.rates import rising_and_falling

if TYPE_CHECKING:
    import torch

HEAD_RATE = 3e-3
DECAY = 0.01
AVERAGE = 0.998  # what is kept is this running mean of the weights, steadier than the last ones
DROPPED = 0.1  # of the features that heads see, while they learn
CLIP = 1.0
SAVED_EVERY = 100  # steps; a few minutes of work are lost at most

State = dict[str, Any]


class Course:
    """One run over some lessons as `plan` says; `_state` is all that is needed to take it up again after any step."""

    def __init__(self, encoder: Path, lessons: Sequence[Lesson], plan: Plan) -> None:
        import torch

        self._lessons = {each.name: each for each in lessons}
        self._bert = TrainableBert(encoder, rank=plan.rank, device=device())
        torch.manual_seed(SEED)
        width = len(LAYERS) * DIMENSIONS
        self._heads = {each.name: torch.nn.Linear(width, len(each.labels)).to(self._bert.device) for each in lessons}
        targets = {each.name: torch.tensor(each.targets, dtype=torch.float32) for each in lessons}
        self._targets = {name: each.to(self._bert.device) for name, each in targets.items()}
        self._batches = mixed(lessons, most=plan.batch_tokens)[: plan.steps]
        self._warm = plan.warm
        self._name = plan.name
        heads = [each for head in self._heads.values() for each in head.parameters()]
        self._parameters = [*self._bert.parameters(), *heads]
        self._averages = [each.detach().clone() for each in self._parameters]
        self._optimiser = torch.optim.AdamW(
            [{"params": list(self._bert.parameters()), "lr": plan.rate}, {"params": heads, "lr": HEAD_RATE}],
            weight_decay=DECAY,
        )
        self._rates = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self._rate)
        self.step = 0

    @property
    def steps(self) -> int:
        return len(self._batches)

    def run(self, checkpoint: Path, progress: Progress, *, until: int | None = None) -> None:
        """Go through the course, to its end or `until` a step, from where an earlier run saved itself."""
        import torch

        if checkpoint.exists():
            self._restore(torch.load(checkpoint, weights_only=True, map_location=self._bert.device))
            progress(f"Adapter, {self._name}: taken up again at step {self.step:,} of {self.steps:,}")
        started, first = time.monotonic(), self.step
        last = self.steps if until is None else until
        losses: dict[str, float] = {}
        while self.step < last:
            name, loss = self._learn(*self._batches[self.step])
            losses[name] = loss if name not in losses else 0.95 * losses[name] + 0.05 * loss
            self.step += 1
            if self.step % SAVED_EVERY == 0 or self.step == last:
                _save(self._state(), checkpoint)
                left = (time.monotonic() - started) / (self.step - first) * (self.steps - self.step)
                said = ", ".join(f"{name} {each:.3f}" for name, each in sorted(losses.items()))
                at = f"step {self.step:,} of {self.steps:,}, {left / 60:.0f} min left"
                progress(f"Adapter, {self._name}: {at}; loss {said}")

    def finish(self, file: Path) -> dict[str, Head]:
        """Write the adapter, as it was on average over the last steps; its heads."""
        import torch

        with torch.no_grad():
            for parameter, average in zip(self._parameters, self._averages, strict=True):
                parameter.copy_(average)
        self._bert.save(file)
        return {name: _head(self._heads[name], lesson.labels) for name, lesson in self._lessons.items()}

    def _learn(self, name: str, chosen: Sequence[int]) -> tuple[str, float]:
        import torch
        from torch.nn import functional

        lesson = self._lessons[name]
        torch.manual_seed(SEED + self.step)  # so that a run that was taken up again drops what it would have dropped
        features = self._bert.features([lesson.windows[index] for index in chosen])
        vectors, rows = _taught(features, [lesson.owners[index] for index in chosen], lesson, chosen)
        logits = self._heads[name](functional.dropout(vectors * SCALE, DROPPED))
        loss = lesson.loss(logits, self._targets[name][rows]) * lesson.weight
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._parameters, CLIP)
        self._optimiser.step()
        self._rates.step()
        kept = min(AVERAGE, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for average, parameter in zip(self._averages, self._parameters, strict=True):
                average.lerp_(parameter, 1 - kept)
        return name, loss.item()

    def _rate(self, step: int) -> float:
        return rising_and_falling(step, self.steps, warm=self._warm)

    def _state(self) -> State:
        return {
            "step": self.step,
            "parameters": [each.detach() for each in self._parameters],
            "averages": self._averages,
            "optimiser": self._optimiser.state_dict(),
            "rates": self._rates.state_dict(),
        }

    def _restore(self, state: State) -> None:
        import torch

        with torch.no_grad():
            for parameter, kept in zip(self._parameters, state["parameters"], strict=True):
                parameter.copy_(kept)
        self._averages = state["averages"]
        self._optimiser.load_state_dict(state["optimiser"])
        self._rates.load_state_dict(state["rates"])
        self.step = state["step"]


def mixed(lessons: Sequence[Lesson], *, most: int) -> list[tuple[str, list[int]]]:
    """Every batch of every lesson, well mixed, in an order that only the seed decides."""
    random = Random(SEED)  # noqa: S311 - an order, no secret
    found = [(lesson.name, batch) for lesson in lessons for batch in batches(lesson, random, most=most)]
    random.shuffle(found)
    return found


def _taught(
    features: "torch.Tensor", owners: Sequence[tuple[int, ...]], lesson: Lesson, chosen: Sequence[int]
) -> "tuple[torch.Tensor, list[int]]":
    """The vectors that teach something, with the rows of the targets that they teach."""
    places: list[tuple[int, int]] = []
    rows: list[int] = []
    for place, (index, owned) in enumerate(zip(chosen, owners, strict=True)):
        first = 1 if lesson.windows[index].parts else 0
        for number, row in enumerate(owned):
            if row >= 0:
                places.append((place, first + number))
                rows.append(row)
    windows, parts = zip(*places, strict=True)
    return features[list(windows), list(parts)], rows


def _head(layer: "torch.nn.Linear", labels: tuple[str, ...]) -> Head:
    weight, bias = layer.weight.detach().cpu().numpy(), layer.bias.detach().cpu().numpy()
    return Head(labels, (weight.T * SCALE).astype("float32"), bias.astype("float32"))


def _save(state: State, file: Path) -> None:
    import torch

    part = file.with_suffix(".part")
    torch.save(state, part)
    part.replace(file)
