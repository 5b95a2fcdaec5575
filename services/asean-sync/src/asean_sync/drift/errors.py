"""What can be wrong with a request about differences, by name."""

from phohien.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)


class DriftNotFoundError(NotFoundError):
    title = "No such difference"
    title_vi = "Không có sai khác này"


class DriftClosedError(ConflictError):
    title = "The difference is settled already"
    title_vi = "Sai khác này đã được xử lý"


class NothingToSendError(ConflictError):
    title = "Nothing of ours can be sent about this difference"
    title_vi = "Không có gì của ta để gửi lại cho sai khác này"


class NothingToAdoptError(ConflictError):
    title = "Their version has no text that a draft could take over"
    title_vi = "Bản của đích không có phần chữ nào đưa vào bản thảo được"


class CorrectionRefusedError(InvalidError):
    title = "content-api refuses their text as a draft"
    title_vi = "content-api không nhận phần chữ của đích làm bản thảo"


class ContentNotReachedError(UnavailableError):
    title = "content-api is out of reach"
    title_vi = "Không kết nối được content-api"
