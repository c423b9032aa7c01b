"""Runs the recipe: `python -m app.inference.training train|evaluate --data DIR --models DIR`."""

import argparse
import sys
from pathlib import Path

from app.errors import WarmlineError
from app.inference.minilm import HEADS
from app.inference.training.cards import table
from app.inference.training.recipe import evaluate, train


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m app.inference.training", description=__doc__)
    parser.add_argument("deed", choices=("train", "evaluate"))
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data sets")
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder of the phrases and the weights")
    parser.add_argument("--cache", type=Path, help="folder for what the encoder has read, so that a run can be resumed")
    parser.add_argument("--only", choices=HEADS, help="train this head alone")
    wanted = parser.parse_args()
    try:
        if wanted.deed == "train":
            heads = (wanted.only,) if wanted.only else HEADS
            figures = train(wanted.data, wanted.models, progress=_say, cache=wanted.cache, heads=heads)
        else:
            figures = evaluate(wanted.data, wanted.models, progress=_say, cache=wanted.cache)
        sys.stdout.write(table(figures))
    except WarmlineError as error:
        _say(str(error))
        return 1
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    raise SystemExit(main())
