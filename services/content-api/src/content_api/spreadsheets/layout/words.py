"""What is said about a cell. `repair` groups remarks that are mended the same way."""

from collections.abc import Sequence
from dataclasses import dataclass

from phohien.errors import Text

MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Remark:
    """An error stops the row; a warning asks a person to look."""

    code: str
    detail: Text
    repair: str
    error: bool = True


FILE_ALONE = Remark(
    "file-without-bundle",
    Text(
        vi="Cột này ghi tên tệp trong gói nén. Nén bảng tính cùng các tệp thành .zip"
        " rồi tải lên.",
        en="This column names files of a bundle. Zip the workbook with the files and"
        " upload that.",
    ),
    "file",
)
NOT_A_NUMBER = Remark(
    "not-a-number",
    Text(
        vi="Không đọc được số. Ghi ví dụ 1.234,5 hoặc 688,94; không ghi chữ.",
        en="Not a number. Write 1.234,5 or 688,94, without words.",
    ),
    "number",
)
NOT_WHOLE = Remark(
    "not-a-whole-number",
    Text(vi="Phải là số nguyên.", en="Must be a whole number."),
    "number",
)
NOT_DEGREES = Remark(
    "not-degrees",
    Text(
        vi="Ghi tọa độ theo độ thập phân, ví dụ 20.6634.",
        en="Write degrees as a decimal number, for example 20.6634.",
    ),
    "number",
)
NOT_YES_NO = Remark(
    "not-yes-or-no", Text(vi="Ghi Có hoặc Không.", en="Write Có or Không."), "list"
)
NOT_A_DAY = Remark(
    "not-a-date",
    Text(
        vi="Không phải một ngày có thật. Ghi ngày/tháng/năm, ví dụ 31/08/2025.",
        en="Not a real day. Write day/month/year, for example 31/08/2025.",
    ),
    "date",
)
NOT_A_PERIOD = Remark(
    "not-a-period",
    Text(
        vi="Ghi thời điểm: 2025, 08/2025, 31/08/2025 hoặc 2022-2023.",
        en="Write the time as 2025, 08/2025, 31/08/2025 or 2022-2023.",
    ),
    "date",
)
NOT_A_MOMENT = Remark(
    "not-a-moment",
    Text(
        vi="Ghi ngày giờ, ví dụ 31/08/2025 08:00 (giờ Việt Nam).",
        en="Write day and hour, for example 31/08/2025 08:00 (Vietnamese time).",
    ),
    "date",
)
NOT_JSON = Remark(
    "not-a-list",
    Text(
        vi="Ô này giữ danh sách do phần mềm xuất ra; hãy để nguyên hoặc xóa ô.",
        en="This cell holds a list the software wrote; leave it as it was, or empty.",
    ),
    "list",
)
BROKEN = {
    "formula": Remark(
        "formula-without-value",
        Text(
            vi="Công thức chưa được tính. Mở tệp bằng Excel, lưu lại rồi tải lên,"
            " hoặc dán giá trị (Paste Values).",
            en="The formula was never computed. Open the file in Excel, save it and"
            " upload again, or paste values.",
        ),
        "formula",
    ),
    "error": Remark(
        "formula-failed",
        Text(
            vi="Công thức trong ô bị lỗi (#REF!, #N/A…); hãy sửa hoặc ghi giá trị.",
            en="The formula failed (#REF!, #N/A…); repair it or write the value.",
        ),
        "formula",
    ),
}


def became_a_day(written: str) -> Remark:
    detail = Text(
        vi=f"Excel đã đổi ô này thành ngày; được hiểu là “{written}”. Hãy kiểm tra.",
        en=f"Excel made a day of this cell; it was read as “{written}”. Check it.",
    )
    return Remark("became-a-day", detail, "check", error=False)


def ambiguous(written: str, taken: str, other: str) -> Remark:
    taken, other = taken.replace(".", ","), other.replace(".", ",")
    detail = Text(
        vi=f"“{written}” có thể là {taken} hoặc {other}; được hiểu là {taken}."
        " Hãy kiểm tra, hoặc nhập ô dạng số.",
        en=f"“{written}” may be {taken} or {other} (decimal comma); it was read as"
        f" {taken}. Check it, or make the cell a number.",
    )
    return Remark("ambiguous-number", detail, "check", error=False)


def not_in_list(like: Sequence[str], shown: Sequence[str]) -> Remark:
    listed = ", ".join(shown[:MOST_LISTED]) + ("…" if len(shown) > MOST_LISTED else "")
    detail = Text(
        vi=f"Không có trong danh sách.{_perhaps_vi(like)} Danh sách: {listed}.",
        en=f"Not in the list.{_perhaps_en(like)} The list: {listed}.",
    )
    return Remark("not-in-list", detail, "list")


def several_meant(labels: Sequence[str]) -> Remark:
    listed = "; ".join(labels[:MOST_LISTED])
    detail = Text(
        vi=f"Tên này chỉ nhiều nơi; hãy ghi mã: {listed}.",
        en=f"This name means more than one; write the code: {listed}.",
    )
    return Remark("name-of-several", detail, "name")


_UNKNOWN = {
    "units": Text(vi="Không có xã, phường này.", en="No such commune or ward."),
    "agencies": Text(vi="Không có cơ quan này.", en="No such agency."),
    "items": Text(vi="Không có mục tin này.", en="No such item."),
}


def unknown_name(kind: str, like: Sequence[str]) -> Remark:
    said = _UNKNOWN[kind]
    detail = Text(
        vi=f"{said.vi}{_perhaps_vi(like) or ' Hãy kiểm tra tên hoặc ghi mã.'}",
        en=f"{said.en}{_perhaps_en(like) or ' Check the name, or write the code.'}",
    )
    return Remark(f"{kind}-unknown", detail, "name")


def _perhaps_vi(like: Sequence[str]) -> str:
    return f" Có phải {' hay '.join(f'«{name}»' for name in like)}?" if like else ""


def _perhaps_en(like: Sequence[str]) -> str:
    return f" Did you mean {' or '.join(f'«{name}»' for name in like)}?" if like else ""
