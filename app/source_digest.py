"""A short name for the way something is worked out, which changes when the source of any part of it does."""

import hashlib
from collections.abc import Iterable
from importlib.resources import files


def source_digest(package: str, rests_on: Iterable[str] = ()) -> str:
    """Sixteen hexadecimal digits of every module in `package` and of those named in the domain that it `rests_on`."""
    content = hashlib.sha256()
    sources = [each for each in files(package).iterdir() if each.name.endswith(".py")]
    sources += [files("app.domain") / name for name in rests_on]
    for source in sorted(sources, key=lambda each: each.name):
        content.update(f"{source.name}\n{source.read_text(encoding='utf-8')}".encode())
    return content.hexdigest()[:16]
