from phohien.errors import Text, UnavailableError


class TooManyFollowersError(UnavailableError):
    title = "Too many readers are waiting for changes"
    title_vi = "Quá nhiều kết nối đang chờ thay đổi"


def too_many_followers() -> TooManyFollowersError:
    return TooManyFollowersError(
        Text(
            vi="Hãy gửi lại sau một phút, hoặc đọc không kèm wait.",
            en="Send it again in a minute, or read without waiting.",
        ),
        headers={"retry-after": "60"},
    )
