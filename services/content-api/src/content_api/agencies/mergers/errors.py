from phohien.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    PreconditionFailedError,
)


class MergerNotFoundError(NotFoundError):
    title = "No such merger"
    title_vi = "Không có việc sáp nhập này"


class MergerRefusedError(InvalidError):
    title = "These agencies cannot merge on that day"
    title_vi = "Các cơ quan này không thể sáp nhập vào ngày đó"


class MergerUnderWayError(ConflictError):
    title = "One of these agencies is in another merger"
    title_vi = "Có cơ quan đang trong một việc sáp nhập khác"


class MergerPreviewOutdatedError(PreconditionFailedError):
    title = "What would move has changed since the preview"
    title_vi = "Nội dung chuyển giao đã thay đổi sau khi xem trước"
