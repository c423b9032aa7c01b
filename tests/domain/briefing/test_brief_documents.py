"""A brief leaves Warmline as text that is bounded, and whose words stay words."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app.domain.brief import Brief, Slot
from app.domain.brief_changes import changes
from app.domain.brief_export import html, markdown
from app.domain.brief_words import note_text
from tests.domain.briefing.briefed import briefed
from tests.signals.scene import aged, agent, customer, fact, scene

NASTY = "It fails where a < b & c > d: **bold** [click](http://evil.example) on node_1!"
SUBJECT = '<script>alert("x")</script> & more'
TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "small", "ul", "li", "b", "q", "br"}


class Tags(HTMLParser):
    """Collects tags and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not {name for name, _ in attrs} & {"href", "src", "onclick"}
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def brief() -> Brief:
    turns = (customer(NASTY), agent("Please restart it.", advice=0.9), customer("Still not working."))
    return briefed(scene(*turns, ticket=replace(aged(), subject=SUBJECT)))


def test_html_shows_what_a_customer_wrote_letter_by_letter_and_runs_nothing(brief: Brief) -> None:
    read = Tags()
    read.feed(html(brief))
    assert NASTY in read.text
    assert read.text.count(SUBJECT) == 2  # in the title and the heading
    assert read.tags <= TAGS
    assert all(slot in read.text for slot in Slot)


def test_markdown_escapes_every_sign_that_means_something(brief: Brief) -> None:
    text = markdown(brief)
    line = next(each for each in text.splitlines() if "fails" in each)
    assert re.sub(r"\\(.)", r"\1", line).startswith(f'- "{NASTY}"')
    assert not re.search(r"(?<!\\)[<\[`]", line)
    assert text.count("\n## ") == len(Slot)
    assert "*Missing: no resolved ticket is known yet.*" in text.replace("\\", "")


def test_markdown_is_readable_where_nobody_renders_it(brief: Brief) -> None:
    text = markdown(brief)
    assert '- **advised:** "Please restart it." \N{RIGHTWARDS ARROW} **it did not help** (an agent, 2026-03-04 ' in text
    assert "http\\://evil.example" in text, "an address is no link"


@pytest.mark.parametrize(("said", "shown"), [("1. Call Ben", "- 1\\. Call Ben"), ("# Ask Ben", "- \\# Ask Ben")])
def test_what_would_begin_a_list_or_a_heading_is_text(said: str, shown: str) -> None:
    found = scene(customer("It fails."), facts=[fact("note", said)])
    assert shown in markdown(briefed(found))


def test_the_note_holds_every_slot_and_the_result_of_what_was_tried(brief: Brief) -> None:
    text = note_text(brief)
    assert all(f"{slot}:" in text for slot in Slot)
    assert "advised: Please restart it. (it did not help) [an agent," in text


def test_a_long_note_is_bounded_and_says_what_it_leaves_out() -> None:
    long = briefed(
        scene(*(agent(f"Please try {'x' * 900} number {n}.", advice=0.9) for n in range(9)), customer("No?"))
    )
    text = note_text(long, length=2500)
    assert len(text) <= 2500
    assert "Left out for length: What was tried, Open questions" in text
    assert "[…]" in note_text(long)


def test_changes_are_told_in_words() -> None:
    first = [customer("It hangs.", hours=9), agent("Please restart it.", hours=8, advice=0.9)]
    before = briefed(scene(*first))
    now = briefed(scene(*first, customer("Still not working.", hours=2)))
    told = [each.words for each in changes(before, now)]
    assert "Changed in What was tried: advised: Please restart it.: it did not help (was: no answer yet)" in told
