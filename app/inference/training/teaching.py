"""Asks a larger encoder, fine-tuned on the same tweets, for the tone of every text that the small one learns from.

What it says is the mean of a few runs, which know more together than the best of them (Hinton et al. 2015,
arXiv:1503.02531). It was all-mpnet-base-v2, five times the size of the encoder that is shipped; with an accelerator
that takes minutes; on two cores it would take a night or two. Each run is kept, so that what was
interrupted goes on with the next.
"""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from app.errors import BadInput
from app.inference.base import Progress
from app.inference.encoder import Window
from app.inference.training.benchmarks import BENCHMARKS, TONES
from app.inference.training.cards import sha256
from app.inference.training.device import device
from app.inference.training.embeddings import save_array
from app.inference.training.lessons import Lesson, batches, identity, one_of
from app.inference.training.phrases import toned
from app.inference.training.public import unlabelled
from app.inference.training.rates import rising_and_falling
from app.inference.training.teacher import FILE, save_answers
from app.inference.training.tone_rows import labelled_rows
from app.inference.windows import WINDOW
from app.inference.wording import reword

if TYPE_CHECKING:
    import numpy as np
    import torch

    Floats = np.ndarray[Any, np.dtype[np.float32]]

RUNS = 4
PASSES = 2.0
BATCH_TOKENS = 2560
RATE = 2e-5  # of AdamW, for the encoder
HEAD_RATE = 1e-3
WARM = 0.06  # of the steps during which the rate rises
DROPPED = 0.1  # of the features that the head sees, while it learns
AT_ONCE = 256  # texts that are read at once when it is asked


class Teacher:
    """A Hugging Face encoder in `folder`, with a head for tone on the mean of its last states."""

    def __init__(self, folder: Path, *, seed: int) -> None:
        import torch
        from tokenizers import Tokenizer
        from transformers import AutoModel

        torch.manual_seed(seed)
        self._seed = seed
        self._device = device()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._net = AutoModel.from_pretrained(str(folder), local_files_only=True).to(self._device)
        self._pad = int(self._net.config.pad_token_id)
        self._head = torch.nn.Linear(int(self._net.config.hidden_size), len(TONES)).to(self._device)

    def windows(self, texts: Sequence[str]) -> list[Window]:
        """Tokens of each text, the start of a long one, with the special ones at its ends."""
        found = self._tokenizer.encode_batch([reword(text) for text in texts])
        return [Window((*each.ids[: min(WINDOW, len(each.ids) - 1)], each.ids[-1])) for each in found]

    def learn(self, lesson: Lesson, progress: Progress) -> None:
        import torch
        from torch.nn import functional

        random = Random(self._seed)  # noqa: S311 - an order, no secret
        plan = batches(lesson, random, most=BATCH_TOKENS)
        optimiser = torch.optim.AdamW(
            [{"params": self._net.parameters(), "lr": RATE}, {"params": self._head.parameters(), "lr": HEAD_RATE}],
            weight_decay=0.01,
        )
        rates = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: rising_and_falling(step, len(plan), warm=WARM)
        )
        wanted = torch.tensor(lesson.targets).to(self._device)
        self._net.train()
        for step, chosen in enumerate(plan, start=1):
            states = functional.dropout(self._states([lesson.windows[index] for index in chosen]), DROPPED)
            loss = lesson.loss(self._head(states), wanted[chosen])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*self._net.parameters(), *self._head.parameters()], 1.0)
            optimiser.step()
            rates.step()
            if step % 100 == 0 or step == len(plan):
                progress(f"Teacher {self._seed} of {RUNS}: step {step:,} of {len(plan):,}, loss {loss.item():.3f}")

    def logits(self, windows: Sequence[Window]) -> "Floats":
        """What it says of each, (texts, 3)."""
        import numpy as np
        import torch

        order = sorted(range(len(windows)), key=lambda index: len(windows[index].tokens))
        found = np.zeros((len(windows), len(TONES)), np.float32)
        self._net.eval()
        with torch.inference_mode():
            for start in range(0, len(order), AT_ONCE):
                chosen = order[start : start + AT_ONCE]
                found[chosen] = self._head(self._states([windows[index] for index in chosen])).cpu().numpy()
        return found

    def _states(self, windows: Sequence[Window]) -> "torch.Tensor":
        """(texts, dimensions): mean token states at length one, stretched so that a feature varies by about one."""
        import torch
        from torch.nn import functional

        width = max(len(each.tokens) for each in windows)
        rows = [[*each.tokens, *[self._pad] * (width - len(each.tokens))] for each in windows]
        mask = torch.tensor([[1.0] * len(each.tokens) + [0.0] * (width - len(each.tokens)) for each in windows])
        ids, mask = torch.tensor(rows, device=self._device), mask.to(self._device)
        with torch.autocast(self._device, torch.bfloat16, enabled=self._device != "cpu"):
            states = self._net(input_ids=ids, attention_mask=mask).last_hidden_state
        means = (states.float() * mask[..., None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
        unit: torch.Tensor = functional.normalize(means, dim=-1)
        return unit * float(means.shape[1] ** 0.5)


def teach(sources: Path, models: Path, folder: Path, *, progress: Progress, cache: Path) -> None:
    """Fine-tune the encoder in `folder` anew, `RUNS` times, and write what it says of all texts into `models`."""
    import numpy as np

    if not (folder / "config.json").exists():
        raise BadInput(f"There is no encoder in {folder}; --teacher names a folder with config.json and its weights.")
    benchmark = BENCHMARKS["sentiment"](sources)
    texts, wanted = learnt = labelled_rows(benchmark, toned(models / "phrases"))
    asked = [*dict.fromkeys([*benchmark.train.texts, *unlabelled(sources), *texts])]
    manner = (BATCH_TOKENS, PASSES, RATE, HEAD_RATE, WARM, DROPPED, sha256(folder / "model.safetensors"))
    known = identity((), *manner, wanted.tobytes(), *texts, *asked)
    found = []
    for seed in range(1, RUNS + 1):
        file = cache / f"teacher-{seed}-{known}.npy"
        if not file.exists():
            save_array(file, _said(Teacher(folder, seed=seed), learnt, asked, progress))
        found.append(np.load(file))
    save_answers(asked, np.mean(found, axis=0, dtype=np.float32), models / FILE)


def _said(
    teacher: Teacher, learnt: "tuple[Sequence[str], Floats]", asked: Sequence[str], progress: Progress
) -> "Floats":
    """What a teacher that has learnt from those texts says of these."""
    texts, wanted = learnt
    windows = teacher.windows(texts)
    owners = [(index,) for index in range(len(windows))]
    teacher.learn(Lesson("sentiment", windows, owners, wanted, TONES, one_of(), passes=PASSES), progress)
    return teacher.logits(teacher.windows(asked))
