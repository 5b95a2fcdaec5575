from phohien.errors import ConflictError, ForbiddenError, NotFoundError


class NominationNotFoundError(NotFoundError):
    title = "No such nomination"
    title_vi = "Không có đề cử này"


class NotEntitledError(ForbiddenError):
    title = "This agency may not send this type to this target"
    title_vi = "Cơ quan không được gửi loại nội dung này tới đích đã chọn"


class NotReleasedError(ConflictError):
    title = "Only what is released can be nominated"
    title_vi = "Chỉ đề cử được nội dung đang công bố"


class NominationDecidedError(ConflictError):
    title = "The nomination was decided before"
    title_vi = "Đề cử đã được quyết định"


class NominatorMayNotApproveError(ForbiddenError):
    title = "Nobody approves what they nominated themselves"
    title_vi = "Người đề cử không được tự phê duyệt"


class NominationOutdatedError(ConflictError):
    title = "What was nominated is no longer what is released"
    title_vi = "Nội dung đề cử không còn là bản đang công bố"


class TargetClosedError(ConflictError):
    title = "The target is not open"
    title_vi = "Đích không còn mở"
