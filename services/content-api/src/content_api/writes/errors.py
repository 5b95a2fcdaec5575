from phohien.errors import BadRequestError, ConflictError, InvalidError, TooLargeError


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


class BodyTooDeepError(BadRequestError):
    title = "The body is nested too deep"
    title_vi = "Nội dung gửi lên lồng nhau quá sâu"


class BodyTooLargeError(TooLargeError):
    title = "The body is too large"
    title_vi = "Nội dung gửi lên quá lớn"


REFUSALS = (
    IdempotencyKeyError,
    IdempotencyKeyReusedError,
    RequestInFlightError,
    AnswerNotKeptError,
    BodyTooDeepError,
    BodyTooLargeError,
)
