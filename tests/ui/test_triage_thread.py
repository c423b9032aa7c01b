"""What of a message is shown: all of its own words, folded quotes, and not a megabyte at once."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.snapshot import Snapshot, Span
from app.domain.tickets import Visibility
from app.ui.panes.triage_thread import FOLDED_LENGTH, SHOWN, PieceKind, ShownMessage, thread_of
from tests.builders import contribution, message, seen

QUOTE = "\n".join(f"> line {number} of what was written before, at some length" for number in range(8))


def shown(text: str, *marks: tuple[int, int]) -> ShownMessage:
    """The message with that text, whose marked words earned points, one contribution each."""
    said = message(text)
    parts = [contribution(evidence=(Span(said.id, start, end),)) for start, end in marks]
    return thread_of(seen([said]), parts)[0]


def kinds(found: ShownMessage) -> list[PieceKind]:
    return [piece.kind for piece in found.pieces]


def test_own_words_are_one_piece() -> None:
    found = shown("Nothing works.\n\nPlease help.")
    assert [(piece.start, piece.end, piece.kind) for piece in found.pieces] == [(0, 28, PieceKind.WORDS)]


def test_long_quoted_history_is_folded_and_short_signatures_are_not() -> None:
    assert PieceKind.FOLDED in kinds(shown(f"It still fails.\n\nOn Monday, Ana Ortiz wrote:\n{QUOTE}"))
    assert kinds(shown("It still fails.\n\nBest regards,\nMara")) == [PieceKind.WORDS, PieceKind.ASIDE]


def test_internal_note_is_shown_as_it_was_written() -> None:
    note = message(f"Escalated.\n  +22  Database: trouble\n{QUOTE}", visibility=Visibility.INTERNAL)
    assert kinds(thread_of(seen([note]), ())[0]) == [PieceKind.WORDS]


def test_evidence_is_never_folded_away() -> None:
    text = f"It still fails.\n\nOn Monday, Ana Ortiz wrote:\n{QUOTE}"
    at = text.index("line 3")
    assert PieceKind.FOLDED not in kinds(shown(text, (at, at + 6)))


def test_whole_message_as_evidence_is_named_and_not_underlined() -> None:
    found = shown("It still fails.", (0, 15))
    assert found.marks == ()
    assert found.whole == (0,)


def test_of_neighbouring_words_only_the_last_bear_the_number() -> None:
    text = "error here and error there" + " and much else" * 30 + " error at the end"
    at = [text.index("error"), text.index("error", 5), text.rindex("error")]
    said = message(text)
    each = contribution(evidence=tuple(Span(said.id, start, start + 5) for start in at))
    found = thread_of(seen([said]), [each])[0]
    assert [mark.numbered for mark in found.marks] == [False, True, True]


def test_huge_message_is_cut_but_its_evidence_is_there() -> None:
    text = "word " * 250_000
    found = shown(text, (900_000, 900_040))
    visible = sum(piece.end - piece.start for piece in found.pieces if piece.kind is not PieceKind.LEFT_OUT)
    assert visible < SHOWN + 1_000
    assert found.left_out + visible >= len(text.strip())
    assert any(
        piece.start <= 900_000 and piece.end >= 900_040 for piece in found.pieces if piece.kind is PieceKind.WORDS
    )


@given(
    st.lists(
        st.sampled_from(
            ["Hello.", "> quoted", "", "-- ", "Best regards,", "😀 \ud83d", "\r", "x" * 90, "On Monday, A wrote:"]
        ),
        max_size=30,
    )
)
def test_pieces_follow_each_other_and_leave_out_only_space(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = shown(text)
    at = found.pieces[0].start if found.pieces else len(text)
    assert not text[:at].strip()
    for piece in found.pieces:
        assert piece.start == at
        at = piece.end
    assert not text[at:].strip()
    for piece in found.pieces:
        assert piece.kind is not PieceKind.FOLDED or piece.end - piece.start >= FOLDED_LENGTH


def test_snapshot_without_messages_is_an_empty_thread() -> None:
    empty: Snapshot = seen([])
    assert thread_of(empty, [contribution()]) == ()
