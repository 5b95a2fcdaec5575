"""Why a worker lets go of an object. None of these reaches a person."""


class LostLeaseError(Exception):
    """Another worker holds the object now: nothing more may be written or sent."""


class SupersededError(Exception):
    """What is desired changed while it was being prepared."""


class ForeignIdError(Exception):
    """The id the target named is that of another of our objects."""

    def __init__(self, remote_id: str, owner: str) -> None:
        super().__init__(
            f"the target named the id {remote_id}, which is that of {owner}"
        )


class ApprovalGoneError(Exception):
    """No live offer lets this version out any more."""


class StoppedError(Exception):
    """Somebody stopped sending before this write began."""


class WaitsForMediaError(Exception):
    """Media the item shows is not at the target after all."""
