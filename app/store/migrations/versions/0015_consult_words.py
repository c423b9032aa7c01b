"""What is said in a question stands apart from it, so that a team's server lets nobody alter it."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_MARK = "\uf8fe"  # before what no database stores, as `columns.storable` writes it
_UNSTORABLE = re.compile(f"[\x00\ud800-\udfff{_MARK}]")
_ESCAPED = re.compile(f"{_MARK}([0-9a-f]{{4}})")


def upgrade() -> None:
    op.add_column("consults", sa.Column("closed_at", sa.BigInteger(), nullable=True))
    table = op.create_table(
        "consult_words",
        sa.Column("consult", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("consult", "number", name="pk_consult_words"),
    )
    connection = op.get_bind()
    for consult in _consults(connection):
        for number, said in enumerate(consult["thread"]):
            words = {name: _storable(said[name]) for name in ("id", "by", "text")}
            row = {"consult": _storable(consult["id"]), "number": number, "at": _ticks(said["at"]), **words}
            connection.execute(table.insert(), row)
        closed_at = _ticks(consult["closed_at"]) if consult.get("closed_at") else None
        # what a word more or the end changes stands beside it from now on
        _write(connection, {**consult, "thread": [], "state": "asked", "version": 1, "closed_at": None}, closed_at)


def downgrade() -> None:
    connection = op.get_bind()
    query = sa.text('SELECT consult, id, "by", at, text FROM consult_words ORDER BY consult, number')
    threads: dict[str, list[dict[str, str]]] = {}
    for row in connection.execute(query):
        words = {"id": _read(row.id), "by": _read(row.by), "text": _read(row.text), "at": _iso(row.at)}
        threads.setdefault(_read(row.consult), []).append(words)
    beside = {_read(row.id): row for row in connection.execute(sa.text("SELECT id, version, closed_at FROM consults"))}
    for consult in _consults(connection):
        thread, row = threads.get(consult["id"], []), beside[consult["id"]]
        asked = not thread or thread[-1]["by"] == consult["by"]
        state = "closed" if row.closed_at is not None else "asked" if asked else "replied"
        closed_at = _iso(row.closed_at) if row.closed_at is not None else None
        said = {**consult, "thread": thread, "state": state, "version": row.version, "closed_at": closed_at}
        _write(connection, said, None)
    op.drop_table("consult_words")
    op.drop_column("consults", "closed_at")


def _consults(connection: sa.Connection) -> list[dict[str, Any]]:
    return [json.loads(row.consult) for row in connection.execute(sa.text("SELECT consult FROM consults"))]


def _write(connection: sa.Connection, consult: dict[str, Any], closed_at: int | None) -> None:
    written = json.dumps(consult, sort_keys=True, separators=(",", ":"))
    query = sa.text("UPDATE consults SET consult = :consult, closed_at = :closed_at WHERE id = :id")
    connection.execute(query, {"consult": written, "closed_at": closed_at, "id": _storable(consult["id"])})


def _ticks(at: str) -> int:
    return (datetime.fromisoformat(at) - _EPOCH) // _TICK


def _iso(at: int) -> str:
    return (_EPOCH + at * _TICK).isoformat()


def _storable(text: str) -> str:
    return _UNSTORABLE.sub(lambda found: f"{_MARK}{ord(found[0]):04x}", text)


def _read(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
