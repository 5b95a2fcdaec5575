from phohien.errors import ConflictError, UnavailableError


class AssetsUnavailableError(UnavailableError):
    title = "The service of media does not answer"
    title_vi = "Dịch vụ tệp và hình ảnh không trả lời"


class MediaNotReadyError(ConflictError):
    title = "A medium is not ready to be shown"
    title_vi = "Có tệp hoặc hình ảnh chưa đủ điều kiện công bố"
