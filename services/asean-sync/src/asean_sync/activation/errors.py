"""What can stand between a proposed profile and the active one, by name."""

from phohien.errors import ConflictError, ForbiddenError


class SecondPersonError(ForbiddenError):
    title = "A second person activates what the first one proposed"
    title_vi = "Người thứ hai mới được kích hoạt hồ sơ do người thứ nhất đề xuất"


class EffectChangedError(ConflictError):
    title = "The profile would now change something else than what was looked at"
    title_vi = "Hồ sơ nay sẽ làm thay đổi khác với những gì đã xem"


class NotProposedError(ConflictError):
    title = "This profile waits for nobody"
    title_vi = "Hồ sơ này không chờ ai kích hoạt"
