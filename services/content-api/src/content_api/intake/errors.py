from phohien.errors import ConflictError, InvalidError, NotFoundError


class FeedNotFoundError(NotFoundError):
    title = "No such feed"
    title_vi = "Không có nguồn tin này"


class FeedKnownError(ConflictError):
    title = "The feed is kept already"
    title_vi = "Nguồn tin này đã có"


class FeedHostError(InvalidError):
    title = "The host is not one that news may be taken from"
    title_vi = "Không được lấy tin từ máy chủ này"


class NewsNotFoundError(NotFoundError):
    title = "No such piece of news"
    title_vi = "Không có tin này"


class NewsDecidedError(ConflictError):
    title = "The news was taken over or dismissed before"
    title_vi = "Tin này đã được nhận hoặc bỏ qua"


class FeedUnreachableError(Exception):
    """A pull that failed, with why; for the log of the feed, not for a caller."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
