"""What can be wrong with a request about objects, by name."""

from phohien.errors import ConflictError, NotFoundError


class ObjectNotFoundError(NotFoundError):
    title = "No such object"
    title_vi = "Không có đối tượng này"


class NothingToTryError(ConflictError):
    title = "The object is not waiting for a person"
    title_vi = "Đối tượng không chờ người xử lý"
