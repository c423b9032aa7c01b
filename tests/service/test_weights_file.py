"""A team's own weights: names that there are not are met by their author, and new signals stop no run."""

import logging
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import paths
from app.bootstrap import default_assessor
from app.domain.snapshot import Reading
from app.domain.weights import weights_from
from app.errors import SettingsInvalid
from app.service.weights_file import load_weights
from app.signals import SIGNALS
from tests.odd_values import ODD, Place, at, kind, places
from tests.signals.scene import customer, scene

SHIPPED = paths.resources() / "weights.toml"
TEXT = SHIPPED.read_text("utf-8")
OUTAGE = TEXT[TEXT.index("[signals.outage]") : TEXT.index("[signals.technical_depth]")]
OLD = TEXT.replace(OUTAGE, "").replace('  "outage",\n', "")  # as a file from before there was this signal


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "weights.toml"


def test_the_shipped_weights_lack_none(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert load_weights(SHIPPED, shipped=SHIPPED).lacking == ()
    assert not caplog.records


def test_a_misspelt_signal_is_refused_with_what_was_meant(own: Path) -> None:
    own.write_text(TEXT.replace("[signals.outage]", "[signals.outtage]"), "utf-8")
    with pytest.raises(SettingsInvalid, match=r"signals\.outtage.* 'outage' is meant, perhaps") as refused:
        load_weights(own, shipped=SHIPPED)
    assert str(own) in str(refused.value)


def test_a_signal_that_a_file_lacks_counts_as_shipped_and_is_said(own: Path, caplog: pytest.LogCaptureFixture) -> None:
    own.write_text(OLD, "utf-8")
    with caplog.at_level(logging.WARNING):
        assessor = default_assessor(weights=own)
    assert caplog.text.count("has no weight for outage: the shipped weight counts") == 1
    score, _ = assessor.judge(scene(customer("It is down.")), {"outage": Reading(1.0, "it is down")})
    assert score.points == tomllib.loads(TEXT)["signals"]["outage"]["points"]
    technical = next(each for each in assessor.weights.groups if each.name == "technical")
    assert "outage" in technical.signals


def test_the_revision_follows_both_files_where_both_count(own: Path, tmp_path: Path) -> None:
    own.write_text(OLD, "utf-8")
    other = tmp_path / "shipped.toml"
    other.write_text(TEXT + "# newer\n", "utf-8")
    revisions = [load_weights(own, shipped=each).weights.revision for each in (SHIPPED, other)]
    assert len({*revisions, load_weights(SHIPPED, shipped=SHIPPED).weights.revision}) == 3


@pytest.mark.parametrize("text", ["[thresholds", "x = " + "9" * 5_000, f"x = {'[' * 5_000}{']' * 5_000}"])
def test_what_cannot_be_read_is_refused_by_name(own: Path, text: str) -> None:
    own.write_text(text, "utf-8")
    with pytest.raises(SettingsInvalid, match="Mend it, or remove it"):
        load_weights(own, shipped=SHIPPED)


def test_a_file_that_an_editor_began_with_a_mark_is_read(own: Path) -> None:
    own.write_text(TEXT, "utf-8-sig")
    assert load_weights(own, shipped=SHIPPED).weights.suggest == 40


DOCUMENT = tomllib.loads(TEXT)


@settings(max_examples=200, deadline=None)
@given(place=st.sampled_from(tuple(places(DOCUMENT))), value=st.sampled_from(ODD))
def test_any_value_in_the_place_of_another_is_taken_or_refused_in_words(place: Place, value: Any) -> None:
    document = deepcopy(DOCUMENT)
    before = at(document, place)
    at(document, place[:-1])[place[-1]] = value
    try:
        made = weights_from(document, revision="r", name="weights.toml", signals=tuple(SIGNALS))
    except SettingsInvalid:
        return
    assert kind(before) is kind(value), (place, value)
    assert made.likelihood is not None
    assert 0 <= made.likelihood.of(40) <= 1
