"""What can go wrong with a page."""

from phohien.errors import NotFoundError, Text, UnavailableError


class PagesNotInstalledError(UnavailableError):
    title = "The reference pages are not installed"
    title_vi = "Chưa cài các trang tra cứu"


class ProblemNotFoundError(NotFoundError):
    title = "No problem has this code"
    title_vi = "Không có lỗi nào mang mã này"


class PageFileNotFoundError(NotFoundError):
    title = "The pages have no such file"
    title_vi = "Các trang tra cứu không có tệp này"


def page_file_not_found(name: str) -> PageFileNotFoundError:
    return PageFileNotFoundError(
        Text(
            vi=f"Không có tệp «{name}»; trang tra cứu nằm tại /docs.",
            en=f"There is no file “{name}”; the reference is at /docs.",
        )
    )


def pages_not_installed(name: str) -> PagesNotInstalledError:
    return PagesNotInstalledError(
        Text(
            vi=f"Thiếu tệp {name}. Chạy make setup trong thư mục mã nguồn, hoặc đặt"
            " PHOHIEN_CONTENT_DOCS_FOLDER; bản mô tả API vẫn có tại /openapi.json.",
            en=f"The file {name} is missing. Run make setup in the checkout, or set"
            " PHOHIEN_CONTENT_DOCS_FOLDER; the API is still described at"
            " /openapi.json.",
        )
    )


def problem_not_found(code: str) -> ProblemNotFoundError:
    return ProblemNotFoundError(
        Text(
            vi=f"Không có mã «{code}». Xem tất cả tại /problems.",
            en=f"There is no code “{code}”. See all of them at /problems.",
        )
    )
