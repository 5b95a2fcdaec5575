"""What can go wrong between the service and its store."""

from phohien.errors import Text, UnavailableError


class StorageUnreachableError(UnavailableError):
    title = "The file store does not answer right now"
    title_vi = "Kho tệp tạm thời không phản hồi"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Hãy tiếp tục sau vài giây; những phần đã được xác nhận vẫn còn.",
                en="Go on in a few seconds; whatever was acknowledged is safe.",
            ),
            headers={"retry-after": "2"},
        )


class ObjectMissingError(Exception):
    """The key, or the multipart upload, is not there."""


class ObjectChangedError(Exception):
    """The object is not the one that was looked at, or its parts are not ours."""
