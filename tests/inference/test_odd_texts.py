"""However odd a text is, reading it never fails and never stalls, and says nothing where nothing was said."""

import base64
import time
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.analysis import Analysis, Legibility
from app.inference.minilm import MiniLMAnalyzer

pytestmark = pytest.mark.models

MEGABYTE = 1_000_000
PATIENCE = 300  # seconds of processor time, all threads together; a few on an idle machine, far more on a crowded one

TRACE = (
    "Traceback (most recent call last):\n"
    '  File "/srv/app/sync.py", line 41, in run\n    work(queue)\n'
    "ConnectionError: upstream closed\n"
)
LOG = "2026-03-04 10:00:01,123 ERROR sync failed code=502\n2026-03-04 10:00:02,001 INFO retry in 5 s\n"
ENCODED = base64.b64encode(bytes(range(256)) * 4).decode()
CSV = "id;state;amount\n" + "".join(f"{number};open;{number}.00\n" for number in range(40))
ZALGO = "".join(f"{char}\u0334\u0335\u0316\u0353" for char in "this is broken")

NOTHING_SAID = {
    "empty": "",
    "blank": " \n\t \u00a0\u2003\r\n ",
    "invisible": "\u200b\u200c\u200d\ufeff",
    "punctuation": "... --- ***",
    "one endless word": "a" * 100_000,
    "only code": "```\nfor each in rows:\n    send(each)\n```",
    "only a log": LOG * 5,
    "only a stack trace": TRACE,
    "only an encoded file": ENCODED,
}
FOREIGN = {
    "German": "Wir können uns seit gestern nicht mehr anmelden. Bitte helfen Sie uns.",
    "Japanese": "昨日からログインできません。助けてください。",
    "Arabic with marks of direction": "\u202bلا أستطيع تسجيل الدخول إلى حسابي\u202c",  # noqa: RUF001
    "shouted": "ICH WARTE SEIT DREI WOCHEN UND NIEMAND MELDET SICH BEI MIR",
}
SAID = {
    "only emoji": "😡😡😡",
    "tweet": "@relay app down AGAIN 😡😡 #fail https://t.co/xyz 👎🏽👎🏽",
    "mixed scripts": "The label 設定 and the page Настройки are wrong in the settings, please mend them.",
    "broken characters": "\ud800 it fails \udfff again and again",
    "control characters": "\x00\x01it fails\x1b[31m every night\x07",
    "marks of direction": "\u202eplease help me\u202c with the \u2067invoice\u2069",
    "hidden spaces": "I ca\u200bnnot log\u200b in to my acc\u200bount",
    "entities": "It doesn&#39;t work &amp; nobody answers &lt;angry&gt;",
    "mojibake": "It doesnâ€™t work and I canâ€™t log in â€“ please help",
    "stacked marks": f"Hello, {ZALGO}, please help me",
    "shouted": "THIS IS UNACCEPTABLE!!! I WANT TO SPEAK TO YOUR MANAGER NOW",
    "addresses": "https://relay.example/a https://relay.example/b and that is all I see",
    "sentence over a trace": f"The sync fails every night like this:\n{TRACE}",
    "sentence below a log": f"{LOG * 3}\nWhat can we do about it?",
    "table": f"Here are the rows that are missing:\n{CSV}",
    "quoted history": "> Did you restart the router?\n> Please try it again.",
    "one long line": "it fails and then it fails and " * 400,
    "small capitals": "\u1d1b\u029c\u026as \u026as a waste of time",
}


def read(analyzer: MiniLMAnalyzer, text: str) -> Analysis:
    found = analyzer.analyze([text])[0]
    ranges = [*found.sentiment_spans, *found.promised, *(each for it in found.intents.values() for each in it.spans)]
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in ranges)
    said = found.legibility is Legibility.READ
    assert (found.sentiment is not None) is bool(found.intents) is bool(found.embedding) is said
    assert said or not ranges
    return found


@pytest.mark.parametrize("text", NOTHING_SAID.values(), ids=NOTHING_SAID)
def test_where_nothing_was_said_nothing_is_read(analyzer: MiniLMAnalyzer, text: str) -> None:
    assert read(analyzer, text).legibility is Legibility.EMPTY


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_what_cannot_be_told_is_not_guessed(analyzer: MiniLMAnalyzer, text: str) -> None:
    assert read(analyzer, text).legibility is Legibility.FOREIGN


@pytest.mark.parametrize("text", SAID.values(), ids=SAID)
def test_words_are_read_whatever_surrounds_them(analyzer: MiniLMAnalyzer, text: str) -> None:
    found = read(analyzer, text)
    assert found.legibility is Legibility.READ
    assert found.read_share == 1


@pytest.mark.parametrize("dressed", ["shouted", "sentence over a trace"])
def test_odd_clothes_do_not_hide_the_meaning(analyzer: MiniLMAnalyzer, dressed: str) -> None:
    plain = {
        "shouted": "This is unacceptable! I want to speak to your manager now",
        "sentence over a trace": "The sync fails every night like this:",
    }[dressed]
    one, other = read(analyzer, SAID[dressed]), read(analyzer, plain)
    assert one.sentiment == pytest.approx(other.sentiment, abs=0.1)


@pytest.mark.parametrize(
    ("piece", "legibility"),
    [
        ("I am writing about the export which fails every night. ", Legibility.READ),
        ("it fails and ", Legibility.READ),
        ("It fails!\n", Legibility.READ),
        ("😡", Legibility.READ),
        (ENCODED, Legibility.EMPTY),
        (LOG, Legibility.EMPTY),
        ("> you wrote this\n", Legibility.READ),
        ("Wir können uns seit gestern nicht mehr anmelden. ", Legibility.FOREIGN),
        ("\u0334", Legibility.EMPTY),
    ],
    ids=["sentences", "one line", "short lines", "emoji", "encoded", "log", "quoted", "German", "marks"],
)
def test_a_megabyte_does_not_stall(analyzer: MiniLMAnalyzer, piece: str, legibility: Legibility) -> None:
    started = time.process_time()
    found = read(analyzer, piece * (MEGABYTE // len(piece)))
    assert time.process_time() - started < PATIENCE
    assert found.legibility is legibility
    assert (found.read_share < 0.5) is (legibility is Legibility.READ)


def test_a_text_beside_odd_ones_is_read_as_if_alone(analyzer: MiniLMAnalyzer) -> None:
    plain = "I want a refund, your service is down again."
    everything: Sequence[str] = [*NOTHING_SAID.values(), plain, *FOREIGN.values(), *SAID.values()]
    together = analyzer.analyze(everything)[len(NOTHING_SAID)]
    assert together.sentiment == pytest.approx(read(analyzer, plain).sentiment, abs=0.03)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None, categories=None), max_size=200))
def test_any_characters_at_all_can_be_read(analyzer: MiniLMAnalyzer, text: str) -> None:
    read(analyzer, text)


def test_a_promises_time_is_found_where_it_was_said(analyzer: MiniLMAnalyzer) -> None:
    text = "Sorry for the trouble on Monday. I will send you the corrected invoice by Friday at noon."
    assert [text[start:end] for start, end in read(analyzer, text).promised] == ["by Friday at noon"]
    assert read(analyzer, "The outage began on Friday at noon.").promised == ()
