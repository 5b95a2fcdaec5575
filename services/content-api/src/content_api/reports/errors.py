from phohien.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TooLargeError,
)


class ReportNotFoundError(NotFoundError):
    title = "No such report"
    title_vi = "Không có báo cáo này"


class ReportPartNotFoundError(NotFoundError):
    title = "The report has no part of this agency"
    title_vi = "Báo cáo không có phần của cơ quan này"


class ReportListNotFoundError(NotFoundError):
    title = "The report has no such list"
    title_vi = "Báo cáo không có danh sách này"


class ReportOfAnotherAgencyError(ForbiddenError):
    title = "This part belongs to another agency"
    title_vi = "Phần báo cáo này thuộc cơ quan khác"


class ReportFrozenError(ConflictError):
    title = "The report is frozen"
    title_vi = "Báo cáo đã chốt"


class PartSignedError(ConflictError):
    title = "The part is signed"
    title_vi = "Phần báo cáo đã được ký"


class PartNotSignedError(ConflictError):
    title = "The part is not signed"
    title_vi = "Phần báo cáo chưa được ký"


class PartsUnsignedError(ConflictError):
    title = "Some agencies have not signed"
    title_vi = "Còn cơ quan chưa ký phần của mình"


class PeriodNotOverError(ConflictError):
    title = "The period is not over"
    title_vi = "Kỳ báo cáo chưa kết thúc"


class PeriodGapError(InvalidError):
    title = "Days would fall between two reports"
    title_vi = "Có ngày không thuộc kỳ báo cáo nào"


class PeriodInvalidError(InvalidError):
    title = "The period is not usable"
    title_vi = "Kỳ báo cáo không hợp lệ"


class TemplateRefusedError(InvalidError):
    title = "The template cannot be used"
    title_vi = "Không dùng được mẫu báo cáo này"


class TemplateTooLargeError(TooLargeError):
    title = "The template is too large"
    title_vi = "Mẫu báo cáo quá lớn"
