"""What can be wrong with a stop, by name."""

from phohien.errors import ConflictError, NotFoundError


class StopNotFoundError(NotFoundError):
    title = "No such stop"
    title_vi = "Không có lệnh dừng này"


class NotStoppedError(ConflictError):
    title = "Nothing is stopped here"
    title_vi = "Ở đây không có gì đang bị dừng"


class StopScopeError(NotFoundError):
    title = "There is nothing by this name to stop"
    title_vi = "Không có gì mang tên này để dừng"
