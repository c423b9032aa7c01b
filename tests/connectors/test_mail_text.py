"""Mail in HTML and in odd encodings is read as written, and hostile markup costs no more than its length."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors.mail_text import MAX_HTML, decode, plain, text_from_html

MESSAGE = """<html><head><title>unseen</title><style>p { color: red }</style></head><body>
<p>Hi <b>Ana</b>,&nbsp;see <a href="https://x.example/a?b=1&amp;c=2">this page</a>.</p>
<div>First line<br>Second line</div>
<ol><li>open the flow<li>press <i>Run</i></ol><ul><li>nothing</li></ul>
<table><tr><td>Mon</td><td>12</td></tr><tr><td>Tue</td><td>3</td></tr></table>
<pre>
def f():
    return 1</pre>
<script>alert("<p>no</p>")</script><!-- <p>not this</p> -->
Bob
<blockquote>On Monday Ana wrote:<p>hello</p><blockquote>older</blockquote></blockquote></body></html>"""

READ = """Hi Ana, see this page (https://x.example/a?b=1&c=2).

First line
Second line

1. open the flow
2. press Run

- nothing

Mon 12
Tue 3

def f():
    return 1

Bob

> On Monday Ana wrote:
>
> hello
>
>> older"""


def test_html_reads_as_its_reader_sees_it() -> None:
    assert text_from_html(MESSAGE) == READ


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("   \n ", ""),
        ("just text", "just text"),
        ("<p>&nbsp;</p><p>a</p><p>&nbsp;</p><p>&nbsp;</p><p>b</p>", "a\n\nb"),
        ("a<br><br><br><br>b", "a\n\nb"),
        ("if x<y or a < b", "if x<y or a < b"),
        ("I <3 Relay &amp; you &eacute;&#233;&#xe9;", "I <3 Relay & you ééé"),
        ('<a href="mailto:me@x.example">me@x.example</a>', "me@x.example"),
        ('<a href="https://www.x.example/">x.example</a>', "x.example"),
        ("<a href=http://evil.example>https://bank.example</a>", "https://bank.example (http://evil.example)"),
        ('<a href="javascript:alert(1)">go</a> <a href="#top">up</a> <a href="data:x">d</a>', "go up d"),
        ("<a data-href='no' title=\"a>b\" HREF='http://y.example'>y</a>", "y (http://y.example)"),
        ("<a href=http://a.example>a <a href=http://b.example>b", "a (http://a.example) b (http://b.example)"),
        ('<img alt="wave" src="data:image/png;base64,AAAA"><img src=x>', "[wave]"),
        ("<p title='>'>quoted</p>", "quoted"),
        ("<!doctype html><?xml x?><p>shown", "shown"),
        ("<!-- never closed <p>still shown</p>", "never closed still shown"),
        ("<style>never closed <b>still shown</b>", "never closed still shown"),
        ("<STYLE>a{}</sTyle >shown", "shown"),
        ("ends in a tag <b class='x", "ends in a tag <b class='x"),
        ("a\x00b\u200bc", "abc"),
        ("</p></blockquote></ul></pre></a>x", "x"),
    ],
)
def test_broken_and_odd_html_is_shown_rather_than_lost(html: str, text: str) -> None:
    assert " ".join(text_from_html(html).split()) == " ".join(text.split())


HOSTILE = {
    "nested divs": "<div>" * 200_000,
    "unclosed bold, each another": "".join(f"<b class=c{number}>" for number in range(50_000)),
    "unclosed comments": "<!--" * 250_000,
    "unclosed cdata": "<![CDATA[" * 100_000,
    "unclosed quotes": '<a href="' * 100_000,
    "crossed quotes": "<a x=\"><b y='>" * 70_000,
    "unclosed links": "<a href=x" * 100_000,
    "unclosed styles": "<style>" * 140_000,
    "angle brackets": "<" * 1_000_000,
    "ampersands": "&#x" * 330_000,
    "quotes in quotes": "<blockquote>x" * 80_000,
    "lists in lists": "<ol><li>x" * 110_000,
    "blanks": " " * 1_000_000 + "<p>",
    "preformatted lines": "<pre>" + "\n" * 1_000_000,
    "a link around everything": "<a href=http://x>" + "x<p>" * 250_000,
    "attributes": "<a " + "href " * 200_000 + ">",
    "an attribute": '<a "' + '="' * 500_001 + ">",
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_megabyte_takes_seconds_not_minutes(html: str) -> None:
    started = time.process_time()
    text_from_html(html)
    assert time.process_time() - started < 10  # 0.8 s at most where it was written; the square would take minutes


def test_what_is_cut_off_is_said() -> None:
    text = text_from_html("<p>start</p>" + "x" * MAX_HTML)
    assert text.startswith("start")
    assert text.endswith("[The last 12 characters of this message's HTML are not shown.]")


@given(st.text(alphabet=st.sampled_from("<>/=\"'!-abp &;\n")) | st.text())
def test_no_html_breaks_it(html: str) -> None:
    text_from_html(html).encode()


@pytest.mark.parametrize(
    ("raw", "charset", "text"),
    [
        (b"caf\xc3\xa9", None, "café"),
        (b"caf\xc3\xa9", "UTF-8", "café"),
        (b"caf\xe9", None, "café"),
        (b"caf\xe9", "utf-8", "café"),
        (b"caf\xe9 \x80", "iso-8859-1", "café €"),
        (b"\xef\xbb\xbfhi", "latin-1", "hi"),
        ("hé".encode("utf-16"), None, "hé"),
        ("hé".encode("utf-16-be"), "utf-16-be", "hé"),
        ("hé".encode("utf-32"), None, "hé"),
        ("žluť".encode("iso-8859-2"), "ISO-8859-2", "žluť"),
        ("日本".encode("iso-2022-jp"), '"iso-2022-jp"', "日本"),
        (b"\x93quoted\x94 \x81", None, "“quoted” \ufffd"),
        (b"hi", "no-such-charset", "hi"),
        (b"hi", "hex", "hi"),
        (b"hi", "punycode", "hi"),
        (b"hi", "utf-8\x00", "hi"),
        (b"", None, ""),
    ],
)
def test_bytes_are_read_in_the_charset_they_are_in(raw: bytes, charset: str | None, text: str) -> None:
    assert decode(raw, charset) == text


@given(st.binary(), st.none() | st.text() | st.sampled_from(["utf-7", "idna", "undefined", "base64", "big5"]))
def test_no_bytes_and_no_charset_break_it(raw: bytes, charset: str | None) -> None:
    decode(raw, charset)


def test_what_no_database_keeps_is_gone() -> None:
    assert plain("\ufeffa\x00\r\nb\rc\ud800\td") == "a\nb\nc\ufffd\td"
