"""What the gates in the database refuse, by the names a person reads."""

from content_api.refused import Refusals
from phohien.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    PreconditionFailedError,
    Text,
)


class GateRoleError(ForbiddenError):
    title = "This step needs another role and a live session"
    title_vi = "Bước này cần vai trò khác và phiên đăng nhập còn hiệu lực"


class GateAgencyError(ForbiddenError):
    title = "Only the agency that owns the item may do this"
    title_vi = "Chỉ cơ quan sở hữu mục tin được làm việc này"


class GateLanguageNotFoundError(NotFoundError):
    title = "There is nothing here to act on"
    title_vi = "Không có nội dung để thực hiện bước này"


class AuthorMayNotClearError(ForbiddenError):
    title = "Nobody clears what they wrote themselves"
    title_vi = "Người soạn không được tự duyệt nội dung của mình"


class NotClearedError(ConflictError):
    title = "This has not passed the step before"
    title_vi = "Nội dung chưa qua bước trước đó"


class ReadAnotherTextError(PreconditionFailedError):
    title = "The text is not the one that was read"
    title_vi = "Nội dung đã khác với bản được đọc"


class NotWhatWasClearedError(ConflictError):
    title = "The document differs from what was cleared"
    title_vi = "Tài liệu khác với nội dung đã duyệt"


class AlreadyPublicError(ConflictError):
    title = "This is public already and cannot be put off"
    title_vi = "Nội dung đang công khai, không hẹn giờ lại được"


class MediumWithdrawnError(ConflictError):
    title = "A medium may no longer be shown"
    title_vi = "Có tệp đã hết quyền sử dụng"


class AgencyEndedError(ConflictError):
    title = "The agency is no more"
    title_vi = "Cơ quan đã chấm dứt hoạt động"


class WindowOverError(ConflictError):
    title = "Its time is over"
    title_vi = "Đã hết thời hạn"


REFUSALS: Refusals = {
    "PH401": (
        GateRoleError,
        Text(
            vi="Lãnh đạo phụ trách (hoặc người duyệt của tỉnh) phải đăng nhập để làm.",
            en="The leader (or the province's approver) has to sign in and do it.",
        ),
    ),
    "PH403": (
        GateAgencyError,
        Text(
            vi="Hãy liên hệ lãnh đạo phụ trách của cơ quan sở hữu mục tin.",
            en="Ask the leader of the agency that owns the item.",
        ),
    ),
    "PH404": (
        GateLanguageNotFoundError,
        Text(
            vi="Kiểm tra lại mã và ngôn ngữ.",
            en="Check the key and the language.",
        ),
    ),
    "PH405": (
        AuthorMayNotClearError,
        Text(
            vi="Một người khác có thẩm quyền của cơ quan phải đọc và duyệt.",
            en="Another authorised person has to read and approve it.",
        ),
    ),
    "PH409": (
        NotClearedError,
        Text(
            vi="Thứ tự: trình, duyệt, công bố. Nội dung sửa sau khi duyệt phải duyệt"
            " lại.",
            en="The order is submit, clear, release. What was edited after clearance is"
            " cleared again.",
        ),
    ),
    "PH412": (
        ReadAnotherTextError,
        Text(
            vi="Hãy đọc lại bản hiện tại rồi thực hiện lại bước này.",
            en="Read the present text, then do this step again.",
        ),
    ),
    "PH422": (
        NotWhatWasClearedError,
        Text(
            vi="Không công bố. Hãy báo người vận hành kèm trace_id.",
            en="Nothing was released. Give the operator the trace_id.",
        ),
    ),
    "PH423": (
        AlreadyPublicError,
        Text(
            vi="Bỏ visible_from, hoặc gỡ xuống trước rồi hẹn giờ công bố lại.",
            en="Remove visible_from, or withdraw first and schedule it again.",
        ),
    ),
    "PH424": (
        WindowOverError,
        Text(
            vi="Đặt lại thời hạn rồi trình và duyệt lại.",
            en="Set a later end, then submit and clear it again.",
        ),
    ),
    "PH427": (
        AgencyEndedError,
        Text(
            vi="Cơ quan kế thừa duyệt và công bố; xem /v1/agencies.",
            en="Its successor clears and releases; see /v1/agencies.",
        ),
    ),
    "PH425": (
        MediumWithdrawnError,
        Text(
            vi="Bỏ hoặc thay tệp đó, rồi trình và duyệt lại.",
            en="Remove or replace it, then submit and clear again.",
        ),
    ),
}
