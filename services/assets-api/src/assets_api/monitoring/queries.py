"""Figures of the assets that only the database knows."""

from phohien.metrics import Asked, Figure, of_queue

ASKED = (
    *of_queue("assets"),
    Asked(
        Figure("phohien_uploads", "Uploads that are under way by state.", ("state",)),
        "SELECT state, count(*) FROM assets.upload"
        " WHERE state IN ('created', 'receiving') GROUP BY 1 UNION ALL"
        " SELECT state, count(*) FROM assets.upload"
        " WHERE state IN ('received', 'checking') GROUP BY 1",
    ),
    Asked(
        Figure(
            "phohien_upload_oldest_unchecked_seconds",
            "How long the file that waits longest for its inspection has waited.",
        ),
        "SELECT coalesce(extract(epoch FROM now() - min(updated_at)), 0)"
        " FROM assets.upload WHERE state IN ('received', 'checking')",
    ),
    Asked(
        Figure(
            "phohien_withdrawals_untold",
            "Ended rights that content-api has not acknowledged.",
        ),
        "SELECT count(*) FROM assets.withdrawal WHERE acknowledged_at IS NULL",
    ),
)
