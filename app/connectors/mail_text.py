"""What a person wrote, out of the HTML and the bytes that a mail program sent.

HTML is read by a tokenizer of our own, because the cost of both usual ways grows with the square of what a stranger
sends: nh3 took 211 s for 200,000 nested divs, and html.parser 76 s for 400 KB of unclosed comments. This one looks at
each character once, whatever the markup; a megabyte takes well under a second.
"""

import re
from html import unescape

MAX_HTML = 4_000_000  # characters; what lies beyond is left out, and the text says so
MAX_QUOTES = 8  # levels of quoting that are still told apart
MAX_LISTS = 50  # levels of nested lists that are still numbered
MAX_TARGET = 500  # characters of a link's target that are shown

_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "table", "blockquote"])
_LINES = re.compile(
    "address|article|aside|body|br|caption|center|dd|details|div|dt|fieldset|figure|figcaption|footer|form|head|header|"
    "hr|html|li|main|nav|option|section|summary|tbody|tfoot|thead|tr"
)
_UNSEEN = frozenset(["script", "style", "title", "textarea", "xmp", "noframes", "template"])
_TARGETLESS = ("#", "javascript:", "data:", "vbscript:", "cid:")
_NOT_CHARSETS = frozenset(["idna", "punycode", "unicodeescape", "rawunicodeescape", "undefined", "utf7", "mbcs", "oem"])
# In mail, what claims to be one of these is Windows-1252, mislabelled.
_LATIN = frozenset(["ascii", "usascii", "latin1", "iso88591", "88591", "l1"])
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9]*+")
_TAG = re.compile(r"""(?:[^=<>]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+(>|<|\Z)""")
_HREF = re.compile(r"""(?<![^\s"'/])href\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
_ALT = re.compile(r"""(?<![^\s"'/])alt\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r\n\f\xa0]+")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b\xad]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def decode(raw: bytes, charset: str | None) -> str:
    """The text of bytes in the charset that they claim, else in UTF-8, else in Windows-1252; never raises.

    A byte order mark outweighs the claim. What claims to be ASCII or Latin-1 is read as Windows-1252, as browsers do.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    for encoding in (_encoding(charset), "utf-8"):
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):  # an unknown charset, or bytes that are not of it
            continue
    return raw.decode("windows-1252", errors="replace")


def plain(text: str) -> str:
    """The text with one kind of line end and without the characters that no database keeps."""
    text = _LINE_ENDS.sub("\n", text)
    return _SURROGATES.sub("\ufffd", _UNSTORABLE.sub("", text))


def text_from_html(html: str) -> str:
    """What a reader of this HTML sees, as plain text.

    Blocks become lines, quoted history lines that start with ">", a link "text (target)"; scripts, styles and comments
    are dropped. What is unclosed or broken is shown rather than lost.
    """
    writer = _Writer()
    _read(html[:MAX_HTML], writer)
    if len(html) > MAX_HTML:
        writer.paragraph()
        writer.say(f"[The last {len(html) - MAX_HTML:,} characters of this message's HTML are not shown.]")
    return plain(writer.text())


def _encoding(charset: str | None) -> str:
    name = (charset or "utf-8").strip().strip("\"'").lower()
    bare = re.sub(r"[^a-z0-9]", "", name)
    if bare in _LATIN:
        return "windows-1252"
    return "utf-8" if bare in _NOT_CHARSETS else name


class _Writer:
    """Lines of text as they come out of the markup."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._pre = 0
        self._lists: list[int] = []  # the number of the last item, -1 in lists without numbers
        self._link: tuple[str, list[str]] | None = None

    def say(self, text: str) -> None:
        """Add text to the line; its own line ends count only in preformatted text."""
        if self._link is not None:
            self._link[1].append(text)
        if not self._pre:
            self._line.append(text)
            return
        first, *rest = text.split("\n")
        self._line.append(first)
        for each in rest:
            self._end_line()
            self._line.append(each)

    def open(self, name: str, tag: str) -> None:
        if name == "a":
            self._end_link()
            self._link = (_attribute(_HREF, tag), [])
        elif name == "img":
            alt = _attribute(_ALT, tag).strip()
            self.say(f"[{alt}]" if alt else "")
        elif name in {"td", "th"}:
            self.say("  ")
        self._break(name)
        if name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._pre += 1
        elif name in {"ul", "ol"}:
            self._lists = [*self._lists[-MAX_LISTS:], 0 if name == "ol" else -1]
        elif name == "li":
            self.say(self._bullet())

    def close(self, name: str) -> None:
        if name == "a":
            self._end_link()
        if name == "blockquote":
            self._finish_line()
            self._quotes = max(0, self._quotes - 1)
        self._break(name)
        if name == "pre":
            self._pre = max(0, self._pre - 1)
        elif name in {"ul", "ol"} and self._lists:
            self._lists.pop()

    def paragraph(self) -> None:
        self._finish_line()
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(">" * min(self._quotes, MAX_QUOTES))

    def text(self) -> str:
        self._end_link()
        self._finish_line()
        while self._lines and not self._lines[-1].strip("> "):
            self._lines.pop()
        return "\n".join(self._lines)

    def _break(self, name: str) -> None:
        if name == "br":
            self._end_line()
        elif name in _PARAGRAPHS:
            self.paragraph()
        elif _LINES.fullmatch(name):
            self._finish_line()

    def _finish_line(self) -> None:
        if any(part and not part.isspace() for part in self._line):
            self._end_line()
        self._line.clear()

    def _end_line(self) -> None:
        """Write the line, also an empty one, but never two empty ones in a row."""
        line = "".join(self._line)
        self._line.clear()
        line = line.rstrip() if self._pre else _BLANK.sub(" ", line).strip()
        if line or (self._lines and self._lines[-1].strip("> ")):
            prefix = ">" * min(self._quotes, MAX_QUOTES)
            self._lines.append(f"{prefix} {line}".rstrip() if prefix else line)

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] < 0:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _end_link(self) -> None:
        if self._link is None:
            return
        (target, parts), self._link = self._link, None
        target = "".join(target.split())
        said = "".join(parts)
        shown = _BLANK.sub(" ", said).strip()
        if not target or target.lower().startswith(_TARGETLESS) or _bare(target) == _bare(shown):
            return
        cut = "…" if len(target) > MAX_TARGET else ""
        self.say(f" ({target[:MAX_TARGET]}{cut}){' ' if said[-1:].isspace() else ''}")


def _read(html: str, writer: _Writer) -> None:
    """Walk through the markup once, telling the writer what opens, closes and is said."""
    at, scan = 0, _Scan(html)
    while (start := html.find("<", at)) >= 0:
        writer.say(unescape(html[at:start]))
        closing = html.startswith("/", start + 1)
        name = _NAME.match(html, start + 2 if closing else start + 1)
        if html.startswith(("!", "?"), start + 1):
            at = scan.after_declaration(start)
        elif name is None or (end := scan.after_tag(name.end())) < 0:
            writer.say("<")
            at = start + 1
        elif closing:
            writer.close(name[0].lower())
            at = end
        else:
            writer.open(name[0].lower(), html[name.end() : end])
            at = scan.after_unseen(name[0].lower(), end)
    writer.say(unescape(html[at:]))


class _Scan:
    """Where things end. A search that once came to nothing is never made again: that is what keeps it linear."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._hopeless: set[str] = set()

    def after_tag(self, start: int) -> int:
        """Where the tag ends, quotes in its attributes respected; -1 where it never does, or another begins first."""
        found = None if "quoted" in self._hopeless else _TAG.match(self._html, start)
        if found is None:
            return self._after(">", start)
        if not found[1]:
            self._hopeless.add("quoted")
        return found.end() if found[1] == ">" else -1

    def after_declaration(self, start: int) -> int:
        """Where a comment, a doctype or the like ends; just its opening where it never does."""
        if self._html.startswith("<!--", start):
            end = self._after("-->", start + 2)
            return end if end >= 0 else start + 4
        end = self._after(">", start)
        return end if end >= 0 else start + 2

    def after_unseen(self, name: str, start: int) -> int:
        """Where the content ends that nobody sees, for a tag that has such content."""
        if name not in _UNSEEN or name in self._hopeless:
            return start
        found = re.compile(rf"</{name}\b", re.IGNORECASE).search(self._html, start)
        if found is None:
            self._hopeless.add(name)
            return start
        return found.start()

    def _after(self, what: str, start: int) -> int:
        end = -1 if what in self._hopeless else self._html.find(what, start)
        if end < 0:
            self._hopeless.add(what)
            return -1
        return end + len(what)


def _attribute(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return unescape(next((each for each in found.groups() if each is not None), "")) if found else ""


def _bare(link: str) -> str:
    return re.sub(r"^(https?://|mailto:|tel:)(www\.)?|^www\.", "", link.strip().lower()).rstrip("/")
