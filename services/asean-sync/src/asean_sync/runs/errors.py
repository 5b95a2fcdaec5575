"""What can be wrong with a request for a run, by name."""

from phohien.errors import ConflictError, NotFoundError


class RunOpenError(ConflictError):
    title = "A run for this target is already under way"
    title_vi = "Đích này đang có một lượt chạy"


class RunNotFoundError(NotFoundError):
    title = "No such run"
    title_vi = "Không có lượt chạy này"
