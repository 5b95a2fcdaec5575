from phohien.errors import (
    BadRequestError,
    BodyTooDeepError,
    BodyTooLargeError,
    ConflictError,
    InvalidError,
)


class IdempotencyKeyError(BadRequestError):
    title = "The Idempotency-Key is not one"
    title_vi = "Tiêu đề Idempotency-Key không hợp lệ"


class IdempotencyKeyReusedError(InvalidError):
    title = "This Idempotency-Key was used for another request"
    title_vi = "Idempotency-Key đã dùng cho một yêu cầu khác"


class RequestInFlightError(ConflictError):
    title = "The first request with this Idempotency-Key is still being carried out"
    title_vi = "Yêu cầu đầu tiên với Idempotency-Key này đang được xử lý"


class AnswerNotKeptError(ConflictError):
    title = "This was carried out; its answer is not kept"
    title_vi = "Yêu cầu đã được thực hiện; câu trả lời không được lưu"


REFUSALS = (
    IdempotencyKeyError,
    IdempotencyKeyReusedError,
    RequestInFlightError,
    AnswerNotKeptError,
    BodyTooDeepError,
    BodyTooLargeError,
)
