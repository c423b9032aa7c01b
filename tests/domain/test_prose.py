"""Own words are found, everything else is left out, and nothing that a customer said is lost."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.prose import Prose, prose, sentences

PIECES = st.sampled_from(
    [
        "The export fails again. ",
        "> you wrote this\n",
        "On Mon, Jan 1, 2024 at 10:00 AM Ana <ana@desk.example> wrote:\n",
        "-----Original Message-----\n",
        "From: Ana\nSent: Monday\nTo: Mara\nSubject: Re: export\n",
        "\n",
        "-- \n",
        "Best regards,\n",
        "Mara Lindt\n",
        "```\n",
        '{"key": 1}\n',
        "2024-01-01 10:00:00 ERROR worker failed\n",
        "<b>",
        "&nbsp;",
        "Sent from my iPhone\n",
        "…",
        "😡 ",
        "\r\n",
        "今日は。",
        "\u2028",
    ]
)


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in prose(text).spans]


def code(text: str) -> list[str]:
    return [text[start:end] for start, end in prose(text).code]


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, prose(text).spans)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Still broken.\n\n> Did you restart?\n> Please try.\n", ["Still broken."]),
        ("Still broken.\n\nOn Mon, Jan 1, 2024 at 10:00 AM Ana wrote:\n> Try again.", ["Still broken."]),
        (
            "Still broken.\n\nOn Mon, Jan 1, 2024 at 10:00 AM Ana\n<ana@desk.example> wrote:\n\nTry.",
            ["Still broken."],
        ),
        ("Still broken.\n\nOn Mon Jan 01 12:00:00 2024, ana wrote:\n> Try again.\n\nNo.", ["Still broken.", "No."]),
        ("Still broken.\n\n-----Original Message-----\nFrom: Ana\nTo: Mara\n\nTry again.", ["Still broken."]),
        ("Still broken.\n\nFrom: Ana\nSent: Monday\nTo: Mara\nSubject: Re: export\n\nTry again.", ["Still broken."]),
        ("Kaputt.\n\nAm Montag, 1. Januar 2024 schrieb Ana Ortiz:\n> Nochmal?", ["Kaputt."]),
        ("> Did you restart?\nYes, twice.\n> And then?\nNothing.", ["Yes, twice.", "Nothing."]),
        ("It fails.\n\n-- \nMara Lindt\nNorthwind Traders", ["It fails."]),
        ("It fails.\n\nBest regards,\nMara Lindt\nCFO, Northwind\n+1 555 0100", ["It fails."]),
        ("It fails.\n\nThanks,\nMara", ["It fails.\n\nThanks,"]),
        ("It fails.\n\nKind regards\nMara\n\nP.S. It is urgent!", ["It fails.", "P.S. It is urgent!"]),
        ("It fails.\nSent from my iPhone", ["It fails."]),
        ("It fails.\n\nThis e-mail and any attachments are confidential.\nDelete it.", ["It fails."]),
        ("[EXTERNAL]\nIt fails.", ["It fails."]),
        ("<p>It <b>fails</b></p>", ["It", "fails"]),
        ("It fails [cid:image001.png@01D] here", ["It fails", "here"]),
        ("It fails.\n______________\n", ["It fails."]),
    ],
)
def test_only_the_authors_own_words_are_left(text: str, left: list[str]) -> None:
    assert words(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "My revenue is > 5 million and I want to leave.",
        "On Monday I wrote: nothing works.\nOn Tuesday you wrote nothing back.",
        "From: what I see, it is broken. That is unacceptable.",
        "Regards to your team, they were great.",
        "Thanks for the help with the -- dashes -- in titles.",
        "if a < b then the row is red",
        "Select the row from the list, then update it.",
        "Note that:\nit fails\nit hangs",
    ],
)
def test_words_that_only_look_like_furniture_stay(text: str) -> None:
    assert words(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "```\nprint(1)\n```",
        'Traceback (most recent call last):\n  File "a.py", line 3, in run\n    work()\nValueError: no',
        "java.lang.NullPointerException: null\n\tat com.acme.Flow.run(Flow.java:12)\n\tat com.acme.Main.main(M.java:3)",
        "2024-01-01 10:00:00,123 ERROR sync failed\n2024-01-01 10:00:01,456 INFO retry",
        '{\n  "id": 12,\n  "state": "failed"\n}',
        "SELECT id FROM tickets WHERE state = 'open'",
        "curl -X POST https://api.relay.example/v1/runs",
        "for (let i = 0; i < n; i++) {\n  push(i);\n}",
    ],
)
def test_code_and_logs_are_told_from_words(text: str) -> None:
    assert code(f"It fails like this:\n{text}\nWhat now?") == [text]
    assert words(f"It fails like this:\n{text}\nWhat now?") == ["It fails like this:", "What now?"]


@pytest.mark.parametrize(
    "text", ["> all of it\n> is quoted", "Best regards,\nMara", "-- \nMara", "Sent from my iPhone"]
)
def test_a_message_with_words_is_never_emptied(text: str) -> None:
    assert words(text) == [text]


def test_a_forwarded_message_keeps_its_body() -> None:
    text = (
        "---------- Forwarded message ---------\nFrom: Mara\nDate: Monday\nSubject: Help\nTo: Desk\n\nPlease help us."
    )
    assert words(text) == ["Please help us."]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n", "\ufeff".strip("\ufeff")])
def test_nothing_has_no_words(text: str) -> None:
    assert prose(text) == Prose(())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fails. Why?  Fix it!!", ["It fails.", "Why?", "Fix it!!"]),
        ("Dr. Lind uses it, e.g. for payroll. It fails.", ["Dr. Lind uses it, e.g. for payroll.", "It fails."]),
        ("version 4.2 fails at 10.30 a.m. today", ["version 4.2 fails at 10.30 a.m. today"]),
        ("Hi team,\nit fails\n- at night\n- on Mondays", ["Hi team,", "it fails", "- at night", "- on Mondays"]),
        (
            "We have been waiting for an answer from your team for\nmore than a week now and nothing happens.",
            ["We have been waiting for an answer from your team for\nmore than a week now and nothing happens."],
        ),
        ("I said no. Then it broke.", ["I said no.", "Then it broke."]),
        ("壊れました。助けて\uff01", ["壊れました。", "助けて\uff01"]),
        ("Help 😡😡", ["Help 😡😡"]),
        ("...", []),
    ],
)
def test_sentences_are_cut_where_they_end(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_a_sentence_that_never_ends_is_cut_at_spaces() -> None:
    text = "and so on " * 500
    assert max(len(each) for each in said(text)) <= 600
    assert "".join(said(text)).replace(" ", "") == text.replace(" ", "")


@given(st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=300)))
def test_ranges_are_sorted_disjoint_and_inside(text: str) -> None:
    found = prose(text)
    for ranges in (found.spans, found.code, sentences(text, found.spans)):
        ends = [place for each in ranges for place in each]
        assert ends == sorted(ends)
        assert all(0 <= start < end <= len(text) for start, end in ranges)
    together = sorted([*found.spans, *found.code])
    assert all(one[1] <= other[0] for one, other in pairwise(together))
    if any(char.isalnum() for char in text):
        assert found.spans or found.code


@given(st.lists(PIECES, max_size=20).map("".join))
def test_sentences_hold_every_word_of_the_spans(text: str) -> None:
    spans = prose(text).spans
    kept = "".join(text[start:end] for start, end in sentences(text, spans))
    whole = "".join(text[start:end] for start, end in spans)
    assert [char for char in kept if char.isalnum()] == [char for char in whole if char.isalnum()]


@pytest.mark.parametrize(
    "piece",
    [
        "the quick fox. ",
        ".",
        "\n",
        ">",
        "<a ",
        "x",
        "On a\n",
        "From: x\n",
        "```\n",
        "Regards,\n",
        " ",
        "a\n",
        '."',
        "e.g. ",
        "{",
        "[cid",
    ],
)
def test_a_megabyte_of_anything_takes_time_in_proportion(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.process_time()
        sentences(text, prose(text).spans)
        return time.process_time() - started

    assert seconds(1_000_000) < 20 * seconds(100_000) + 1.0
