"""What can be wrong with a request about differences, by name."""

from phohien.errors import ConflictError, NotFoundError


class DriftNotFoundError(NotFoundError):
    title = "No such difference"
    title_vi = "Không có sai khác này"


class DriftClosedError(ConflictError):
    title = "The difference is settled already"
    title_vi = "Sai khác này đã được xử lý"
