"""A brief in plain words: where each line comes from, and the internal note that a helpdesk gets."""

from collections.abc import Iterator

from app.domain.brief import Brief, Elsewhere, Item, Quote, Section, Slot, Source
from app.domain.people import Fact

NOTE_LENGTH = 6000  # characters of the brief in an internal note: two screens of a helpdesk
LINE_LENGTH = 400  # characters of a line there; the whole of it is in the thread above the note
CUT = " […]"

NOTE_SLOTS = (  # what a helpdesk's note must hold comes first: what does not fit is left out from the end
    Slot.PROBLEM,
    Slot.WANTED,
    Slot.TRIED,
    Slot.OPEN,
    Slot.COMPLIANCE,
    Slot.NEXT_STEP,
    Slot.SENTIMENT,
    Slot.ACCOUNT,
    Slot.USAGE,
    Slot.BILLING,
    Slot.NOTES,
    Slot.TICKETS,
)


def source_words(source: Source) -> str:
    """Where a line comes from and of when that is."""
    if isinstance(source, Quote):
        return f"{source.by}, {source.at:%Y-%m-%d %H:%M} UTC"
    if isinstance(source, Elsewhere):
        return f"ticket {source.number}, opened {source.at:%Y-%m-%d}"
    return f"{source.source}, {source.as_of:%Y-%m-%d}"


def said_by(item: Item) -> str:
    """Where all of a line comes from, each source once."""
    first = source_words(item.sources[0])
    if isinstance(item.sources[0], Fact):  # the series behind a figure would only repeat it
        return first
    return "; ".join(dict.fromkeys([first, *map(source_words, item.sources[1:])]))


def extra(item: Item) -> str:
    """What became of a line, or until when it holds; empty where there is nothing to say."""
    parts = [str(item.result)] if item.result else []
    parts += [f"until {item.due:%Y-%m-%d %H:%M} UTC"] if item.due else []
    return ", ".join(parts)


def note_text(brief: Brief, *, length: int = NOTE_LENGTH) -> str:
    """The brief as plain text of `length` characters at most. Nothing is cut silently: what was left out is named."""
    lines: list[str] = []
    left_out: list[Slot] = []
    room = length - 160  # for the line that names what was left out
    for slot in NOTE_SLOTS:
        block = "\n".join(_block(brief.section(slot)))
        if left_out or len("\n".join([*lines, block])) > room:
            left_out.append(slot)
        else:
            lines.append(block)
    if left_out:
        lines.append(f"Left out for length: {', '.join(left_out)}."[:160])
    return "\n".join(lines)


def _block(section: Section) -> Iterator[str]:
    if section.missing:
        yield f"{section.slot}: missing: {section.missing}"
        return
    yield f"{section.slot}:" + (f" {section.note}" if section.note else "")
    for item in section.items:
        label = f"{item.label}: " if item.label else ""
        told = f" ({extra(item)})" if extra(item) else ""
        yield f"  - {label}{one_line(item.words)}{told} [{said_by(item)}]"


def one_line(text: str) -> str:
    """A line's words without line breaks, cut where they are long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LINE_LENGTH else plain[: LINE_LENGTH - len(CUT)].rstrip() + CUT
