"""What can be wrong with the name of a template."""

from phohien.errors import NotFoundError


class TemplateNotFoundError(NotFoundError):
    title = "No such template"
    title_vi = "Không có mẫu này"
