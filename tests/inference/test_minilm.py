"""What the shipped models say of messages: by meaning, with the sentences that earned it, however odd the text."""

import shutil
import subprocess
import sys
from array import array
from pathlib import Path

import pytest

from app.domain.analysis import Analysis, Legibility, same_advice, text_hash
from app.domain.tickets import Role
from app.errors import ModelFailed
from app.inference.base import INTENTS
from app.inference.minilm import MiniLMAnalyzer, load_analyzer
from tests.builders import message

pytestmark = pytest.mark.models


def read(analyzer: MiniLMAnalyzer, text: str) -> Analysis:
    return analyzer.analyze([text])[0]


def likely(analysis: Analysis) -> set[str]:
    return {name for name in analysis.intents if analysis.intent(name)}


@pytest.mark.parametrize(
    ("intent", "paraphrases"),
    [
        ("disappointment", ("I'm extremely disappointed with how this was handled", "This is unacceptable")),
        ("supervisor_demand", ("Get me your manager.", "Who is above you? I want to talk to that person.")),
        ("churn_threat", ("We're going to cancel our subscription.", "You are about to lose us to a competitor.")),
        ("legal_threat", ("My lawyer will contact you.", "I'll sue you if this isn't paid back.")),
        ("privacy_request", ("Delete all my personal data.", "Under GDPR, what do you hold about me?")),
        ("fix_did_not_work", ("I tried your steps, no change.", "The error is back after your patch.")),
    ],
)
def test_the_same_meaning_fires_alike(analyzer: MiniLMAnalyzer, intent: str, paraphrases: tuple[str, ...]) -> None:
    for analysis in analyzer.analyze(paraphrases):
        assert intent in likely(analysis)


@pytest.mark.parametrize(
    ("intent", "trap"),
    [
        ("legal_threat", "How do I print on legal size paper?"),
        ("churn_threat", "Please cancel my previous message, I found it."),
        ("refund", "The security deposit field is empty in our template."),
        ("supervisor_demand", "My manager asked me to thank you."),
        ("data_breach", "There is a memory leak in the agent."),
        ("disappointment", "I'm not disappointed at all, great work!"),
        ("fix_did_not_work", "That worked, thank you!"),
        ("privacy_request", "How do I delete a row in the table?"),
    ],
)
def test_trap_words_do_not_fire(analyzer: MiniLMAnalyzer, intent: str, trap: str) -> None:
    assert intent not in likely(read(analyzer, trap))


def test_every_intent_is_considered(analyzer: MiniLMAnalyzer) -> None:
    assert set(read(analyzer, "Hello there").intents) == set(INTENTS)


def test_tone_goes_from_minus_one_to_one(analyzer: MiniLMAnalyzer) -> None:
    angry, plain, glad = analyzer.analyze(
        [
            "This is the worst service ever, I am furious.",
            "Please send me the invoice for March.",
            "Thank you so much, it works perfectly, great support!",
        ]
    )
    assert angry.sentiment is not None
    assert plain.sentiment is not None
    assert glad.sentiment is not None
    assert -1 <= angry.sentiment < -0.4 < plain.sentiment < 0.4 < glad.sentiment <= 1


def test_evidence_is_the_sentences_that_earned_it(analyzer: MiniLMAnalyzer) -> None:
    text = (
        "Hi team,\n\nwe imported our contacts on Monday. I am deeply disappointed by your service.\n"
        "I want to speak to a manager. Our order number is 4471.\n\nBest regards,\nMara\n\n> Did you restart?\n"
    )
    found = read(analyzer, text)
    demand = found.intent("supervisor_demand")
    assert demand is not None
    assert "I want to speak to a manager." in [text[start:end] for start, end in demand.spans]
    assert "I am deeply disappointed by your service." in [text[start:end] for start, end in found.sentiment_spans]
    for each in found.intents.values():
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in each.spans)
        assert bool(each.spans) is (each.probability >= 0.5)


def test_quotes_and_signatures_are_not_read(analyzer: MiniLMAnalyzer) -> None:
    bare = "The invoice for March is missing."
    dressed = f"{bare}\n\nBest regards,\nMara\n\nOn Mon, Jan 1, 2024 at 9:00 Ana wrote:\n> I will sue you. Terrible!"
    one, other = analyzer.analyze([bare, dressed])
    assert one.sentiment == pytest.approx(other.sentiment, abs=0.02)
    assert likely(one) == likely(other)
    assert one.words == other.words == 6


@pytest.mark.parametrize(
    ("text", "legibility"),
    [
        ("", Legibility.EMPTY),
        (" \n\t ", Legibility.EMPTY),
        ("...", Legibility.EMPTY),
        ("```\nprint(1)\n```", Legibility.EMPTY),
        ("2024-01-01 10:00:00 ERROR sync failed\n2024-01-01 10:00:01 ERROR sync failed", Legibility.EMPTY),
        ("Wir können uns seit heute Morgen nicht mehr anmelden, bitte helfen Sie uns.", Legibility.FOREIGN),
        ("我无法登录我的账户。", Legibility.FOREIGN),
        ("😡😡😡", Legibility.READ),
        ("The label 設定 is wrong in the settings 😢", Legibility.READ),
        ("\ud800 broken surrogate, please help", Legibility.READ),
        ("\x00\x01 control characters in my message", Legibility.READ),
        ("A" * 5000, Legibility.EMPTY),
    ],
)
def test_odd_texts_are_read_or_said_to_be_unreadable(
    analyzer: MiniLMAnalyzer, text: str, legibility: Legibility
) -> None:
    found = read(analyzer, text)
    assert found.legibility is legibility
    assert (found.sentiment is not None) is (legibility is Legibility.READ)
    assert bool(found.intents) is bool(found.embedding) is (legibility is Legibility.READ)


def test_a_foreign_sentence_in_an_english_message_is_left_out(analyzer: MiniLMAnalyzer) -> None:
    text = (
        "Hello, we still cannot open the report. Please have a look at it today. Vielen Dank und schöne Grüße von uns."
    )
    found = read(analyzer, text)
    assert found.legibility is Legibility.READ
    assert all("Grüße" not in text[start:end] for each in found.intents.values() for start, end in each.spans)


def test_the_last_sentence_of_an_endless_message_is_read(analyzer: MiniLMAnalyzer) -> None:
    filler = "The report is sent every Monday at nine and the totals are in the last column. "
    text = filler * 1250 + "I want to speak to your manager right now."
    assert len(text.split()) > 20_000
    demand = read(analyzer, text).intent("supervisor_demand")
    assert demand is not None
    assert text[demand.spans[-1][0] : demand.spans[-1][1]] == "I want to speak to your manager right now."


def test_a_megabyte_is_read_in_bounded_time_and_memory(analyzer: MiniLMAnalyzer) -> None:
    text = "I am writing about the export which fails every night. " * 19_000
    found = read(analyzer, text)
    assert len(text) > 1_000_000
    assert found.legibility is Legibility.READ
    assert found.words == 190_000


def test_a_text_reads_the_same_alone_twice_and_in_company(analyzer: MiniLMAnalyzer) -> None:
    texts = ["I want a refund.", "Thanks!", "Your service is down again, and I have had enough of it. " * 20, ""]
    together = analyzer.analyze(texts)
    assert together == analyzer.analyze(texts)
    for text, company in zip(texts, together, strict=True):
        alone = read(analyzer, text)
        assert alone.text_hash == company.text_hash
        assert alone.sentiment == pytest.approx(company.sentiment, abs=0.03)
        for name, each in alone.intents.items():
            assert each.probability == pytest.approx(company.intents[name].probability, abs=0.05)


def test_a_text_is_known_by_its_messages_hash(analyzer: MiniLMAnalyzer) -> None:
    said = message("Please help", role=Role.CUSTOMER)
    assert read(analyzer, said.text).text_hash == text_hash(said)


def test_advice_given_twice_is_alike_and_other_advice_for_the_same_trouble_is_not(analyzer: MiniLMAnalyzer) -> None:
    first, again, other, thanks = analyzer.analyze(
        [
            "Hi Mara, sorry that the export hangs. Please clear your browser cache and log in again.",
            "Could you try to delete the browser's cache, then sign in once more? Kind regards, Ben",
            "Hi Mara, sorry that the export hangs. Please split the file into two halves.",
            "Thank you, have a nice day!",
        ]
    )
    assert "advice" in likely(first)
    assert len(array("f", first.embedding)) == len(array("f", first.advice)) == 384
    assert same_advice(first, first) == pytest.approx(1.0, abs=1e-3)
    alike, unlike = same_advice(first, again), same_advice(first, other)
    assert alike is not None
    assert unlike is not None
    assert alike > unlike + 0.2
    assert thanks.advice == b""


def test_an_altered_head_is_refused(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models, tmp_path / "models")
    file = tmp_path / "models" / "intents.safetensors"
    file.write_bytes(file.read_bytes()[:-1] + b"\x00")
    with pytest.raises(ModelFailed, match="was altered"):
        load_analyzer(tmp_path / "models")


@pytest.mark.parametrize(
    ("manifest", "complaint"),
    [(None, "cannot be read"), ("[[head]]\nname = 1", "cannot be used"), ("=", "cannot be used")],
)
def test_a_bad_manifest_is_refused(tmp_path: Path, manifest: str | None, complaint: str) -> None:
    if manifest is not None:
        (tmp_path / "manifest.toml").write_text(manifest)
    with pytest.raises(ModelFailed, match=complaint):
        load_analyzer(tmp_path)


def test_loading_says_what_it_does(models: Path) -> None:
    told: list[str] = []
    analyzer = load_analyzer(models, told.append)
    assert told[0] == "Checking the language models"
    assert told[-1] == f"Language models ready ({analyzer.precision})"


def test_importing_the_package_loads_no_model_library() -> None:
    libraries = "{'torch', 'numpy', 'tokenizers', 'safetensors', 'transformers'}"
    script = f"import sys, app.inference.minilm\nassert not {libraries} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
