"""Whether a query only reads: exactly one SELECT, and nothing in it that writes. The database holds it to that, too."""

import re

from app.errors import BadInput

_SKIPPED = re.compile(
    r"""
    --[^\n]*            # a comment to the end of the line
    | /\*.*?(?:\*/|\Z)  # a comment in between
    | '(?:[^']|'')*'    # a text
    | "(?:[^"]|"")*"    # a quoted name
    | `[^`]*`           # MySQL's
    | \$(\w*)\$.*?\$\1\$  # PostgreSQL's
    """,
    re.VERBOSE | re.DOTALL,
)
_WRITES = re.compile(
    r"\b(?:INSERT|UPDATE|DELETE|MERGE|REPLACE\s+INTO|TRUNCATE|CREATE|ALTER|DROP|GRANT|REVOKE|INTO|CALL|EXEC|EXECUTE|"
    r"COPY|ATTACH|DETACH|PRAGMA|VACUUM|LOCK|SET|BEGIN|COMMIT|ROLLBACK)\b",
    re.IGNORECASE,
)


def checked_select(query: str, *, name: str) -> str:
    """The query without its last semicolon. Raises `BadInput` where it is anything but one SELECT."""
    bare = _SKIPPED.sub(lambda found: " " if found[0][:2] in {"--", "/*"} else " '' ", query).strip()
    bare = bare.removesuffix(";").rstrip()
    if not bare:
        raise BadInput(f"The query {name!r} is empty; write one SELECT.")
    if ";" in bare:
        raise BadInput(f"The query {name!r} holds several statements; write one SELECT in each query.")
    if not re.match(r"\(*\s*(?:SELECT|WITH)\b", bare, re.IGNORECASE):
        word = (bare.split() or [""])[0][:20]
        raise BadInput(f"The query {name!r} begins with {word}. Account sources are only read: write one SELECT.")
    found = _WRITES.search(bare)
    if found:
        raise BadInput(
            f"The query {name!r} holds {found[0].upper()}, which could write. Account sources are only read: leave it "
            "out, or put a column of that name into quotes."
        )
    return query.strip().removesuffix(";").rstrip()
