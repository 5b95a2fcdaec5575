from phohien.errors import ConflictError, InvalidError, NotFoundError


class EntitlementNotFoundError(NotFoundError):
    title = "No such entitlement"
    title_vi = "Không có quyền gửi này"


class EntitlementOverlapsError(ConflictError):
    title = "Another entitlement holds in these days already"
    title_vi = "Đã có quyền gửi khác trong khoảng thời gian này"


class EntitlementRefusedError(InvalidError):
    title = "The entitlement names something that does not exist"
    title_vi = "Quyền gửi nêu nội dung không tồn tại"
