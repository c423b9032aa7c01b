"""Request Tracker's REST 2.0 calls, as few kinds of them as there are."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from app.connectors.http import Answer
from app.connectors.request_tracker.session import Session
from app.errors import Refused, Unreachable

PER_PAGE = 100  # the most that Request Tracker gives
GONE = frozenset({403, 404})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search. `total` is None where Request Tracker does not count; `at` is its clock."""

    items: Sequence[Any]
    total: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """What Request Tracker said to a write: `accepted` proves nothing, and `words` say why not."""

    accepted: bool
    words: str
    location: str = ""


class Client:
    """Reads pages and records, and writes. Safe to use from several threads."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def host(self) -> str:
        return self._session.host

    def search(
        self,
        kind: str,
        query: str,
        *,
        fields: str = "",
        subfields: Mapping[str, str] | None = None,
        per_page: int = PER_PAGE,
        order: str = "ASC",
        page: int = 1,
    ) -> Page:
        """A page of tickets or transactions that match a TicketSQL query, by id."""
        params: dict[str, str | int] = {"query": query, "orderby": "id", "order": order, "per_page": per_page}
        params |= {"fields": fields} if fields else {}
        params |= {"page": page} if page > 1 else {}
        return _page(self._session.send("GET", kind, params={**params, **(subfields or {})}))

    def filter(self, kind: str, conditions: Sequence[Mapping[str, Any]], *, fields: str, page: int = 1) -> Page:
        """A page of the records of a kind that meet all conditions, by id."""
        params: dict[str, str | int] = {"orderby": "id", "per_page": PER_PAGE, "page": page, "fields": fields}
        return _page(self._session.send("POST", kind, params=params, body=list(conditions)))

    def filter_all(self, kind: str, conditions: Sequence[Mapping[str, Any]], *, fields: str) -> Iterator[Any]:
        """Every record of a kind that meets all conditions. Pages may be short: an empty one is the end."""
        number = 1
        while items := self.filter(kind, conditions, fields=fields, page=number).items:
            yield from items
            number += 1

    def listed(self, path: str, *, fields: str) -> list[Any]:
        """Every record of a listing, over all its pages."""
        found: list[Any] = []
        number = 1
        while items := _page(
            self._session.send("GET", path, params={"per_page": PER_PAGE, "page": number, "fields": fields})
        ).items:
            found += items
            number += 1
        return found

    def record(self, kind: str, key: str | int, **subfields: str) -> dict[str, Any] | None:
        """One record, or None where it is not there or not for us."""
        params = {f"fields[{name}]": value for name, value in subfields.items()}
        answer = self._session.send("GET", f"{kind}/{quote(str(key), safe='@')}", params=params or None, accept=GONE)
        found = _object(answer)  # also where it is gone: only Request Tracker itself is believed that, no proxy's page
        return None if answer.status in GONE else found

    def version(self) -> str:
        """Which Request Tracker this is; the cheapest question there is."""
        return str(_object(self._session.send("GET", "rt")).get("Version", "of an unknown version"))

    def has_entry(self, number: str) -> bool:
        """Whether there is such an entry of history, seen or not: what we may not see is forbidden, not absent."""
        if not number.isdecimal():
            return False
        answer = self._session.send("GET", f"transaction/{number}", accept=GONE)
        _object(answer)
        return answer.status != 404

    def write(self, method: str, path: str, body: Mapping[str, object]) -> Said:
        """Write. A 200 is no proof that anything changed, and a refusal is no error here: read back."""
        try:
            answer = self._session.send(method, path, body=body)
        except Refused as error:
            return Said(accepted=False, words=str(error))
        return Said(accepted=True, words=_words(answer), location=answer.headers.get("location", ""))


def _page(answer: Answer) -> Page:
    content = _object(answer)
    items, total = content.get("items"), content.get("total")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Unreachable(f"{answer.host} answered with JSON that is no list of records; it is tried again.")
    return Page(items, total if isinstance(total, int) else None, answer.at)


def _object(answer: Answer) -> dict[str, Any]:
    content = answer.json()
    if not isinstance(content, dict):
        raise Unreachable(
            f"{answer.host} answered with JSON of another shape than Request Tracker's; it is tried again."
        )
    return content


def _words(answer: Answer) -> str:
    """What it says: a list of sentences, or one message."""
    try:
        content = json.loads(answer.body)
    except ValueError:
        return ""
    if isinstance(content, dict):
        content = [content.get("message", "")]
    return "; ".join(str(each) for each in content) if isinstance(content, list) else str(content)
