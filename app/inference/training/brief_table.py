"""Figures of briefs as a table that is read at the terminal."""

from collections.abc import Mapping

from app.domain.share import Share
from app.inference.training.brief_figures import SLOTS, Figures

HEAD = ("", "sentences", "right, with 95 % interval", *(f"covers {name}" for name in SLOTS), "covers together")


def brief_table(figures: Mapping[str, Mapping[str, Figures]]) -> str:
    """A block for each half of the conversations, with a line for the brief and one for each baseline."""
    return "\n".join(line for half, named in figures.items() for line in _block(half, named))


def _block(half: str, named: Mapping[str, Figures]) -> list[str]:
    count = next(each.conversations for each in named.values())
    rows = [HEAD, *(_row(name, each) for name, each in named.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [f"{half}, {count} conversations", *lines, ""]


def _row(name: str, figures: Figures) -> tuple[str, ...]:
    right = figures.right
    return (
        name,
        str(right.total),
        f"{_value(right)} [{right.low:.2f}, {right.high:.2f}]",
        *(_counted(figures.coverage[slot]) for slot in SLOTS),
        _counted(figures.together),
    )


def _counted(share: Share) -> str:
    return f"{_value(share)} ({share.hits} of {share.total})"


def _value(share: Share) -> str:
    return "none" if share.value is None else f"{share.value:.2f}"
