"""Why a worker lets go of an object. None of these reaches a person."""


class LostLeaseError(Exception):
    """Another worker holds the object now: nothing more may be written or sent."""


class SupersededError(Exception):
    """What is desired changed while it was being prepared."""


class ApprovalGoneError(Exception):
    """No live offer lets this version out any more."""


class StoppedError(Exception):
    """Somebody stopped sending before this write began."""


class WaitsForMediaError(Exception):
    """Media the item shows is not at the target after all."""
