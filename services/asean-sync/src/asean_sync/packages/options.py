"""What a profile says of packages, and what a recipient says back. Pure."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import ConfigDict, Field

from asean_sync.profiles.access import Secret
from asean_sync.profiles.document import Problem, Profile
from asean_sync.profiles.mapping import Part
from asean_sync.profiles.wire import Days
from phohien.schemas import In, Moment

DAY = 86_400.0


class PackageSignature(Part):
    """Our Ed25519 key, in PEM or as the path of a PEM file."""

    key: Secret
    key_id: str = Field(min_length=1, max_length=200, pattern=r"^[!-~]+$")


class ManualOptions(Part):
    """A person carries the package there and brings a stamped receipt back."""

    sign: PackageSignature
    # Who hands over, as it stands on the delivery note.
    sender: str = Field(default="", max_length=300)
    recipient: str = Field(default="", max_length=300)
    # After this long without a receipt a person is told.
    patience: Days = 14 * DAY


class FolderOptions(ManualOptions):
    """The recipient takes packages from one folder and lays receipts into another.

    The variables hold paths. Without them both folders are beside our own copies.
    """

    out: Secret | None = None
    back: Secret | None = None
    # The recipient's public key: then only receipts that it signed are believed.
    receipt_key: Secret | None = None


def problems(profile: Profile) -> Iterator[Problem]:
    if profile.media is not None and profile.media.apart:
        yield ("media", "mode"), "files travel inside a package: the mode is inline"
    if profile.ids is not None:
        yield ("ids",), "in a package an object is named by its key"


class Returned(In):
    """Part of a receipt; recipients may write more than we read."""

    model_config = ConfigDict(extra="ignore")


class Refused(Returned):
    key: str = Field(min_length=1, max_length=300)
    reason: str = Field(min_length=1, max_length=2000)


class Taken(Returned):
    """Where one object can be seen at the recipient's."""

    key: str = Field(min_length=1, max_length=300)
    url: Annotated[str, Field(max_length=2000, pattern=r"^https?://[^\s]+$")]


class ReturnReceipt(Returned):
    """What came back for one package. What it does not refuse was taken in."""

    package: str = Field(min_length=1, max_length=200)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    received_at: Moment
    received_by: str = Field(default="", max_length=300)
    # Set when nothing of it was taken in.
    refused_all: str = Field(default="", max_length=2000)
    refused: list[Refused] = Field(default_factory=list, max_length=10_000)
    taken: list[Taken] = Field(default_factory=list, max_length=10_000)
