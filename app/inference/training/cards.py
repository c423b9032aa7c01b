"""Writes what a person should know of the weights: the manifest that is checked at start, and a card for each head."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from app.inference.encoder import PACKAGE, SHA256
from app.inference.heads import load_head
from app.inference.training.fit import SEED

COMMAND = "python -m app.inference.training train --data DATA --models models"
LICENCE = "Apache-2.0"

_MANIFEST = Template("""# Written by the training recipe; checked when the models are loaded.

[encoder]
name = "all-MiniLM-L6-v2"
package = "$package"
revision = "0.1.0"
sha256 = "$encoder"
licence = "Apache-2.0"
""")
_ENTRY = Template("""
[[head]]
name = "$name"
file = "$name.safetensors"
sha256 = "$sha256"
licence = "$licence"
labels = [$labels]
recipe = "$command"
seed = $seed
card = "cards/$name.md"
""")
_MARK = "<!-- figures: written by `evaluate`, from the committed weights -->"


def write_manifest(models: Path) -> None:
    """The list of the heads in the folder with their hashes."""
    text = _MANIFEST.substitute(package=PACKAGE, encoder=SHA256)
    for name in ("sentiment", "intents"):
        file = models / f"{name}.safetensors"
        text += _ENTRY.substitute(
            name=name,
            sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
            licence=LICENCE,
            labels=", ".join(f'"{label}"' for label in load_head(file).labels),
            command=COMMAND,
            seed=SEED,
        )
    (models / "manifest.toml").write_text(text, encoding="utf-8")


def write_cards(models: Path, figures: Mapping[str, Any]) -> None:
    """Put the figures below the mark of each card; what people wrote above it stays."""
    for name, found in figures.items():
        file = models / "cards" / f"{name}.md"
        said = file.read_text(encoding="utf-8").split(_MARK)[0].rstrip() if file.exists() else f"# {name}"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{said}\n\n{_MARK}\n\n{table({name: found})}", encoding="utf-8")


def table(figures: Mapping[str, Any]) -> str:
    """The figures as Markdown tables."""
    lines: list[str] = []
    for name, found in figures.items():
        lines += [f"### {name}", ""]
        nested = {key: each for key, each in found.items() if isinstance(each, Mapping)}
        if nested:
            columns = list(next(iter(nested.values())))
            lines += [f"| intent | {' | '.join(columns)} |", f"| --- |{' ---: |' * len(columns)}"]
            lines += [
                f"| {key} | {' | '.join(f'{each[column]:g}' for column in columns)} |" for key, each in nested.items()
            ]
        else:
            lines += ["| figure | value |", "| --- | ---: |", *(f"| {key} | {each:g} |" for key, each in found.items())]
        lines.append("")
    return "\n".join(lines)
