"""Where things lie: what comes with the program, and what belongs to the person who runs it."""

import os
from pathlib import Path

import platformdirs

HOME = "WARMLINE_HOME"  # an environment variable: everything of the person's in this one folder
_PROGRAM = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder of icons, defaults and the sample workspace, in a checkout and in an installed wheel alike."""
    return _shipped("resources")


def models() -> Path:
    """The folder of the language models' heads and their manifest."""
    return _shipped("models")


def config_dir() -> Path:
    return _own("config", platformdirs.user_config_path("warmline", appauthor=False))


def data_dir() -> Path:
    return _own("data", platformdirs.user_data_path("warmline", appauthor=False))


def log_dir() -> Path:
    return _own("log", platformdirs.user_log_path("warmline", appauthor=False))


def _shipped(name: str) -> Path:
    bundled = _PROGRAM / "_bundled" / name
    return bundled if bundled.is_dir() else _PROGRAM.parent / name


def _own(name: str, otherwise: Path) -> Path:
    home = os.environ.get(HOME)
    return Path(home) / name if home else otherwise
