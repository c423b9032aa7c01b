"""Teaches what it means that two answers give the same advice: other words, the same way out of the problem.

The head starts as the one for likeness and is moved until wordings of one solution lie closer together than those of
any other solution, above all of the same problem (InfoNCE; van den Oord et al. 2018, arXiv:1807.03748).
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.inference.advised import advising
from app.inference.base import INTENTS
from app.inference.heads import Head, load_head, sigmoid
from app.inference.minilm import MiniLMAnalyzer
from app.inference.training.desk import Desk
from app.inference.training.fit import SEED
from app.inference.training.measures import auroc, scores

if TYPE_CHECKING:
    import numpy as np
    import torch

    Floats = np.ndarray[Any, np.dtype[np.float32]]

STEPS = 150
RATE = 3e-4
TEMPERATURE = 0.1
DROPPED = 0.2  # of the features
HELD = 1e-3  # pull towards the head for likeness, on the sum of squares; of 1e-4, 1e-2 and 1 the middle was best
FOLDS = 5
ALIKE = 0.68  # from which the signal `advice_repeated` takes two answers for the same
NEEDED = ("sentiment", "intents", "tones", "similarity")


@dataclass(frozen=True, slots=True)
class Wordings:
    """Features of answers, with the number of the problem and of the solution that each belongs to."""

    vectors: "Floats"
    problems: "np.ndarray[Any, Any]"
    solutions: "np.ndarray[Any, Any]"

    def part(self, chosen: "np.ndarray[Any, Any]") -> "Wordings":
        return Wordings(self.vectors[chosen], self.problems[chosen], self.solutions[chosen])


def train_advice(desk: Desk) -> Head:
    """The head, from the wordings in `models/solutions`; those for intents and likeness must have been fitted."""
    desk.progress("Fitting advice")
    return _fit(wordings(desk), load_head(desk.models / "similarity.safetensors"))


def wordings(desk: Desk) -> Wordings:
    import numpy as np

    texts: list[str] = []
    problems: list[int] = []
    solutions: list[int] = []
    for number, problem in enumerate(_problems(desk.models / "solutions")):
        for said in problem["solutions"]:
            solution = solutions[-1] + 1 if solutions else 0
            texts += said
            problems += [number] * len(said)
            solutions += [solution] * len(said)
    return Wordings(advice_features(texts, desk), np.array(problems), np.array(solutions))


def advice_features(texts: Sequence[str], desk: Desk) -> "Floats":
    """Features (texts, features) of what each text advises, as a message is read; of one without advice all of it."""
    import numpy as np

    heads = {name: load_head(desk.models / f"{name}.safetensors") for name in NEEDED}
    analyzer = MiniLMAnalyzer(desk.encoder, {**heads, "advice": heads["similarity"]}, revision="training")
    column = INTENTS.index("advice")
    found = []
    for text in texts:
        read = analyzer.sentences(text)
        if read is None:
            raise ValueError(f"nothing can be read in {text!r}")
        _, vectors = read
        mean = advising(vectors, sigmoid(heads["intents"].logits(vectors))[:, column])
        found.append(vectors.mean(axis=0) if mean is None else mean)
    return np.stack(found)


def advice_figures(head: Head, pairs: Sequence[dict[str, Any]], desk: Desk) -> dict[str, float]:
    """How well advice given twice is told: on labelled pairs of answers, and on problems left out of the training."""
    import numpy as np

    same = np.array([bool(pair["same"]) for pair in pairs])
    one, other = (_unit(head, advice_features([pair[side] for pair in pairs], desk)) for side in ("one", "other"))
    alike = (one * other).sum(axis=1)
    return {
        "pairs_by_another_hand": float(len(same)),
        "auroc": round(auroc(alike, same), 3),
        **{f"{name}_at_{ALIKE}": each for name, each in scores(alike >= ALIKE, same).items()},
        "auroc_within_problems_left_out": round(_crossed(desk), 3),
    }


def _crossed(desk: Desk) -> float:
    """Mean over folds of problems: pairs of answers to one problem, of the same solution or not."""
    import numpy as np

    every, start = wordings(desk), load_head(desk.models / "similarity.safetensors")
    found = []
    for fold in range(FOLDS):
        aside = every.problems % FOLDS == fold
        tested = every.part(aside)
        vectors = _unit(_fit(every.part(~aside), start), tested.vectors)
        one, other = np.triu_indices(len(vectors), 1)
        within = tested.problems[one] == tested.problems[other]
        one, other = one[within], other[within]
        alike = (vectors[one] * vectors[other]).sum(axis=1)
        found.append(auroc(alike, tested.solutions[one] == tested.solutions[other]))
    return float(np.mean(found))


def _fit(wordings: Wordings, start: Head) -> Head:
    import torch
    from torch.nn import functional

    torch.manual_seed(SEED)
    inputs, solutions = torch.tensor(wordings.vectors), torch.tensor(wordings.solutions)
    before = torch.tensor(start.weight)
    weight, bias = before.clone().requires_grad_(), torch.tensor(start.bias).requires_grad_()
    itself = torch.eye(len(inputs), dtype=torch.bool)
    same = (solutions[:, None] == solutions[None]) & ~itself
    optimiser = torch.optim.Adam([weight, bias], lr=RATE)
    for _ in range(STEPS):
        vectors = functional.normalize(functional.dropout(inputs, DROPPED) @ weight + bias, dim=1)
        likely = functional.log_softmax((vectors @ vectors.T / TEMPERATURE).masked_fill(itself, -1e9), dim=1)
        loss = -((likely * same).sum(dim=1) / same.sum(dim=1)).mean() + HELD * ((weight - before) ** 2).sum()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return Head(start.labels, _plain(weight), _plain(bias))


def _plain(values: "torch.Tensor") -> "Floats":
    import numpy as np

    return np.ascontiguousarray(values.detach().numpy(), dtype=np.float32)


def _unit(head: Head, vectors: "Floats") -> "Floats":
    import numpy as np

    raw = head.logits(vectors)
    unit: Floats = raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
    return unit


def _problems(folder: Path) -> list[dict[str, Any]]:
    """Every problem of the files in the folder, in the order of their names."""
    return [
        problem
        for file in sorted(folder.glob("*.toml"))
        for problem in tomllib.loads(file.read_text(encoding="utf-8"))["problem"]
    ]
