"""What went out to readers, targets and guests."""

from collections.abc import Mapping, Sequence
from typing import Any

from content_api.reports.documents import wording
from content_api.reports.documents.shape import (
    NOTHING,
    Figures,
    Names,
    Passage,
    Table,
)


def topics(figures: Figures, _: Figures, names: Names) -> Passage:
    rows = [
        [
            wording.topic(row["topic"]),
            wording.month(row["month"]),
            names.get(row["agency"], row["agency"]),
            wording.number(row["items"]),
        ]
        for row in figures["topics"]
    ]
    head = ["Chủ đề", "Tháng", "Cơ quan", "Số tin, bài, mục"]
    return Passage([], [Table("Tin, bài theo chủ đề và tháng", head, rows, "topics")])


def items(figures: Figures, _: Figures, names: Names) -> Passage:
    total = figures["items_total"]
    rows = [
        [
            wording.content_type(row["type"]),
            wording.language(row["lang"]),
            names.get(row["agency"], row["agency"]),
            *(wording.number(row[name]) for name in ("new", "updated", "retired")),
        ]
        for row in figures["items"]
    ]
    head = ["Loại", "Ngôn ngữ", "Cơ quan", "Mới", "Cập nhật", "Gỡ bỏ"]
    return Passage(
        [
            (
                f"Công bố mới {wording.number(total['new'])}, cập nhật"
                f" {wording.number(total['updated'])}, gỡ bỏ"
                f" {wording.number(total['retired'])} bản (mỗi ngôn ngữ của một mục"
                " là một"
                " bản)."
            )
        ],
        [Table("Nội dung theo loại, ngôn ngữ, cơ quan", head, rows, "changes")],
    )


def assets(figures: Figures, _: Figures, __: Names) -> Passage:
    rows = [
        [
            wording.MEDIA.get(row["kind"], row["kind"]),
            wording.language(row["lang"]),
            wording.number(row["assets"]),
            wording.size(row["bytes"]),
            wording.share(row["with_alt"], row["assets"]),
            wording.share(row["with_rights"], row["assets"]),
        ]
        for row in figures["media"]
    ]
    head = ["Loại tệp", "Ngôn ngữ", "Số tệp", "Dung lượng"]
    head += ["Có mô tả thay thế", "Có tác giả và giấy phép"]
    return Passage([], [Table("Tệp đang công bố cuối kỳ", head, rows, "media")])


def targets(figures: Figures, _: Figures, names: Names) -> Passage:
    steps = ("nominated", "approved", "rejected", "waiting", "withdrawn", "offered")
    rows = [
        [
            names.get(row["target"], row["target"]),
            *(wording.number(row[name]) for name in steps),
            row["median_days"].replace(".", ",") if row["median_days"] else NOTHING,
        ]
        for row in figures["targets"]
    ]
    head = ["Đích", "Đề cử", "Duyệt", "Từ chối", "Chờ duyệt", "Rút", "Đang gửi"]
    proposals = Table("Đề cử", [*head, "Số ngày duyệt (trung vị)"], rows, "nominations")
    if figures["sync"] is None:
        line = f"Kết quả gửi tới các đích: {wording.NO_FIGURES}."
        return Passage([line], [proposals])
    return Passage([], [proposals, *_answers(figures["sync"], names)])


def _answers(told: Sequence[Mapping[str, Any]], names: Names) -> list[Table]:
    """What came back; `first_pass` and `reasons` are not told by everybody."""
    kinds = ("sent", "accepted", "rejected", "withdrawn", "waiting")
    rows = [
        [
            names.get(row["target"], row["target"]),
            *(wording.number(row[name]) for name in kinds),
            NOTHING
            if row.get("first_pass") is None
            else wording.share(row["first_pass"], row["sent"]),
            "nhập tay" if row["by"] == "manual" else "sổ gửi nhận",
        ]
        for row in told
    ]
    why = [
        [
            names.get(row["target"], row["target"]),
            each["reason"],
            wording.number(each["objects"]),
        ]
        for row in told
        for each in row.get("reasons") or ()
    ]
    head = ["Đích", "Đã gửi", "Được nhận", "Bị từ chối", "Đã rút", "Đang chờ"]
    return [
        Table("Kết quả gửi, nhận", [*head, "Nhận ngay lần đầu", "Nguồn"], rows),
        Table("Bị từ chối, theo lý do đích trả lời", ["Đích", "Lý do", "Số bản"], why),
    ]


def publications(figures: Figures, facts: Figures, _: Names) -> Passage:
    counts = [
        [
            wording.PUBLICATIONS.get(row["kind"], row["kind"]),
            wording.number(row["titles"]),
            wording.number(row["copies"]),
        ]
        for row in figures["publications"]
    ]
    rows = [
        [
            row["title"],
            wording.PUBLICATIONS.get(row["kind"], row["kind"]),
            ", ".join(wording.language(tag) for tag in row["languages"]),
            wording.number(row["copies"]) if row["copies"] else "",
            row["licence"],
        ]
        for row in (*facts["publications"], *facts["other_publications"])
    ]
    head = ["Tên", "Loại", "Ngôn ngữ", "Số lượng", "Giấy phép"]
    return Passage(
        [],
        [
            Table("Ấn phẩm theo loại", ["Loại", "Số đầu", "Số bản"], counts),
            Table("Danh mục ấn phẩm", head, rows, "publications"),
        ],
    )


def promotion(figures: Figures, _: Figures, __: Names) -> Passage:
    return Passage(
        [
            f"Sự kiện trong và ngoài nước được giới thiệu: {figures['events']}.",
            _projects(figures["projects"]),
        ]
    )


def _projects(count: Figures) -> str:
    said = f"Dự án kêu gọi đầu tư được công bố: {wording.number(count['projects'])}"
    if not count["projects"]:
        return f"{said}."
    said += (
        f", diện tích {wording.hectares(count['area_ha'])}, tổng vốn"
        f" {wording.money(count['capital_vnd'])}"
    )
    other = count["in_other_currencies"]
    if other:
        said += f" (không kể {wording.number(other)} dự án ghi vốn bằng ngoại tệ)"
    return f"{said}."


def delegations(figures: Figures, facts: Figures, _: Names) -> Passage:
    guests, press = figures["delegations"], figures["press_delegations"]
    rows = [
        [
            wording.day(row["on"]),
            row["organisation"],
            ", ".join(row["countries"]),
            wording.number(row["people"]),
            row["purpose"],
        ]
        for row in facts["press_delegations"]
    ]
    head = ["Ngày", "Cơ quan báo chí", "Nước", "Số người", "Nội dung"]
    return Passage(
        [_guests("đoàn khách", guests), _guests("đoàn phóng viên nước ngoài", press)],
        [Table("Đoàn phóng viên nước ngoài", head, rows, "press_delegations")],
    )


def press(figures: Figures, _: Figures, __: Names) -> Passage:
    count = figures["press"]
    hours = count["median_hours"]
    spent = "" if hours is None else f"; thời gian xử lý (trung vị) {hours} giờ"
    return Passage(
        [
            (
                f"Theo dõi {wording.number(count['cases'])} vụ việc, đã giải thích,"
                " làm rõ"
                f" {wording.number(count['answered'])}{spent}."
            )
        ]
    )


def _guests(whom: str, count: Figures) -> str:
    return (
        f"Đón {wording.number(count['delegations'])} {whom},"
        f" {wording.number(count['people'])} người, {count['countries']} nước."
    )
