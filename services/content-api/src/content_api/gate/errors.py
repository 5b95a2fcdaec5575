from phohien.errors import (
    ConflictError,
    InvalidError,
    PreconditionFailedError,
    PreconditionRequiredError,
)


class IfHashRequiredError(PreconditionRequiredError):
    title = "Say which text you read, by its hash"
    title_vi = "Cần mã băm của bản bạn đã đọc"


class LanguageChangedError(PreconditionFailedError):
    title = "A language changed since you read it"
    title_vi = "Có ngôn ngữ đã thay đổi sau khi bạn đọc"


class LanguageMissingError(InvalidError):
    title = "The item has no text in a language that was named"
    title_vi = "Mục tin chưa có nội dung bằng ngôn ngữ được nêu"


class WrongStepError(ConflictError):
    title = "This step does not follow from the present state"
    title_vi = "Bước này không nối tiếp được trạng thái hiện tại"


class TranslationDiffersError(ConflictError):
    title = "A translation says something else than the Vietnamese"
    title_vi = "Bản dịch có nội dung khác bản tiếng Việt"
