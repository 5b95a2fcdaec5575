"""objects, runs and evidence."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "payload",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("profile_version", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("payload_pkey")),
        schema="sync",
    )
    op.create_table(
        "target",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False
        ),
        sa.Column("paused_reason", sa.Text(), nullable=True),
        sa.Column(
            "circuit", sa.Text(), server_default=sa.text("'closed'"), nullable=False
        ),
        sa.Column("circuit_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("circuit_reason", sa.Text(), nullable=True),
        sa.Column(
            "consecutive_failures",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("tokens", sa.Double(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "refilled_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "planned_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "plan_wanted", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.CheckConstraint(
            "circuit IN ('closed', 'open', 'half_open')",
            name=op.f("target_circuit_check"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("target_pkey")),
        schema="sync",
    )
    op.create_table(
        "object",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("target_code", sa.Text(), nullable=False),
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("desired", sa.Text(), nullable=False),
        sa.Column("desired_generation", sa.BigInteger(), nullable=False),
        sa.Column("desired_hash", sa.Text(), nullable=True),
        sa.Column("payload_sha256", sa.Text(), nullable=True),
        sa.Column("closure_hash", sa.Text(), nullable=True),
        sa.Column(
            "source",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column(
            "observed", sa.Text(), server_default=sa.text("'unknown'"), nullable=False
        ),
        sa.Column(
            "observed_generation",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("observed_hash", sa.Text(), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("remote_url", sa.Text(), nullable=True),
        sa.Column("remote_fingerprint", sa.Text(), nullable=True),
        sa.Column("read_back_hash", sa.Text(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column(
            "attempts", sa.BigInteger(), server_default=sa.text("0"), nullable=False
        ),
        sa.Column(
            "verify_failures",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column(
            "claims_without_result",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column(
            "not_before",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("in_doubt_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_verdict", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "fence", sa.BigInteger(), server_default=sa.text("0"), nullable=False
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(state = 'in_doubt') <= (in_doubt_since IS NOT NULL)",
            name=op.f("object_in_doubt_check"),
        ),
        sa.CheckConstraint(
            "(state = 'leased') <= (lease_until IS NOT NULL)",
            name=op.f("object_leased_check"),
        ),
        sa.CheckConstraint(
            "desired IN ('present', 'absent')", name=op.f("object_desired_check")
        ),
        sa.CheckConstraint(
            "observed IN ('unknown', 'present', 'absent')",
            name=op.f("object_observed_check"),
        ),
        sa.CheckConstraint("role IN ('item', 'media')", name=op.f("object_role_check")),
        sa.CheckConstraint(
            "state IN ('pending', 'leased', 'in_doubt', 'retry', 'applied', 'synced',"
            " 'drifted', 'held', 'rejected', 'dead', 'quarantined', 'absent')",
            name=op.f("object_state_check"),
        ),
        sa.ForeignKeyConstraint(
            ["payload_sha256"],
            ["sync.payload.sha256"],
            name=op.f("object_payload_sha256_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["target_code"], ["sync.target.code"], name=op.f("object_target_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("object_pkey")),
        sa.UniqueConstraint(
            "target_code", "object_key", name=op.f("object_target_code_object_key_key")
        ),
        schema="sync",
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index(
        "object_due_idx",
        "object",
        ["target_code", "priority", "not_before"],
        unique=False,
        schema="sync",
        postgresql_where=sa.text(
            "state IN ('pending', 'leased', 'in_doubt', 'retry', 'applied')"
        ),
    )
    op.create_index(
        "object_item_idx", "object", ["item_id", "lang"], unique=False, schema="sync"
    )
    op.create_index(
        "object_state_idx",
        "object",
        ["state", "updated_at", "id"],
        unique=False,
        schema="sync",
    )
    op.create_table(
        "profile",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("target_code", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("activated_by", sa.Text(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'retired')", name=op.f("profile_state_check")
        ),
        sa.ForeignKeyConstraint(
            ["target_code"], ["sync.target.code"], name=op.f("profile_target_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("profile_pkey")),
        sa.UniqueConstraint(
            "target_code", "version", name=op.f("profile_target_code_version_key")
        ),
        schema="sync",
    )
    op.create_index(
        "profile_active_idx",
        "profile",
        ["target_code"],
        unique=True,
        schema="sync",
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("target_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scheduled_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column(
            "requested_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("approved_hold", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "fence", sa.BigInteger(), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("plan_hash", sa.Text(), nullable=True),
        sa.Column("hold_hash", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column(
            "counts",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("evidence_seq", sa.BigInteger(), nullable=True),
        sa.Column("evidence_hash", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('nightly', 'on_demand', 'prompt', 'plan')",
            name=op.f("run_kind_check"),
        ),
        sa.CheckConstraint(
            "outcome IN ('ok', 'partial', 'needs_approval', 'failed', 'missed')",
            name=op.f("run_outcome_check"),
        ),
        sa.ForeignKeyConstraint(
            ["target_code"], ["sync.target.code"], name=op.f("run_target_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("run_pkey")),
        sa.UniqueConstraint(
            "target_code",
            "kind",
            "scheduled_for",
            name=op.f("run_target_code_kind_scheduled_for_key"),
        ),
        schema="sync",
    )
    op.create_index(
        "run_open_idx",
        "run",
        ["target_code"],
        unique=True,
        schema="sync",
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_index(
        "run_requested_at_idx",
        "run",
        ["requested_at", "id"],
        unique=False,
        schema="sync",
    )
    op.create_table(
        "schedule",
        sa.Column("target_code", sa.Text(), nullable=False),
        sa.Column("cron", sa.Text(), nullable=False),
        sa.Column("tz", sa.Text(), nullable=False),
        sa.Column("misfire_until", sa.Text(), nullable=False),
        sa.Column("next_fire_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["target_code"],
            ["sync.target.code"],
            name=op.f("schedule_target_code_fkey"),
        ),
        sa.PrimaryKeyConstraint("target_code", name=op.f("schedule_pkey")),
        schema="sync",
    )
    op.create_table(
        "tombstone",
        sa.Column("target_code", sa.Text(), nullable=False),
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column(
            "withdrawn_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["target_code"],
            ["sync.target.code"],
            name=op.f("tombstone_target_code_fkey"),
        ),
        sa.PrimaryKeyConstraint(
            "target_code", "object_key", "generation", name=op.f("tombstone_pkey")
        ),
        schema="sync",
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("target_code", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("payload_sha256", sa.Text(), nullable=True),
        sa.Column("verifies", sa.Uuid(), nullable=True),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chain_seq", sa.BigInteger(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "op IN ('create', 'update', 'withdraw', 'retract', 'probe', 'verify')",
            name=op.f("attempt_op_check"),
        ),
        sa.ForeignKeyConstraint(
            ["object_id"], ["sync.object.id"], name=op.f("attempt_object_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["target_code"], ["sync.target.code"], name=op.f("attempt_target_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("attempt_pkey")),
        sa.UniqueConstraint(
            "target_code", "chain_seq", name=op.f("attempt_target_code_chain_seq_key")
        ),
        schema="sync",
    )
    op.create_index(
        "attempt_object_id_idx",
        "attempt",
        ["object_id", "chain_seq"],
        unique=False,
        schema="sync",
    )
    op.create_index(
        "attempt_object_key_idx",
        "attempt",
        ["object_key", "chain_seq"],
        unique=False,
        schema="sync",
    )
    op.create_table(
        "dependency",
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("needs_object_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["needs_object_id"],
            ["sync.object.id"],
            name=op.f("dependency_needs_object_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["object_id"], ["sync.object.id"], name=op.f("dependency_object_id_fkey")
        ),
        sa.PrimaryKeyConstraint(
            "object_id", "needs_object_id", name=op.f("dependency_pkey")
        ),
        schema="sync",
    )
    op.create_index(
        "dependency_needs_object_id_idx",
        "dependency",
        ["needs_object_id"],
        unique=False,
        schema="sync",
    )
    op.create_table(
        "plan_item",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "diff",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["sync.run.id"], name=op.f("plan_item_run_id_fkey")
        ),
        sa.PrimaryKeyConstraint("run_id", "object_key", name=op.f("plan_item_pkey")),
        schema="sync",
    )
    op.create_table(
        "attempt_result",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("target_code", sa.Text(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("http_status", sa.BigInteger(), nullable=True),
        sa.Column(
            "response_headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False
        ),
        sa.Column("response_body", sa.Text(), nullable=False),
        sa.Column("response_sha256", sa.Text(), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("remote_url", sa.Text(), nullable=True),
        sa.Column("read_back_hash", sa.Text(), nullable=True),
        sa.Column("differing", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chain_seq", sa.BigInteger(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["sync.attempt.id"],
            name=op.f("attempt_result_attempt_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["target_code"],
            ["sync.target.code"],
            name=op.f("attempt_result_target_code_fkey"),
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("attempt_result_pkey")),
        sa.UniqueConstraint(
            "target_code",
            "chain_seq",
            name=op.f("attempt_result_target_code_chain_seq_key"),
        ),
        schema="sync",
    )

    # Rows are updated in place again and again.
    op.execute("ALTER TABLE sync.object SET (fillfactor = 80)")


def downgrade() -> None:
    op.drop_table("attempt_result", schema="sync")
    op.drop_table("plan_item", schema="sync")
    op.drop_index(
        "dependency_needs_object_id_idx", table_name="dependency", schema="sync"
    )
    op.drop_table("dependency", schema="sync")
    op.drop_index("attempt_object_key_idx", table_name="attempt", schema="sync")
    op.drop_index("attempt_object_id_idx", table_name="attempt", schema="sync")
    op.drop_table("attempt", schema="sync")
    op.drop_table("tombstone", schema="sync")
    op.drop_table("schedule", schema="sync")
    op.drop_index("run_requested_at_idx", table_name="run", schema="sync")
    op.drop_index(
        "run_open_idx",
        table_name="run",
        schema="sync",
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.drop_table("run", schema="sync")
    op.drop_index(
        "profile_active_idx",
        table_name="profile",
        schema="sync",
        postgresql_where=sa.text("state = 'active'"),
    )
    op.drop_table("profile", schema="sync")
    op.drop_index("object_state_idx", table_name="object", schema="sync")
    op.drop_index("object_item_idx", table_name="object", schema="sync")
    op.drop_index(
        "object_due_idx",
        table_name="object",
        schema="sync",
        postgresql_where=sa.text(
            "state IN ('pending', 'leased', 'in_doubt', 'retry', 'applied')"
        ),
    )
    op.drop_table("object", schema="sync")
    op.drop_table("target", schema="sync")
    op.drop_table("payload", schema="sync")
