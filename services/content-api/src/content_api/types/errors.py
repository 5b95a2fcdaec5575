from phohien.errors import InvalidError, NotFoundError


class ContentTypeNotFoundError(NotFoundError):
    title = "No such content type"
    title_vi = "Không có loại nội dung này"


class ContentRefusedError(InvalidError):
    title = "The content breaks the rules of its type"
    title_vi = "Nội dung không đúng quy tắc của loại"
