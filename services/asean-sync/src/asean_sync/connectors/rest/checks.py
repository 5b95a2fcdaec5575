"""What one harmless question shows of a target: the line, the door, the clock."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from asean_sync.connectors.interface import Finding
from asean_sync.connectors.outcomes import Reply, Sighting, Verdict

# No key of ours: nothing is ever released under it.
PROBE = "phohien-check"
# Signatures and tokens are refused beyond minutes; a warning comes before that.
MOST_SKEW = timedelta(seconds=60)
RENEW_WITHIN = timedelta(days=14)


def findings(seen: Sighting, *, at: datetime) -> list[Finding]:
    """In the order in which things go wrong; what was not reached is not judged."""
    outcome, reply = seen.outcome, seen.outcome.reply
    let_in = outcome.verdict is not Verdict.AUTH_FAILED
    found = []
    if reply is None:
        name = "reached" if let_in else "let in"
        return [Finding(name, fine=False, said=outcome.why)]
    found.append(Finding("reached", fine=True, said=f"answered {reply.status}"))
    found.append(Finding("let in", fine=let_in, said="" if let_in else outcome.why))
    if let_in:
        said = "" if seen.seen else outcome.why
        found.append(Finding("understood", fine=seen.seen, said=said))
    return [*found, *_clock(reply, at), *_certificate(reply, at)]


def _clock(reply: Reply, at: datetime) -> list[Finding]:
    try:
        theirs = parsedate_to_datetime(reply.headers.get("date", ""))
    except ValueError:
        return []
    if theirs.tzinfo is None:
        return []
    skew = abs(theirs - at)
    said = f"the clocks differ by {skew.total_seconds():.0f} s"
    return [Finding("clock", fine=skew <= MOST_SKEW, said=said)]


def _certificate(reply: Reply, at: datetime) -> list[Finding]:
    shown = reply.certificate
    if shown is None:
        return []
    said = f"their certificate ends on {shown.until:%Y-%m-%d}"
    return [Finding("certificate", fine=shown.until - at > RENEW_WITHIN, said=said)]
