"""How fast is learnt, step by step."""


def rising_and_falling(step: int, steps: int, *, warm: float) -> float:
    """The share of the full rate at a step: up to one within the share `warm` of all steps, then down to nothing."""
    rising = (step + 1) / max(warm * steps, 1)
    return min(rising, 1.0) * max(1 - step / max(steps, 1), 0.0)
