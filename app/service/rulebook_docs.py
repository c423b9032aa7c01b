"""The names of conditions as the documentation lists them, made from the one table that checks them."""

from app.domain.conditions.vocabulary import Term, Vocabulary


def names_table(vocabulary: Vocabulary) -> str:
    """A Markdown table of every name: what it holds, and what that means."""
    rows = [f"| `{term.name}` | {term.kind}{_bounds(term)} | {term.about} |" for term in vocabulary.terms()]
    return "\n".join(["| name | holds | which is |", "| --- | --- | --- |", *rows])


def _bounds(term: Term) -> str:
    if term.choices:
        return f": {', '.join(term.choices)}"
    if term.low is None and term.high is None:
        return ""
    return f", {term.low:g} to {term.high:g}" if term.high is not None else f", {term.low:g} or more"
