"""What an answer advises, as a vector of its own beside the whole text's; analyses of earlier models have none."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("analyses", sa.Column("advice", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("analyses", "advice")
