"""What is said when something may not happen to a report."""

from datetime import date

from content_api.reports.errors import (
    PartNotSignedError,
    PartSignedError,
    PartsUnsignedError,
    PeriodGapError,
    PeriodNotOverError,
    ReportFrozenError,
    ReportNotFoundError,
    ReportOfAnotherAgencyError,
    ReportPartNotFoundError,
)
from phohien.errors import Text

LISTED = 20


def gap(missed: date) -> PeriodGapError:
    return PeriodGapError(
        Text(
            vi=f"Từ {missed:%d/%m/%Y} chưa có báo cáo nào. Đặt period_from ="
            f" {missed.isoformat()}, hoặc nêu lý do trong period_note.",
            en=f"No report covers the days from {missed.isoformat()}. Start there,"
            " or say why not in period_note.",
        )
    )


def not_over(last: date) -> PeriodNotOverError:
    return PeriodNotOverError(
        Text(
            vi=f"Chỉ ký, chốt sau ngày {last:%d/%m/%Y}, để không sót việc của những"
            " ngày cuối. Cần nộp sớm hơn thì lập kỳ có ngày cuối sớm hơn.",
            en=f"It is signed and frozen after {last.isoformat()}, so that the last"
            " days are in it. To hand it in earlier, end the period earlier.",
        )
    )


def unsigned(codes: list[str]) -> PartsUnsignedError:
    listed = ", ".join(codes[:LISTED])
    return PartsUnsignedError(
        Text(
            vi=f"{len(codes)} cơ quan chưa ký: {listed}. Chờ ký, hoặc nêu lý do trong"
            " unsigned_note.",
            en=f"{len(codes)} have not signed: {listed}. Wait, or say why not in"
            " unsigned_note.",
        )
    )


def no_report() -> ReportNotFoundError:
    return ReportNotFoundError(
        Text(
            vi="Xem các báo cáo tại /staff/v1/reports.",
            en="See the reports at /staff/v1/reports.",
        )
    )


def no_part(code: str) -> ReportPartNotFoundError:
    return ReportPartNotFoundError(
        Text(
            vi=f"Cơ quan {code} không có phần trong báo cáo này.",
            en=f"The agency {code} has no part in this report.",
        )
    )


def of_another(code: str) -> ReportOfAnotherAgencyError:
    return ReportOfAnotherAgencyError(
        Text(
            vi=f"Chỉ cơ quan {code} được làm việc này.",
            en=f"Only the agency {code} may do this.",
        )
    )


def frozen() -> ReportFrozenError:
    return ReportFrozenError(
        Text(
            vi="Báo cáo đã chốt không sửa được; cần đính chính thì lập báo cáo mới.",
            en="A frozen report does not change; make a new one to correct it.",
        )
    )


def signed() -> PartSignedError:
    return PartSignedError(
        Text(
            vi="Lãnh đạo mở lại phần báo cáo (POST …/reopen) trước khi sửa.",
            en="The leader reopens it (POST …/reopen) before it is changed.",
        )
    )


def not_signed() -> PartNotSignedError:
    return PartNotSignedError(
        Text(
            vi="Phần này đang mở để sửa; không cần mở lại.",
            en="It is open for writing already.",
        )
    )
