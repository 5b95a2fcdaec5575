"""Figures of the sync that only the database knows: the statements of a scrape."""

from asean_sync.monitoring import tally
from phohien.metrics import Asked, Figure, of_queue

TARGET = ("target",)
COUNTED = (
    "SELECT t.code, coalesce(c.value, 0) FROM sync.target t"
    " LEFT JOIN sync.tally c ON c.target_code = t.code AND c.name = %(name)s"
)


def _of_targets(name: str, text: str, sql: str, *labels: str) -> Asked:
    return Asked(Figure(f"phohien_sync_{name}", text, (*TARGET, *labels)), sql)


def _counted(name: str, text: str) -> Asked:
    """What workers counted themselves; a target without a count has a 0."""
    figure = Figure(f"phohien_sync_{name}_total", text, TARGET, "counter")
    return Asked(figure, COUNTED, {"name": name})


ASKED = (
    *of_queue("sync"),
    _of_targets(
        "objects",
        "Objects at targets by state.",
        "SELECT target_code, state, count(*) FROM sync.object GROUP BY 1, 2",
        "state",
    ),
    _of_targets(
        "oldest_pending_seconds",
        "How long the object that waits longest is due, when its target is open.",
        "SELECT t.code, coalesce(extract(epoch FROM now() - min(o.not_before)), 0)"
        " FROM sync.target t LEFT JOIN sync.object o ON o.target_code = t.code"
        " AND o.state IN ('pending', 'in_doubt', 'retry') AND o.not_before <= now()"
        " AND t.circuit = 'closed' GROUP BY 1",
    ),
    _of_targets(
        "oldest_withdrawal_seconds",
        "How long something has been to be gone from a target and is not yet.",
        "SELECT t.code, coalesce(extract(epoch FROM now() - min(d.asked_at)), 0)"
        " FROM sync.target t LEFT JOIN sync.takedown d ON d.target_code = t.code"
        " AND d.ended_at IS NULL GROUP BY 1",
    ),
    _of_targets(
        "in_doubt",
        "Objects of which we do not know whether the target has what was sent.",
        "SELECT t.code, count(o.id) FROM sync.target t LEFT JOIN sync.object o"
        " ON o.target_code = t.code AND o.in_doubt_since IS NOT NULL GROUP BY 1",
    ),
    _of_targets(
        "quarantined",
        "Objects that ended three workers and are left alone.",
        "SELECT t.code, count(o.id) FROM sync.target t LEFT JOIN sync.object o"
        " ON o.target_code = t.code AND o.state = 'quarantined' GROUP BY 1",
    ),
    _of_targets(
        "plan_held",
        "Objects that wait for a person to approve what would vanish.",
        "SELECT t.code, count(o.id) FROM sync.target t LEFT JOIN sync.object o"
        " ON o.target_code = t.code AND o.state = 'held'"
        " AND o.hold_reason = 'mass_guard' GROUP BY 1",
    ),
    _of_targets(
        "drift_open",
        "Differences found at a target that nobody has closed.",
        "SELECT target_code, kind, count(*) FROM sync.drift"
        " WHERE closed_at IS NULL GROUP BY 1, 2",
        "kind",
    ),
    _of_targets(
        "circuit_state",
        "0: open for work; 1: tried with one request; 2: left alone.",
        "SELECT code, CASE WHEN circuit = 'closed' THEN 0"
        " WHEN circuit = 'open' AND circuit_until > now() THEN 2 ELSE 1 END"
        " FROM sync.target",
    ),
    _of_targets(
        "rate_tokens",
        "Objects that could be taken up at once, as of the last one taken up.",
        "SELECT code, tokens FROM sync.target",
    ),
    _of_targets(
        "run_last_success_timestamp",
        "When a run last ended well; 0: never.",
        "SELECT t.code, coalesce(extract(epoch FROM max(r.finished_at)), 0)"
        " FROM sync.target t LEFT JOIN sync.run r ON r.target_code = t.code"
        " AND r.kind <> 'plan' AND r.outcome = 'ok' WHERE t.enabled GROUP BY 1",
    ),
    Asked(
        Figure(
            "phohien_sync_run_missed_total",
            "Nights in which no worker was up in time.",
            TARGET,
            "counter",
        ),
        "SELECT t.code, count(r.id) FROM sync.target t LEFT JOIN sync.run r"
        " ON r.target_code = t.code AND r.outcome = 'missed' GROUP BY 1",
    ),
    _of_targets(
        "cert_expiry_seconds",
        "How long the certificate a target showed last is still good.",
        "SELECT code, extract(epoch FROM certificate_until - now())"
        " FROM sync.target WHERE certificate_until IS NOT NULL",
    ),
    _of_targets(
        "evidence_chain_ok",
        "1 when the evidence held when it was last read as a whole.",
        "SELECT code, (chain_broken IS NULL)::int FROM sync.target"
        " WHERE chain_checked_at IS NOT NULL",
    ),
    Asked(
        Figure(
            "phohien_sync_attempts_total",
            "Requests by how their answers were judged.",
            (*TARGET, "op", "class"),
            "counter",
        ),
        "SELECT target_code, labels[1], labels[2], value FROM sync.tally"
        " WHERE name = %(name)s",
        {"name": tally.ATTEMPTS},
    ),
    Asked(
        Figure(
            "phohien_sync_request_seconds",
            "How long targets took to answer.",
            (*TARGET, "method"),
            "histogram",
        ),
        "SELECT target_code, labels[1], labels[2], value FROM sync.tally"
        " WHERE name = %(name)s",
        {"name": tally.REQUESTS},
    ),
    _counted(tally.DUPLICATES, "Second objects under one key that were taken down."),
    _counted(tally.LEASES, "Objects taken over from a worker that fell silent."),
    _counted(tally.FENCED, "Times a worker found its object in other hands."),
    _counted(tally.MEDIA, "Bytes of files that arrived."),
)
