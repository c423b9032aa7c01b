"""What a message says and what came with it, out of the parts that Request Tracker keeps of a mail."""

from collections.abc import Mapping, Sequence

from app.connectors import mail_text
from app.connectors.request_tracker.shapes import AttachmentItem
from app.domain.tickets import Attachment

SURELY_TEXT = 20  # bytes of plain text from which its HTML twin need not be fetched


def needed(parts: Sequence[AttachmentItem]) -> list[AttachmentItem]:
    """The parts whose content makes the text; twins in HTML of a plain text are left out."""
    chosen: list[AttachmentItem] = []
    for part, is_twin in _inline(parts):
        if part["ContentType"] == "text/html" and is_twin and chosen and size_of(chosen[-1]) >= SURELY_TEXT:
            continue
        chosen.append(part)
    return chosen


def text_of(parts: Sequence[AttachmentItem], contents: Mapping[str, str]) -> str:
    """The text of a message: of twins the plain one unless it is blank, of several texts all of them."""
    texts: list[str] = []
    for part, is_twin in _inline(parts):
        content = contents.get(part["id"])
        if content is None:
            continue
        if part["ContentType"] != "text/html":
            texts.append(_decoded(part, content))
        elif not is_twin or not texts or not texts[-1].strip():
            texts.append(mail_text.text_from_html(content))
    return "\n".join(text for text in texts if text.strip())


def attachments_of(parts: Sequence[AttachmentItem]) -> tuple[Attachment, ...]:
    """What came with a message: what has a name, and what is no text."""
    body = _odd_body(parts)
    return tuple(
        Attachment(part["Filename"] or "unnamed", part["ContentType"], size_of(part))
        for part in parts
        if part is not body and (part["Filename"] or not (_is_container(part) or _is_text(part)))
    )


def size_of(part: AttachmentItem) -> int:
    """Bytes of a part."""
    return int(part["ContentLength"] or 0)


def _inline(parts: Sequence[AttachmentItem]) -> list[tuple[AttachmentItem, bool]]:
    """The parts that are text, and whether each is the HTML twin of the plain text before it."""
    found: list[tuple[AttachmentItem, bool]] = []
    alternative = False
    for part in parts:
        kind = part["ContentType"].casefold()
        if kind == "multipart/alternative":
            alternative = True
        elif _is_text(part):
            is_twin = alternative and kind == "text/html"
            found.append((part, is_twin and bool(found)))
            alternative = alternative and not is_twin
    if not found and (odd := _odd_body(parts)) is not None:
        found.append((odd, False))
    return found


def _is_text(part: AttachmentItem) -> bool:
    return not part["Filename"] and part["ContentType"].casefold() in {
        "text/plain",
        "text/html",
        "text/enriched",
        "text",
    }


def _is_container(part: AttachmentItem) -> bool:
    return part["ContentType"].casefold().startswith(("multipart/", "message/"))


def _odd_body(parts: Sequence[AttachmentItem]) -> AttachmentItem | None:
    """A mail in a charset that Request Tracker does not know: it keeps the text as nameless bytes."""
    if len(parts) == 1 and not parts[0]["Filename"] and parts[0]["ContentType"] == "application/octet-stream":
        return parts[0]
    return None


def _decoded(part: AttachmentItem, content: str) -> str:
    if part["ContentType"] != "application/octet-stream":
        return mail_text.plain(content)
    try:
        raw = content.encode("latin-1")  # bytes come as the characters of their numbers
    except UnicodeEncodeError:
        return mail_text.plain(content)
    return mail_text.plain(mail_text.decode(raw, None))
