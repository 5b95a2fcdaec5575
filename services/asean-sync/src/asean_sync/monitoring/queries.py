"""Figures of the sync that only the database knows."""

from phohien.metrics import Asked, Figure, of_queue

TARGET = ("target",)

ASKED = (
    *of_queue("sync"),
    Asked(
        Figure(
            "phohien_sync_objects", "Objects at targets by state.", ("target", "state")
        ),
        "SELECT target_code, state, count(*) FROM sync.object GROUP BY 1, 2",
    ),
    Asked(
        Figure(
            "phohien_sync_last_success_timestamp_seconds",
            "When a run last ended well; 0: never.",
            TARGET,
        ),
        "SELECT t.code, coalesce(extract(epoch FROM max(r.finished_at)), 0)"
        " FROM sync.target t LEFT JOIN sync.run r ON r.target_code = t.code"
        " AND r.kind <> 'plan' AND r.outcome = 'ok' WHERE t.enabled GROUP BY 1",
    ),
    Asked(
        Figure(
            "phohien_sync_circuit_open",
            "1 while a target that refuses our credentials is left alone.",
            TARGET,
        ),
        "SELECT code, (circuit <> 'closed')::int FROM sync.target",
    ),
    Asked(
        Figure(
            "phohien_sync_oldest_due_seconds",
            "How long the object that waits longest is due, when its target is open.",
            TARGET,
        ),
        "SELECT t.code, coalesce(extract(epoch FROM now() - min(o.not_before)), 0)"
        " FROM sync.target t LEFT JOIN sync.object o ON o.target_code = t.code"
        " AND o.state IN ('pending', 'in_doubt', 'retry') AND o.not_before <= now()"
        " AND t.circuit = 'closed' GROUP BY 1",
    ),
    Asked(
        Figure(
            "phohien_sync_withdrawals_open",
            "Objects that are to be gone from a target and are not yet.",
            TARGET,
        ),
        "SELECT target_code, count(*) FROM sync.object WHERE desired = 'absent'"
        " AND state <> 'absent' GROUP BY 1",
    ),
)
