from phohien.errors import NotFoundError


class MarkingNotFoundError(NotFoundError):
    title = "No such refusal"
    title_vi = "Không có lần từ chối này"
