"""Where the S3 store is and how to open it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from phohien_stack.embedded.addresses import Keys

if TYPE_CHECKING:
    from minio import Minio


@dataclass(frozen=True)
class Store:
    endpoint: str
    access_key: str
    secret_key: str
    bucket: str
    region: str
    secure: bool
    # SeaweedFS alone has one: where it is asked to give space back at once.
    vacuum_url: str = ""

    def client(self) -> "Minio":
        # Whoever only reads addresses does not wait for the client's import.
        from phohien_stack.embedded import seaweed  # noqa: PLC0415 -- slow

        keys = Keys(self.access_key, self.secret_key)
        return seaweed.client(
            self.endpoint, keys, secure=self.secure, region=self.region
        )
