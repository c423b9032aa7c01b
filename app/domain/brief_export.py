"""A brief as a document to take along, Markdown or HTML, in which what people wrote is text and never markup."""

import re
from html import escape

from app.domain.brief import Brief, Item, Quote, Section
from app.domain.brief_words import extra, said_by

# What means something to Markdown wherever it stands, or before what it would join; and what does at a line's start.
_MARKUP = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;)|:(?=//)|@(?=\w))")
_START = re.compile(r"^([#+=-]|\d+(?=[.)]))")
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#1b1f24}"
    "h1{font-size:1.4em}h2{font-size:1.05em;margin:1.4em 0 .3em}li{margin:.4em 0}small,.missing{color:#59636e}"
    "q{quotes:none}"
)
_PAPER = "<style>h2{font-size:large}li{margin-bottom:4px}small,.missing{color:#3b434b}</style>"


def markdown(brief: Brief) -> str:
    lines = [f"# Brief: ticket {_plain(brief.number)}, {_plain(brief.subject)}", "", _made(brief)]
    for section in brief.sections:
        lines += ["", f"## {section.slot}", ""]
        lines += [f"*{_plain(section.note)}*", ""] if section.note else []
        lines += [f"*Missing: {_plain(section.missing)}.*"] if section.missing else map(_bullet, section.items)
    return "\n".join([*lines, ""])


def html(brief: Brief) -> str:
    """A page of its own that loads nothing and runs nothing."""
    title = f"Brief: ticket {escape(brief.number)}, {escape(brief.subject)}"
    return "\n".join(
        [
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{title}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{title}</h1><p><small>{escape(_made(brief))}</small></p>",
            *map(_html_section, brief.sections),
            "</body></html>",
            "",
        ]
    )


def html_body(brief: Brief) -> str:
    """The same without a page around it, for a printer's document."""
    head = f"{_PAPER}<h1>Ticket {escape(brief.number)}, {escape(brief.subject)}</h1><p>{escape(_made(brief))}</p>"
    return head + "".join(map(_html_section, brief.sections))


def _made(brief: Brief) -> str:
    return f"Version {brief.version}, as of {brief.as_of:%Y-%m-%d %H:%M} UTC."


def _bullet(item: Item) -> str:
    label = f"**{_plain(item.label)}:** " if item.label else ""
    words = _plain(item.words)
    said = f'"{words}"' if isinstance(item.sources[0], Quote) else words
    told = f" \N{RIGHTWARDS ARROW} **{_plain(extra(item))}**" if extra(item) else ""
    return f"- {label}{said}{told} ({_plain(said_by(item))})"


def _plain(text: str) -> str:
    """Text that Markdown shows letter by letter, on one line."""
    marked = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _START.sub(_at_the_start, marked)


def _at_the_start(found: re.Match[str]) -> str:
    """A number keeps its digits: it is the mark behind it that would make a list of it."""
    mark = found[1]
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"


def _html_section(section: Section) -> str:
    if section.missing:
        inside = f'<p class="missing">Missing: {escape(section.missing)}.</p>'
    else:
        note = f"<p><small>{escape(section.note)}</small></p>" if section.note else ""
        inside = f"{note}<ul>{''.join(map(_html_item, section.items))}</ul>"
    return f"<h2>{escape(section.slot)}</h2>{inside}"


def _html_item(item: Item) -> str:
    label = f"<b>{escape(item.label)}:</b> " if item.label else ""
    words = escape(" ".join(item.words.split()))
    said = f"<q>&ldquo;{words}&rdquo;</q>" if isinstance(item.sources[0], Quote) else words
    told = f" &rarr; <b>{escape(extra(item))}</b>" if extra(item) else ""
    return f"<li>{label}{said}{told}<br><small>{escape(said_by(item))}</small></li>"
