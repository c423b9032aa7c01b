"""`warmline triage FILE --json`: one object a ticket, whose parts hold together."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.commands import command_line

pytestmark = pytest.mark.models

ANGRY = {
    "id": "17",
    "messages": [
        {"role": "customer", "at": "2026-03-01T09:00:00Z", "text": "Hi, our flow stopped last night. Can you help?"},
        {"role": "agent", "at": "2026-03-01T10:00:00Z", "text": "Please restart the connector and try again."},
        {"role": "customer", "at": "2026-03-01T11:00:00Z", "text": "I did. It is still broken."},
        {"role": "agent", "at": "2026-03-01T12:00:00Z", "text": "Could you restart the connector once more?"},
        {
            "role": "customer",
            "at": "2026-03-02T09:00:00Z",
            "text": "This is ridiculous. I already did that and it didn't work. I want to speak to your manager now.",
        },
    ],
}
CALM = {
    "id": "18",
    "messages": [
        {"role": "customer", "at": "2026-03-01T09:00:00Z", "text": "Thank you, that solved it. Have a nice day!"}
    ],
}
KEYS = {
    "id",
    "score",
    "state",
    "probability",
    "suggestion",
    "candidates",
    "contributions",
    "counterfactuals",
    "rules",
    "messages",
    "versions",
}


def triage(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, Any]]:
    assert command_line.run(["triage", str(path), "--json", *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in (ANGRY, CALM)) + "\n")
    return path


def test_a_bare_conversation_is_enough(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    angry, calm = triage(file, capsys)
    assert angry.keys() == KEYS
    assert (angry["id"], calm["id"]) == ("17", "18")
    assert angry["suggestion"]["escalate"] is True
    assert calm["suggestion"]["escalate"] is False
    assert angry["score"] > calm["score"]
    assert angry["probability"] > 0.5 > calm["probability"]
    for each in angry["counterfactuals"]:
        assert not each["escalate"]
        assert each["words"].startswith("Not suggested if ")
        assert 1 <= len(each["facts"]) <= 3


def test_what_is_shown_sums_to_the_score_and_every_span_is_words(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    angry, _ = triage(file, capsys)
    assert sum(each["points"] for each in angry["contributions"]) == angry["score"]
    spans = [span for each in angry["contributions"] for span in each["evidence"]]
    assert spans
    for span in spans:
        text = ANGRY["messages"][span["message"]]["text"]
        assert text[span["start"] : span["end"]].strip()


def test_sentiment_lies_in_its_range_and_tells_anger_from_thanks(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    angry, calm = triage(file, capsys)
    sentiments = [each["sentiment"] for each in angry["messages"] + calm["messages"]]
    assert all(-1 <= each <= 1 for each in sentiments)
    assert angry["messages"][-1]["sentiment"] < 0 < calm["messages"][0]["sentiment"]
    assert "supervisor_demand" in angry["messages"][-1]["intents"]


def test_the_past_does_not_know_the_future(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    angry, _ = triage(file, capsys, "--as-of", "2026-03-01T09:30:00Z")
    assert len(angry["messages"]) == 1
    assert angry["suggestion"]["escalate"] is False


def test_bad_lines_are_named_and_the_rest_is_read(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('{"id": "1", "messages"\n' + json.dumps(CALM) + "\n[]\n")
    assert command_line.run(["triage", str(file), "--json"]) == 0
    printed = capsys.readouterr()
    assert [json.loads(line)["id"] for line in printed.out.splitlines()] == ["18"]
    assert "line 1" in printed.err
    assert "line 3" in printed.err


def test_without_json_it_says_the_same_in_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["triage", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "17  " in printed
    assert "->" in printed


def test_without_json_the_rule_that_decided_and_what_would_turn_it_are_a_line_each(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    angry, calm = triage(file, capsys)
    assert command_line.run(["triage", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    of_calm = lines.index(next(each for each in lines if each.startswith("18  ")))
    assert angry["suggestion"]["rule"] == "Asks for a supervisor"
    assert lines[:of_calm].count("    rule: Asks for a supervisor") == 1
    assert [each["words"] for each in angry["counterfactuals"]] == [
        each.strip() for each in lines[:of_calm] if each.startswith("    Not suggested if ")
    ]
    assert calm["suggestion"]["rule"] is None
    assert not [each for each in lines[of_calm:] if each.startswith("    rule:")]


def test_the_people_that_a_file_tells_of_are_candidates_with_their_factors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "desk.jsonl"
    group = {"groups": ["Tier 4 Executive"], "tier": 4, "presence": "available"}
    people = [
        {"login": "victor", "name": "Victor Sandoval", **group, "capacity": 4},
        {"login": "wanda", "name": "Wanda Ek", **group, "capacity": 1},
        {"login": "xenia", "name": "Xenia Roth", **group, "away": {"until": "2026-03-03T00:00:00Z"}},
        {"login": "ana", "name": "Ana Ortiz", "groups": ["Tier 1"], "tier": "first"},
    ]
    owned = {**CALM, "id": "19", "owner": "wanda"}
    path.write_text("\n".join(json.dumps(each) for each in (ANGRY, *people, CALM, owned)) + "\n")
    assert command_line.run(["triage", str(path), "--json"]) == 0
    printed = capsys.readouterr()
    angry, calm, _ = (json.loads(line) for line in printed.out.splitlines())
    assert (angry["suggestion"]["group"], angry["suggestion"]["agent"]) == ("Tier 4 Executive", "desk:victor")
    found = {each["agent"]: each for each in angry["candidates"]}
    assert {name: each["available"] for name, each in found.items()} == {
        "desk:victor": True,
        "desk:wanda": False,
        "desk:xenia": False,
    }
    assert next(iter(found)) == "desk:victor"
    assert found["desk:wanda"]["why_not"] == "full: 1 of 1"
    assert found["desk:xenia"]["why_not"] == "away until 3 Mar 00:00 UTC"
    factors = found["desk:victor"]["factors"]
    assert {"workload", "presence", "complexity"} <= {each["factor"] for each in factors}
    assert sum(each["points"] for each in factors) == found["desk:victor"]["points"]
    assert all(each["because"] for each in factors)
    assert found["desk:victor"]["after"] == 1
    assert calm["candidates"] == []
    assert printed.err.startswith("desk.jsonl line 5: ana's tier 'first' is not a whole number from 1 to 6")


def test_labels_say_how_right_it_is_beside_what_keywords_and_mood_would_say(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("ticket,label\n17,y\n18,n\n99,y\n")
    assert command_line.run(["triage", str(file), "--labels", str(labels)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("2 labelled tickets, 1 to escalate\n")
    assert "| Warmline | 1.00 (0.21 to 1.00) | 1.00 (0.21 to 1.00) | 1.00 | 1 |" in told
    assert "| keywords alone | 1.00" in told
    labels.write_text("ticket,label\n99,y\n")
    assert command_line.run(["triage", str(file), "--labels", str(labels)]) == 1
    assert "None of the tickets has a label" in capsys.readouterr().err
