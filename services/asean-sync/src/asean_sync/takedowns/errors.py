"""What can be wrong with a request about takedowns, by name."""

from phohien.errors import ConflictError, NotFoundError


class TakedownNotFoundError(NotFoundError):
    title = "No such takedown"
    title_vi = "Không có lượt gỡ này"


class TakedownOverError(ConflictError):
    title = "The takedown is over already"
    title_vi = "Lượt gỡ này đã kết thúc"
