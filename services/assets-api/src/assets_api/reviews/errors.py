"""Why a decision about a held upload is not taken."""

from phohien.errors import ConflictError, ForbiddenError, Text


class UploadNotHeldError(ConflictError):
    title = "The upload is not held"
    title_vi = "Tệp không ở trạng thái chờ xem xét"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Đã có quyết định về tệp này, hoặc tệp chưa bao giờ bị giữ; hãy tải"
                " lại danh sách.",
                en="It has been decided about, or never was held; load the list again.",
            )
        )


class UploadReviewedBySenderError(ForbiddenError):
    title = "The sender cannot decide about their own file"
    title_vi = "Người gửi không được tự quyết định về tệp của mình"

    def __init__(self) -> None:
        super().__init__(
            Text(
                vi="Đề nghị một lãnh đạo khác của cơ quan xem xét tệp.",
                en="Ask another leader of the agency to look at the file.",
            )
        )
