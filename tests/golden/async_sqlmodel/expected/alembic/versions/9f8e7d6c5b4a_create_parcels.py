"""create parcels

Revision ID: 9f8e7d6c5b4a
Revises: 1a2b3c4d5e6f
Create Date: 2026-01-15 12:30:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "9f8e7d6c5b4a"
down_revision: str | None = "1a2b3c4d5e6f"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "parcels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tracking", sa.String(40), nullable=False),
        sa.Column("carrier", sa.String(5), nullable=False),
        sa.Column("weight", sa.Numeric(8, 3), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("owner_id", "tracking"),
        sa.CheckConstraint("carrier IN ('dhl', 'ups', 'fedex')", name="carrier"),
        sa.CheckConstraint("weight > 0", name="weight_positive"),
    )
    op.create_index(
        "ix_parcels_owner_id_created_at_id", "parcels", ["owner_id", "created_at", "id"]
    )
    op.create_index(
        "ix_parcels_owner_id_shipped_at_id", "parcels", ["owner_id", "shipped_at", "id"]
    )
    op.create_index(
        "ix_parcels_owner_id_carrier_created_at_id",
        "parcels",
        ["owner_id", "carrier", "created_at", "id"],
    )


def downgrade() -> None:
    op.drop_index("ix_parcels_owner_id_carrier_created_at_id", table_name="parcels")
    op.drop_index("ix_parcels_owner_id_shipped_at_id", table_name="parcels")
    op.drop_index("ix_parcels_owner_id_created_at_id", table_name="parcels")
    op.drop_table("parcels")
