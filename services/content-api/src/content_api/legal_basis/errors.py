from phohien.errors import InvalidError


class ReferenceUnreadableError(InvalidError):
    title = "Neither a key nor the number of a document"
    title_vi = "Không phải mã mục tin hay số văn bản"
