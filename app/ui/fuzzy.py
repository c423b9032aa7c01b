"""Finding an action by a few of its letters."""

WORD_START = 8  # points for a letter that begins a word
ADJACENT = 5  # for a letter right after the one before
GAP = -1  # for each letter skipped between two found ones


def fuzzy(query: str, text: str) -> int | None:
    """How well the letters of `query` occur in `text`, in their order; None where they don't. Higher is better."""
    wanted = "".join(query.casefold().split())
    if not wanted:
        return 0
    best: int | None = None
    folded = text.casefold()
    start = folded.find(wanted[0])
    while start >= 0:
        points = _from(wanted, folded, start)
        if points is not None and (best is None or points > best):
            best = points
        start = folded.find(wanted[0], start + 1)
    return best


def _from(wanted: str, text: str, start: int) -> int | None:
    points, at = _start_points(text, start), start
    for letter in wanted[1:]:
        found = _better_start(letter, text, at + 1)
        if found < 0:
            return None
        points += ADJACENT if found == at + 1 else GAP * (found - at - 1) + _start_points(text, found)
        at = found
    return points


def _better_start(letter: str, text: str, begin: int) -> int:
    """The letter right at `begin`, else at the start of a later word, else anywhere later."""
    first = text.find(letter, begin)
    if first <= begin:
        return first
    word = text.find(f" {letter}", begin - 1)
    return word + 1 if word >= 0 else first


def _start_points(text: str, at: int) -> int:
    return WORD_START if at == 0 or not text[at - 1].isalnum() else 0
