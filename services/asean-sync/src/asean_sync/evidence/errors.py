"""What can be wrong with a request about evidence, by name."""

from phohien.errors import NotFoundError


class ReceiptNotFoundError(NotFoundError):
    title = "No such receipt"
    title_vi = "Không có biên nhận này"
