"""Briefs are measured against marked sentences, beside two baselines, on two halves of the conversations."""

import json
from array import array
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain.analysis import Analysis
from app.domain.share import Share
from app.inference.training.brief_figures import Figures, brief_figures
from app.inference.training.brief_table import brief_table
from app.inference.training.centrality import lexrank
from tests.fakes import FakeAnalyzer

PROBLEM, ADVICE, ASIDE = "The export fails with error 502.", "I have restarted the gateway.", "It rains here."
DIMENSIONS = 2


class ByWords(FakeAnalyzer):
    """Puts what speaks of an error into one direction, and all else into another."""

    def analyze(self, texts: Sequence[str]) -> list[Analysis]:
        ways = [array("f", (1, 0) if "error" in text else (0, 1)).tobytes() for text in texts]
        return [replace(each, embedding=way) for each, way in zip(super().analyze(texts), ways, strict=True)]


@pytest.fixture
def measured(tmp_path: Path) -> dict[str, dict[str, Figures]]:
    """Three conversations: problem, advice and an aside; the advice of the third is not marked."""
    told = [("customer", f"{PROBLEM} {ASIDE}"), ("agent", ADVICE), ("customer", ASIDE)]
    at = "2017-10-31T21:45:10+00:00"
    messages = [{"role": role, "author": role, "at": at, "text": text} for role, text in told]
    threads = tmp_path / "threads.jsonl"
    threads.write_text("\n".join(json.dumps({"id": each, "messages": messages}) for each in "123"))
    labels = tmp_path / "briefs.toml"
    problem, advice = [[0, 0, len(PROBLEM)]], [[1, 0, len(ADVICE)]]
    labels.write_text(
        "\n".join(
            f'[[thread]]\nid = "{each}"\nproblem = {problem}\ntried = {advice if each != "3" else []}\nopen = []'
            for each in "123"
        )
    )
    found = brief_figures(ByWords(), threads=threads, labels=labels)
    return {half: dict(named) for half, named in found.items()}


def test_the_brief_and_both_baselines_are_counted(measured: dict[str, dict[str, Figures]]) -> None:
    found = measured["all"]
    assert found["brief"].right == Share(5, 6)
    assert found["brief"].coverage == {"problem": Share(3, 3), "tried": Share(2, 2), "open": Share(0, 0)}
    assert found["first and last message"].right == Share(3, 9)
    assert found["first and last message"].coverage["tried"] == Share(0, 2)
    assert found["most central sentences"].right.total == 6, "as many as the brief shows"
    assert found["brief"].together == Share(5, 5)


def test_each_half_has_its_own_conversations(measured: dict[str, dict[str, Figures]]) -> None:
    assert {half: named["brief"].conversations for half, named in measured.items()} == {
        "development": 2,
        "held out": 1,
        "all": 3,
    }
    assert measured["held out"]["brief"].right == Share(2, 2)


def test_the_table_names_every_figure(measured: dict[str, dict[str, Figures]]) -> None:
    lines = brief_table(measured).splitlines()
    assert lines[0] == "development, 2 conversations"
    brief = next(each for each in lines if each.startswith("brief"))
    said = " ".join(brief.split())
    assert said == "brief 4 0.75 [0.30, 0.95] 1.00 (2 of 2) 1.00 (1 of 1) none (0 of 0) 1.00 (3 of 3)"


def test_the_most_central_is_what_most_others_are_like() -> None:
    vectors = np.array([[1, 0, 0], [0.8, 0.6, 0], [0.6, 0.8, 0], [0, 0, 1]], np.float32)
    ranks = lexrank(vectors)
    assert ranks.sum() == pytest.approx(1)
    assert int(np.argmax(ranks)) == 1
    assert ranks[3] == pytest.approx(1 / 4), "what is like itself alone neither wins nor loses"


def test_sentences_that_could_not_be_read_share_their_rank() -> None:
    assert lexrank(np.zeros((4, DIMENSIONS), np.float32)) == pytest.approx([0.25] * 4)
    assert lexrank(np.zeros((0, DIMENSIONS), np.float32)).size == 0
