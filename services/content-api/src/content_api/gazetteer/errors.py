"""Why a change of units is not taken, and why items are not re-mapped."""

from phohien.errors import ConflictError, InvalidError, NotFoundError


class ChangeRefusedError(InvalidError):
    title = "This change of units does not fit the list"
    title_vi = "Thay đổi đơn vị hành chính không khớp với danh mục"


class ChoiceRefusedError(InvalidError):
    title = "A choice is not one of the candidates"
    title_vi = "Lựa chọn không nằm trong các đơn vị có thể"


class RemapNotFoundError(NotFoundError):
    title = "No such re-mapping"
    title_vi = "Không có lần quy đổi này"


class RemapStateError(ConflictError):
    title = "The re-mapping is not in the right state"
    title_vi = "Lần quy đổi không ở trạng thái cho phép"


class RemapAmbiguousError(ConflictError):
    title = "Some items need a person's choice"
    title_vi = "Còn mục tin phải có người chọn đơn vị"


class RemapIsStaleError(ConflictError):
    title = "Items changed since the preview"
    title_vi = "Mục tin đã thay đổi sau khi xem trước"


class RemapTouchedError(ConflictError):
    title = "Somebody went on with these items since"
    title_vi = "Mục tin đã được xử lý tiếp sau khi quy đổi"
