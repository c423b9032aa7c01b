"""What customers' mail programs send, as it comes out of a real Request Tracker."""

import pytest

from app.domain.tickets import Attachment, Role
from tests.connectors.request_tracker_harness import RequestTrackerHarness

pytestmark = pytest.mark.rt

HEAD = b"From: =?utf-8?q?Zo=C3=AB?= <zoe@helios.example>\nTo: support@test.example\nMIME-Version: 1.0\n"
PIXEL = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def mail(number: int, rest: bytes) -> bytes:
    return HEAD + b"Subject: mail %d\nMessage-ID: <odd-%d@mail.example>\n" % (number, number) + rest


@pytest.mark.parametrize(
    ("number", "raw", "text"),
    [
        (
            1,
            b"Content-Type: text/html; charset=windows-1252\n\n<p>It\x92s <i>bad</i></p><p>Really.</p>",
            "It\u2019s bad\n\nReally.",
        ),
        (2, b"Content-Type: text/plain; charset=iso-8859-1\n\nGr\xfc\xdfe aus K\xf6ln", "Grüße aus Köln"),
        (3, b"Content-Type: text/plain; charset=shift_jis\n\n\x83e\x83X\x83g", "テスト"),
        (4, b"Content-Type: text/plain; charset=x-unknown\n\ncaf\xe9 is down", "café is down"),
        (5, b"Content-Type: text/plain; charset=utf-8\n\n", ""),
        (6, b"Content-Type: text/plain; charset=utf-8\n\nsmile \xf0\x9f\x98\x80", "smile 😀"),
    ],
    ids=["html only", "latin-1", "shift-jis", "unknown charset", "empty", "emoji"],
)
def test_a_text_reads_as_it_was_written(tracker: RequestTrackerHarness, number: int, raw: bytes, text: str) -> None:
    ticket = tracker.deliver(mail(number, raw))
    assert tracker.world().texts(ticket) == [text]


def test_of_twins_the_plain_text_is_taken_and_files_are_listed(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.deliver(
        mail(
            10,
            b'Content-Type: multipart/mixed; boundary="B"\n\n--B\nContent-Type: multipart/alternative; boundary="C"\n\n'
            b"--C\nContent-Type: text/plain; charset=utf-8\n\nThe plain twin, which is long enough.\n"
            b"--C\nContent-Type: text/html; charset=utf-8\n\n<p>The HTML twin</p>\n--C--\n"
            b'--B\nContent-Type: text/plain; name="log.txt"\nContent-Disposition: attachment; filename="log.txt"\n\n'
            b"some log line\n"
            b'--B\nContent-Type: image/png\nContent-Disposition: attachment; filename="screen.png"\n'
            b"Content-Transfer-Encoding: base64\n\n" + PIXEL + b"\n--B--\n",
        )
    )
    message = tracker.world().thread(ticket)[0]
    assert message.text.strip() == "The plain twin, which is long enough."
    assert message.attachments == (Attachment("log.txt", "text/plain", 13), Attachment("screen.png", "image/png", 70))


def test_of_twins_a_blank_plain_text_gives_way(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.deliver(
        mail(
            11,
            b'Content-Type: multipart/alternative; boundary="C"\n\n--C\nContent-Type: text/plain\n\n \n'
            b"--C\nContent-Type: text/html; charset=utf-8\n\n<p>Only here</p>\n--C--\n",
        )
    )
    assert tracker.world().texts(ticket) == ["Only here"]


def test_texts_around_a_picture_are_all_read(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.deliver(
        mail(
            12,
            b'Content-Type: multipart/mixed; boundary="B"\n\n--B\nContent-Type: text/plain\n\nBefore it\n'
            b'--B\nContent-Type: image/png; name="a.png"\nContent-Transfer-Encoding: base64\n\n' + PIXEL + b"\n"
            b"--B\nContent-Type: text/html\n\n<p>After it</p>\n--B--\n",
        )
    )
    message = tracker.world().thread(ticket)[0]
    assert message.text.split("\n") == ["Before it", "After it"]
    assert [each.name for each in message.attachments] == ["a.png"]


def test_a_message_of_a_megabyte_is_whole(tracker: RequestTrackerHarness) -> None:
    line = "A whole line of text, long enough to be somebody's log é.\n"
    text = line * (1_100_000 // len(line))
    ticket = tracker.create("Big", text)
    assert tracker.world().texts(ticket) == [text.strip()]
    tracker.delete(ticket)  # or every later sync from the start would read it again


def test_many_big_messages_come_in_bounded_answers(tracker: RequestTrackerHarness) -> None:
    text = "x" * 78 + "\n"
    ticket = tracker.create("Big first", text * 20_000)
    for _ in range(3):
        tracker.customer_writes(ticket, text * 20_000)
    tracker.requests.clear()
    assert [len(each) for each in tracker.world().texts(ticket)] == [len(text) * 20_000 - 1] * 4
    assert max(each.received for each in tracker.requests) < 5_000_000
    tracker.delete(ticket)


def test_a_ticket_without_a_subject_or_a_text_is_read(tracker: RequestTrackerHarness) -> None:
    ticket = tracker.deliver(HEAD + b"Message-ID: <none@mail.example>\n\n")
    world = tracker.world()
    assert world.texts(ticket) == [""]
    assert world.thread(ticket)[0].role is Role.CUSTOMER
