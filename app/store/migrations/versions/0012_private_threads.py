"""What the two ends of an offer say to each other stands apart from it, with those who may read it."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "transfer_words",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("transfer", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("readers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transfer_words"),
    )
    op.create_index("ix_transfer_words_transfer", "transfer_words", ["transfer"])
    connection = op.get_bind()
    agents = [json.loads(row.agent) for row in connection.execute(sa.text("SELECT agent FROM agents"))]
    for transfer in _transfers(connection):
        readers = "\n".join(_readers(transfer, agents))
        for said in transfer["thread"]:
            words = {"transfer": transfer["id"], "readers": readers}
            connection.execute(table.insert(), {**words, **{name: said[name] for name in ("id", "by", "text")}})
            said["text"] = ""
        _write(connection, transfer)


def downgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, text FROM transfer_words"))
    words = {row.id: row.text for row in rows}
    for transfer in _transfers(connection):
        for said in transfer["thread"]:
            said["text"] = words.get(said["id"], "")
        _write(connection, transfer)
    op.drop_index("ix_transfer_words_transfer", "transfer_words")
    op.drop_table("transfer_words")


def _transfers(connection: sa.Connection) -> list[dict[str, Any]]:
    """Those in which something was said."""
    found = [json.loads(row.transfer) for row in connection.execute(sa.text("SELECT transfer FROM transfers"))]
    return [each for each in found if each.get("thread")]


def _write(connection: sa.Connection, transfer: dict[str, Any]) -> None:
    written = json.dumps(transfer, sort_keys=True, separators=(",", ":"))
    query = sa.text("UPDATE transfers SET transfer = :transfer WHERE id = :id")
    connection.execute(query, {"transfer": written, "id": transfer["id"]})


def _readers(transfer: dict[str, Any], agents: list[dict[str, Any]]) -> dict[str, None]:
    """As `private_words.readers_of`, for what was said before there was such a thing."""
    to = transfer["to"]
    names = [transfer["sender"], transfer.get("to_name", ""), transfer.get("ended_by", "")]
    names += [said["by"] for said in transfer["thread"]]
    for agent in agents:
        mine = agent["id"] == to["agent"] if to.get("agent") else to["group"] in agent.get("groups", ())
        if mine and agent["id"].partition(":")[0] == transfer["ticket"].partition(":")[0]:
            names += [agent["name"], agent["id"].partition(":")[2]]
    if to.get("agent"):
        names.append(to["agent"].partition(":")[2])
    one_line = [" ".join(name.split()) for name in names]
    return dict.fromkeys(form for name in one_line if name for form in (name, name.lower()))
