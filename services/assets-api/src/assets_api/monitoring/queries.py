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
    Asked(
        Figure(
            "phohien_upload_verdicts",
            "What became of files, and why.",
            ("state", "reason"),
            "counter",
        ),
        "SELECT split_part(label, ':', 1), split_part(label, ':', 2), value"
        " FROM assets.tally WHERE figure = 'verdict'",
    ),
    Asked(
        Figure(
            "phohien_inspection_cpu_seconds",
            "Time of the processor that inspecting and rendering took, by format.",
            ("format",),
            "counter",
        ),
        "SELECT label, value / 1000.0 FROM assets.tally"
        " WHERE figure = 'inspection-cpu-ms'",
    ),
    Asked(
        Figure(
            "phohien_fsck_findings",
            "Where bucket and records disagree, by kind, as the last pass saw it.",
            ("kind",),
        ),
        "SELECT kind, count(*) FROM assets.fsck_finding GROUP BY 1",
    ),
    Asked(
        Figure(
            "phohien_fsck_last_timestamp_seconds",
            "When the last whole comparison of bucket and records began.",
        ),
        "SELECT coalesce(extract(epoch FROM max(started_at)), 0)"
        " FROM assets.fsck_pass WHERE outcome = 'complete'",
    ),
)
