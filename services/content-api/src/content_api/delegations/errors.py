from phohien.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError


class DelegationNotFoundError(NotFoundError):
    title = "No such delegation, leader or deputy"
    title_vi = "Không có ủy quyền, lãnh đạo hoặc người được ủy quyền này"


class DelegationForbiddenError(ForbiddenError):
    title = "This delegation is not yours to make or end"
    title_vi = "Bạn không được lập hoặc chấm dứt ủy quyền này"


class DelegationOverlapsError(ConflictError):
    title = "Another delegation of this leader holds in that time"
    title_vi = "Lãnh đạo đã có ủy quyền khác trong khoảng thời gian này"


class DelegationRefusedError(InvalidError):
    title = "The days of the delegation are none"
    title_vi = "Thời hạn ủy quyền không hợp lệ"
