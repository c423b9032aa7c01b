"""Writes what a person should know of the weights: the manifest that is checked at start, and a card for each file."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from app.inference.encoder import PACKAGE, SHA256
from app.inference.heads import load_head
from app.inference.training.fit import SEED
from app.inference.training.teacher import FILE as ANSWERS

COMMAND = "warmline models train --data DATA"
ASKING = "warmline models teach --data DATA --teacher FOLDER"
LICENCE = "Apache-2.0"

_MANIFEST = Template("""# Written by the training recipe; checked when the models are loaded.

[encoder]
name = "all-MiniLM-L6-v2"
package = "$package"
revision = "0.1.0"
sha256 = "$encoder"
licence = "Apache-2.0"

[adapter]
name = "adapter"
file = "adapter.safetensors"
sha256 = "$adapter"
licence = "$licence"
recipe = "$command"
seed = $seed
card = "cards/adapter.md"
""")
_ENTRY = Template("""
[[head]]
name = "$name"
file = "$file"
sha256 = "$sha256"
licence = "$licence"
labels = [$labels]
recipe = "$command"
seed = $seed
card = "cards/$name.md"
""")
_TEACHER = Template("""
[teacher]
name = "teacher"
file = "$file"
sha256 = "$sha256"
licence = "$licence"
recipe = "$command"
card = "cards/teacher.md"
""")
_MARK = "<!-- figures: written by `warmline models evaluate`, from the committed weights -->"
HASH = 12  # digits that a card shows of a hash
NAMELESS = 200  # labels from which they are numbers or a benchmark's own, and are not listed


def write_manifest(models: Path, heads: Iterable[str]) -> None:
    """The list of the adapter, the heads and a teacher's answers, files named as from the folder, with their hashes."""
    text = _MANIFEST.substitute(
        package=PACKAGE,
        encoder=SHA256,
        adapter=sha256(models / "adapter.safetensors"),
        licence=LICENCE,
        command=COMMAND,
        seed=SEED,
    )
    for name in heads:
        file = models / name
        text += _ENTRY.substitute(
            name=file.stem,
            file=name,
            sha256=sha256(file),
            licence=LICENCE,
            labels=_listed(load_head(file).labels),
            command=COMMAND,
            seed=SEED,
        )
    if (models / ANSWERS).exists():
        text += _TEACHER.substitute(file=ANSWERS, sha256=sha256(models / ANSWERS), licence=LICENCE, command=ASKING)
    (models / "manifest.toml").write_text(text, encoding="utf-8")


def write_cards(models: Path, figures: Mapping[str, Mapping[str, Any]]) -> None:
    """Put the tables below the mark of each card, with the weights that they are of; what people wrote above stays."""
    hashes = _hashes(models)
    for name, tables in figures.items():
        file = models / "cards" / f"{name}.md"
        said = file.read_text(encoding="utf-8").split("<!-- figures:")[0].rstrip() if file.exists() else f"# {name}"
        file.parent.mkdir(exist_ok=True)
        of = f"Of the weights {hashes['adapter']} (adapter) and {hashes[name]}.\n\n" if name in hashes else ""
        file.write_text(f"{said}\n\n{_MARK}\n\n{of}{table(tables)}", encoding="utf-8")


def _hashes(models: Path) -> dict[str, str]:
    """The first digits of the sha256 of each file of weights, by its name; empty before there is a manifest."""
    file = models / "manifest.toml"
    if not file.exists():
        return {}
    manifest = tomllib.loads(file.read_text(encoding="utf-8"))
    return {each["name"]: each["sha256"][:HASH] for each in (manifest["adapter"], *manifest["head"])}


def table(figures: Mapping[str, Any]) -> str:
    """Figures by the name of their table, as Markdown."""
    lines: list[str] = []
    for name, found in figures.items():
        lines += [f"### {name}", ""]
        nested = {key: each for key, each in found.items() if isinstance(each, Mapping)}
        lines += _rows_of(nested) if nested else ["| figure | value |", "| --- | ---: |"]
        lines += [f"| {key} | {each:g} |" for key, each in found.items() if key not in nested]
        lines.append("")
    return "\n".join(lines)


def _rows_of(nested: Mapping[str, Mapping[str, float]]) -> list[str]:
    columns = list(dict.fromkeys(column for each in nested.values() for column in each))
    return [
        f"| | {' | '.join(columns)} |",
        f"| --- |{' ---: |' * len(columns)}",
        *(f"| {key} | {' | '.join(_cell(each.get(column)) for column in columns)} |" for key, each in nested.items()),
    ]


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(f'"{label}"' for label in labels) if len(labels) < NAMELESS else ""


def sha256(file: Path) -> str:
    """Of what the file holds, in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
