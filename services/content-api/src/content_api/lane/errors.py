from phohien.errors import BadRequestError, Text, TooManyRequestsError


class QuotaUsedUpError(TooManyRequestsError):
    title = "Too many requests in a short time"
    title_vi = "Gửi quá nhiều yêu cầu trong thời gian ngắn"


def quota_used_up(retry_after: str) -> QuotaUsedUpError:
    return QuotaUsedUpError(
        Text(
            vi=f"Hãy chờ {retry_after} giây, hoặc xin khóa để có hạn mức riêng. "
            "Trả lời 304 không tính vào hạn mức.",
            en=f"Wait {retry_after} seconds, or ask for a key with its own quota. "
            "A 304 does not count against it.",
        ),
        headers={"retry-after": retry_after},
    )


class UnreadableRequestError(BadRequestError):
    title = "The request is not readable HTTP"
    title_vi = "Yêu cầu không đúng giao thức HTTP"


def unreadable() -> UnreadableRequestError:
    return UnreadableRequestError(
        Text(
            vi="Kiểm tra dòng đầu và các tiêu đề; địa chỉ dài tối đa 65.535 byte.",
            en="Check the first line and headers; an address has 65,535 bytes at most.",
        )
    )
