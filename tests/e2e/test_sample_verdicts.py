"""The sample workspace, read by the real models and judged by the default rules, against what a lead would do.

Run with `-s` for the figures, beside two baselines that anybody could write in an afternoon.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from app import paths
from app.bootstrap import analyzer, default_assessor
from app.connectors.sample.connector import SampleConnector
from app.domain.batch import START, Batch
from app.domain.score import ScoreState
from app.service.against_labels import WAYS, figures, keyword, last_mood, suggested
from app.service.triage_file import Verdict, verdicts
from app.settings import ConnectionSettings
from tests.builders import NOW
from tests.e2e.left_out import left_out_error

pytestmark = [pytest.mark.models, pytest.mark.timeout(240)]

LABELS = Path(__file__).parent / "sample_labels.toml"
LOOK_ALIKES = [str(number) for number in range(1032, 1041)]  # legal paper, a security deposit, "my manager says thanks"

# Measured with three revisions of the heads: precision 0.92 to 0.95, recall 0.95 to 0.97, right group 0.89 to 0.94.
PRECISION, RECALL, GROUP = 0.85, 0.87, 0.85
SQUARED_ERROR = 0.12  # of the probabilities; 0.05 when they were fitted, 0.25 for always saying one half


@dataclass(frozen=True, slots=True)
class Label:
    escalate: bool
    why: str
    groups: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def labels() -> Mapping[str, Label]:
    document = tomllib.loads(LABELS.read_text("utf-8"))
    return {
        number: Label(entry["escalate"], entry["why"], tuple(entry.get("groups", ())))
        for number, entry in document.items()
    }


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Verdict]:
    """A verdict on each unfinished ticket, by number, at the instant in which the workspace is first opened."""
    batch = sample(tmp_path_factory.mktemp("workspace"))
    resources = paths.resources()
    assessor = default_assessor(weights=resources / "weights.toml", rulebook=resources / "rulebook.toml")
    found = verdicts(batch, analyzer(), assessor, as_of=NOW)
    return {each.snapshot.ticket.number: each for each in found if not each.snapshot.ticket.status.finished}


def sample(folder: Path) -> Batch:
    """All that the sample's connector tells somebody who opens it now."""
    options = MappingProxyType({"folder": str(folder)})
    settings = ConnectionSettings("sample", "sample", url=str(paths.resources() / "demo"), options=options)
    connector = SampleConnector(settings, now=lambda: NOW)
    batches = [connector.changes(START)]
    while batches[-1].more:
        batches.append(connector.changes(batches[-1].cursor))
    return Batch(
        cursor=batches[-1].cursor,
        more=False,
        tickets=tuple(each for batch in batches for each in batch.tickets),
        messages=tuple(each for batch in batches for each in batch.messages),
        events=tuple(each for batch in batches for each in batch.events),
        accounts=tuple(each for batch in batches for each in batch.accounts),
        agents=tuple(each for batch in batches for each in batch.agents),
    )


def test_every_ticket_has_a_label_and_every_label_a_ticket(
    judged: Mapping[str, Verdict], labels: Mapping[str, Label]
) -> None:
    assert set(judged) == set(labels)
    assert all(bool(label.groups) is label.escalate for label in labels.values())


def test_suggestions_are_mostly_right_and_miss_little(
    judged: Mapping[str, Verdict], labels: Mapping[str, Label]
) -> None:
    wanted = truth(labels)
    tell(f"\n{len(labels)} open tickets, {sum(wanted.values())} to escalate")
    for name, way in WAYS.items():
        each = figures(judged.values(), wanted, way)
        tell(f"{name:>30}: precision {each.precision.value:.2f}, recall {each.recall.value:.2f}")
    for number, verdict in judged.items():
        if suggested(verdict) is not labels[number].escalate:
            kind = "not needed" if suggested(verdict) else "missed"
            tell(f"{kind:>26}: {number} {verdict.snapshot.ticket.subject!r} ({labels[number].why})")
    ours = figures(judged.values(), wanted, suggested)
    assert (ours.precision.value or 0) >= PRECISION
    assert (ours.recall.value or 0) >= RECALL


def test_suggestions_beat_what_keywords_or_the_last_mood_would_say(
    judged: Mapping[str, Verdict], labels: Mapping[str, Label]
) -> None:
    ours = figures(judged.values(), truth(labels), suggested)
    for baseline in (keyword, last_mood):
        theirs = figures(judged.values(), truth(labels), baseline)
        assert (ours.precision.value or 0) > (theirs.precision.value or 0)
        assert (ours.recall.value or 0) > (theirs.recall.value or 0)


def test_right_ones_go_to_the_right_group(judged: Mapping[str, Verdict], labels: Mapping[str, Label]) -> None:
    right = {number: each for number, each in judged.items() if suggested(each) and labels[number].escalate}
    astray = {number: group(each) for number, each in right.items() if group(each) not in labels[number].groups}
    tell(f"\nright group {1 - len(astray) / len(right):.2f}; astray: {astray}")
    assert len(right) - len(astray) >= GROUP * len(right)


def test_probabilities_are_about_what_leads_did(judged: Mapping[str, Verdict], labels: Mapping[str, Label]) -> None:
    """The curve was fitted on these very tickets, so the first only proves that it still belongs to these weights."""
    told = [(each.triage.score.probability, labels[number].escalate) for number, each in judged.items() if counts(each)]
    wrong = sum((probability - escalate) ** 2 for probability, escalate in told if probability is not None) / len(told)
    tell(f"\nprobability: mean squared error {wrong:.3f} on {len(told)} tickets")
    assert all(probability is not None for probability, _ in told)
    assert wrong <= SQUARED_ERROR
    points = [(each.triage.score.points, labels[number].escalate) for number, each in judged.items() if counts(each)]
    without = left_out_error(points)
    tell(f"each left out of a fit of its own: {without:.3f}")
    assert without <= SQUARED_ERROR


def test_what_would_turn_a_verdict_is_told_for_most_of_those_near_the_threshold(
    judged: Mapping[str, Verdict],
) -> None:
    near = [each for each in judged.values() if counts(each) and abs(each.triage.score.to_suggest) <= 20]
    assert sum(bool(each.counterfactuals) for each in near) >= 0.8 * len(near)
    for verdict in judged.values():
        for each in verdict.counterfactuals:
            assert each.escalate is not suggested(verdict)


@pytest.mark.parametrize("number", LOOK_ALIKES)
def test_what_only_looks_alarming_stays_quiet(judged: Mapping[str, Verdict], number: str) -> None:
    verdict = judged[number]
    assert not suggested(verdict), (verdict.triage.suggestion.because, verdict.triage.score.contributions)


def test_every_score_is_the_sum_of_its_parts_and_every_span_quotes_words(judged: Mapping[str, Verdict]) -> None:
    for number, verdict in judged.items():
        texts = {read.message.id: read.message.text for read in verdict.snapshot.thread}
        score = verdict.triage.score
        assert score.points == sum(each.points for each in score.contributions), number
        for span in (span for each in score.contributions for span in each.evidence):
            assert 0 <= span.start < span.end <= len(texts[span.message]), number
            assert texts[span.message][span.start : span.end].strip(), number


def truth(labels: Mapping[str, Label]) -> dict[str, bool]:
    return {number: label.escalate for number, label in labels.items()}


def counts(verdict: Verdict) -> bool:
    """Whether a probability says something: the ticket was read, and is not already where it belongs."""
    triage = verdict.triage
    return triage.score.state is not ScoreState.UNKNOWN and not triage.suggestion.because.startswith("It is already")


def tell(line: str) -> None:
    print(line)  # noqa: T201 - who asks for the figures runs this with -s


def group(verdict: Verdict) -> str:
    where = verdict.triage.suggestion.destination
    return where.group if where else ""
