"""Figures of the content that only the database knows."""

from phohien.metrics import Asked, Figure, of_queue

ASKED = (
    *of_queue("content"),
    Asked(
        Figure("phohien_release_seq", "The last line of the change log."),
        "SELECT coalesce(max(seq), 0) FROM release.change",
    ),
    Asked(
        Figure(
            "phohien_release_overdue_seconds",
            "For how long a scheduled release has shown without a line in the log.",
        ),
        "SELECT coalesce(extract(epoch FROM now() - min(visible_from)), 0)"
        " FROM release.document WHERE superseded_at IS NULL AND seq = 0"
        " AND visible_from <= now()",
    ),
    Asked(
        Figure("phohien_webhooks", "Webhooks by state.", ("state",)),
        "SELECT state, count(*) FROM content.webhook GROUP BY 1",
    ),
    Asked(
        Figure("phohien_webhook_deliveries_waiting", "Deliveries still to be made."),
        "SELECT count(*) FROM content.webhook_delivery WHERE state = 'pending'",
    ),
    Asked(
        Figure(
            "phohien_webhook_oldest_due_seconds",
            "How long the delivery that waits longest is due.",
        ),
        "SELECT coalesce(extract(epoch FROM now() - min(d.next_at)), 0)"
        " FROM content.webhook_delivery d JOIN content.webhook w"
        " ON w.id = d.webhook_id AND w.state = 'active'"
        " WHERE d.state = 'pending' AND d.next_at <= now()",
    ),
)
