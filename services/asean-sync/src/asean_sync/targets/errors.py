"""What can be wrong with a target, by name."""

from phohien.errors import NotFoundError


class TargetNotFoundError(NotFoundError):
    title = "No such target here"
    title_vi = "Không có đích này"
