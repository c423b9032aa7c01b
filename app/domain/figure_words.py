"""A trial's figures in words, the same in the window and at the terminal."""

from app.domain.trials import Figures, Share


def figure_lines(figures: Figures) -> tuple[tuple[str, str], ...]:
    """What was measured, each with its value, its 95 % interval and what it counts."""
    low, high = figures.f1_interval
    return (
        ("Recall", f"{_share(figures.recall)} of the phrases that mean it were recognised"),
        ("Precision", f"{_share(figures.precision)} of the phrases taken for it do mean it"),
        ("F1", f"{figures.f1:.2f} (95 %: {low:.2f} to {high:.2f})"),
        ("Near misses", _taken(figures.near)),
        ("Everyday phrases", _taken(figures.everyday)),
    )


def how_measured(figures: Figures) -> str:
    return (
        f"Each phrase was read by readers that had not seen it: {figures.parts} parts, {figures.repeats} times over, "
        "alone and among other sentences."
    )


def _share(share: Share) -> str:
    if share.value is None:
        return "none"
    low, high = share.interval
    return f"{share.value:.0%} (95 %: {low:.0%} to {high:.0%}): {share.hits} of {share.of}"


def _taken(share: Share) -> str:
    return f"{share.hits} of {share.of} were taken for it" if share.of else "none were given"
