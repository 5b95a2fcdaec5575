"""Why a file is not taken, and why an import is not confirmed or undone."""

from collections.abc import Mapping

from content_api.spreadsheets.reading.errors import UnreadableError
from phohien.errors import (
    ConflictError,
    FieldProblem,
    InvalidError,
    NotFoundError,
    Text,
    TooLargeError,
)


class ImportNotFoundError(NotFoundError):
    title = "No such import"
    title_vi = "Không có lần nhập này"


class FileTooLargeError(TooLargeError):
    title = "The file is too large"
    title_vi = "Tệp quá lớn"


class WorkbookRefusedError(InvalidError):
    title = "The file cannot be imported"
    title_vi = "Không nhập được tệp này"


class HeaderNotFoundError(InvalidError):
    title = "No row names the columns"
    title_vi = "Không tìm thấy dòng tiêu đề cột"


class ImportHasErrorsError(ConflictError):
    title = "Some rows have errors"
    title_vi = "Còn dòng có lỗi"


class ImportIsStaleError(ConflictError):
    title = "Items changed since the preview"
    title_vi = "Mục tin đã thay đổi sau khi xem trước"


class ImportStateError(ConflictError):
    title = "The import is not in the right state"
    title_vi = "Lần nhập không ở trạng thái cho phép"


class ImportTouchedError(ConflictError):
    title = "Something was done with these drafts since"
    title_vi = "Bản nháp đã được xử lý tiếp sau khi nhập"


class ColumnUnknownError(InvalidError):
    title = "This type has no such column"
    title_vi = "Loại nội dung không có cột này"


WORDS: Mapping[str, Text] = {
    "damaged": Text(
        vi="Tệp bị hỏng hoặc không đúng định dạng. Mở bằng Excel, lưu lại thành .xlsx"
        " rồi tải lên.",
        en="The file is damaged or not what its name says. Open it in Excel, save it as"
        " .xlsx and upload it again.",
    ),
    "password": Text(
        vi="Tệp có mật khẩu. Gỡ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc), lưu"
        " lại rồi tải lên.",
        en="The file has a password. Remove it (File > Info > Protect Workbook), save,"
        " and upload again.",
    ),
    "macros": Text(
        vi="Tệp chứa macro nên không được nhận. Lưu thành Excel Workbook (.xlsx) rồi"
        " tải lên.",
        en="The file contains macros and is refused. Save it as Excel Workbook (.xlsx)"
        " and upload that.",
    ),
    "embedded-objects": Text(
        vi="Tệp có đối tượng nhúng (OLE). Xóa đối tượng đó rồi tải lên.",
        en="The file has embedded objects. Remove them and upload again.",
    ),
    "too-large-inside": Text(
        vi="Nội dung tệp khi giải nén quá lớn để xử lý an toàn. Chỉ giữ trang tính cần"
        " nhập, xóa hình và dòng trống, rồi tải lên.",
        en="Unpacked, the file is too large to be read safely. Keep only the sheet to"
        " import, without pictures and empty rows.",
    ),
    "too-many-files": Text(
        vi="Gói có quá {most} tệp. Hãy tách thành nhiều gói.",
        en="The bundle holds over {most} files. Split it.",
    ),
    "no-workbook": Text(
        vi="Gói nén không có bảng tính (.xlsx, .xls, .ods, .csv).",
        en="The bundle has no workbook (.xlsx, .xls, .ods, .csv).",
    ),
    "several-workbooks": Text(
        vi="Gói nén có nhiều bảng tính: {names}. Chỉ để một ở thư mục ngoài cùng.",
        en="The bundle has several workbooks: {names}. Keep one at the top.",
    ),
    "too-many-rows": Text(
        vi="Mỗi lần nhập tối đa {most} dòng; tệp có nhiều hơn. Hãy tách thành nhiều"
        " tệp.",
        en="One import takes {most} rows at most; the file has more. Split it.",
    ),
    "too-many-columns": Text(
        vi="Trang tính có quá {most} cột.", en="The sheet has over {most} columns."
    ),
    "too-many-cells": Text(
        vi="Trang tính có quá {most} ô có nội dung. Hãy tách thành nhiều tệp.",
        en="The sheet has over {most} cells with something in them. Split it.",
    ),
    "too-much-text": Text(
        vi="Tệp có quá nhiều chữ. Hãy tách thành nhiều tệp.",
        en="The file holds too much text. Split it.",
    ),
    "takes-too-long": Text(
        vi="Đọc tệp quá lâu. Hãy tách thành nhiều tệp.",
        en="Reading the file takes too long. Split it.",
    ),
    "encoding": Text(
        vi="Không nhận ra bảng mã của tệp CSV. Lưu thành “CSV UTF-8” rồi tải lên.",
        en="The encoding of the CSV is unknown. Save it as “CSV UTF-8”.",
    ),
    "not-a-sheet": Text(
        vi="Không phải bảng tính. Nhận các tệp .xlsx, .xls, .ods, .csv.",
        en="Not a spreadsheet. Files taken: .xlsx, .xls, .ods, .csv.",
    ),
    "no-visible-sheet": Text(
        vi="Tệp không có trang tính nào hiện ra; trang ẩn không được đọc.",
        en="No sheet is visible; hidden sheets are not read.",
    ),
    "no-such-sheet": Text(
        vi="Không có trang tính này. Các trang: {sheets}.",
        en="There is no such sheet. The sheets: {sheets}.",
    ),
}


def refused(why: UnreadableError) -> WorkbookRefusedError:
    words = WORDS[why.code]
    facts = {name: str(value) for name, value in why.facts.items()}
    detail = Text(vi=words.vi.format(**facts), en=words.en.format(**facts))
    return WorkbookRefusedError(detail, errors=[FieldProblem("/", detail, why.code)])
