"""Tool tips: Qt guesses whether one is markup, so what a customer wrote must never be left to that guess."""

from html import escape

_PLAIN = '<span style="white-space: pre-wrap">{}</span>'  # markup of our own, in which nothing else is


def tip(text: str) -> str:
    """The text as a tool tip that shows it letter by letter; "" shows none."""
    return _PLAIN.format(escape(text)) if text else ""
