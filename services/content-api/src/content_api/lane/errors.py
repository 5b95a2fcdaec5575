from phohien.errors import Text, TooManyRequestsError


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
