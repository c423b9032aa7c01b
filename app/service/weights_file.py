"""The weights' file: read, checked against the signals that there are, and completed where it lacks new ones."""

import hashlib
import logging
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app import signals
from app.domain.weights import Weights, completed, weights_from
from app.errors import SettingsInvalid

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoadedWeights:
    """The weights to score with; of the signals `lacking` the file says nothing, and the shipped weights count."""

    weights: Weights
    lacking: tuple[str, ...] = ()


def load_weights(path: Path, *, shipped: Path) -> LoadedWeights:
    """The weights of a file. Raises `SettingsInvalid` where it is wrong."""
    own, raw = _read(path)
    lacking = tuple(each for each in signals.SIGNALS if each not in own.by_signal)
    if not lacking:
        return LoadedWeights(own)
    log.warning("%s has no weight for %s: the shipped weight counts.", path, ", ".join(lacking))
    ours, raw_ours = _read(shipped)
    both = replace(completed(own, ours), revision=_revision(raw + raw_ours))  # it changes with either file
    return LoadedWeights(both, lacking)


def _read(path: Path) -> tuple[Weights, bytes]:
    try:
        raw = path.read_bytes()
        document: dict[str, Any] = tomllib.loads(raw.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsInvalid(f"{path} cannot be read: {error}. Mend it, or remove it to use the default.") from error
    return weights_from(document, revision=_revision(raw), name=str(path), signals=tuple(signals.SIGNALS)), raw


def _revision(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:12]
