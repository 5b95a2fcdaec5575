"""Every table of the service, for migrations: importing this declares them all."""

from asean_sync.drift.tables import ContractVersion, Drift
from asean_sync.evidence.tables import Attempt, AttemptResult
from asean_sync.monitoring.tables import Count
from asean_sync.objects.tables import Dependency, Object, Payload, Tombstone
from asean_sync.packages.tables import Entry, Package, StampedReceipt
from asean_sync.planning.tables import SourceReading
from asean_sync.profiles.tables import ProfileVersion
from asean_sync.runs.tables import PlanItem, Run
from asean_sync.stops.tables import Stop
from asean_sync.takedowns.tables import Takedown
from asean_sync.targets.tables import Schedule, Target

TABLES = (
    Target,
    ProfileVersion,
    Payload,
    Object,
    Dependency,
    Tombstone,
    Attempt,
    AttemptResult,
    Run,
    PlanItem,
    Schedule,
    ContractVersion,
    Drift,
    Takedown,
    Count,
    Stop,
    SourceReading,
    Package,
    Entry,
    StampedReceipt,
)
