"""The shipped weights, loaded once."""

from pathlib import Path

import pytest

from app.inference.encoder import Encoder, load_encoder
from app.inference.minilm import MiniLMAnalyzer, load_analyzer

MODELS = Path(__file__).parents[2] / "models"


@pytest.fixture(scope="session")
def models() -> Path:
    return MODELS


@pytest.fixture(scope="session")
def analyzer() -> MiniLMAnalyzer:
    return load_analyzer(MODELS)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()
