"""What can stand between a plan and its being carried out, by name."""

from phohien.errors import ConflictError, ForbiddenError, NotFoundError


class PlanNotFoundError(NotFoundError):
    title = "No such plan"
    title_vi = "Không có kế hoạch này"


class PlanNotReadyError(ConflictError):
    title = "The plan is still being made"
    title_vi = "Kế hoạch chưa lập xong"


class OtherPlanError(ConflictError):
    title = "The approval names another plan than this one"
    title_vi = "Mã duyệt không phải của kế hoạch này"


class OtherPersonError(ForbiddenError):
    title = "Another person than the one who asked approves this plan"
    title_vi = "Kế hoạch này phải do người khác với người lập duyệt"
