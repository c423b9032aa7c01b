"""A question to a group says who was in it, so that a team's server can keep it theirs."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_CONSULTS = sa.text("SELECT id, ticket, consult FROM consults")
_SET = sa.text("UPDATE consults SET asked = :asked WHERE id = :id")


def upgrade() -> None:
    connection = op.get_bind()
    agents = [json.loads(row.agent) for row in connection.execute(sa.text("SELECT agent FROM agents"))]
    for row in _to_groups(connection):
        group = json.loads(row.consult)["whom"]["group"]
        connection.execute(_SET, {"id": row.id, "asked": "\n".join(_members(row.ticket, group, agents))})


def downgrade() -> None:
    connection = op.get_bind()
    for row in _to_groups(connection):
        connection.execute(_SET, {"id": row.id, "asked": None})


def _to_groups(connection: sa.Connection) -> list[sa.Row[Any]]:
    return [row for row in connection.execute(_CONSULTS) if not json.loads(row.consult)["whom"].get("agent")]


def _members(ticket: str, group: str, agents: list[dict[str, Any]]) -> dict[str, None]:
    """As `private_words.known_as` of who is in the group, for what was asked before there was such a thing."""
    names = [
        name
        for agent in agents
        if group in agent.get("groups", ()) and agent["id"].partition(":")[0] == ticket.partition(":")[0]
        for name in (agent["name"], agent["id"].partition(":")[2])
    ]
    one_line = [" ".join(name.split()) for name in names]
    return dict.fromkeys(form for name in one_line if name for form in (name, name.lower()))
