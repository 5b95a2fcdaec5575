"""What went out to readers, targets and guests."""

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


def targets(figures: Figures, _: Figures, __: Names) -> Passage:
    steps = ("nominated", "approved", "rejected", "waiting", "withdrawn", "offered")
    rows = [
        [
            row["target"],
            *(wording.number(row[name]) for name in steps),
            row["median_days"].replace(".", ",") if row["median_days"] else NOTHING,
        ]
        for row in figures["targets"]
    ]
    head = ["Đích", "Đề cử", "Duyệt", "Từ chối", "Chờ duyệt", "Rút", "Đang gửi"]
    proposals = Table("Đề cử", [*head, "Số ngày duyệt (trung vị)"], rows, "nominations")
    head = ["Đích", "Đã gửi", "Được nhận", "Bị từ chối", "Đã rút", "Đang chờ", "Nguồn"]
    if figures["sync"] is None:
        line = f"Kết quả gửi tới các đích: {wording.NO_FIGURES}."
        return Passage([line], [proposals])
    answers = ("sent", "accepted", "rejected", "withdrawn", "waiting")
    told = [
        [
            row["target"],
            *(wording.number(row[name]) for name in answers),
            "nhập tay" if row["by"] == "manual" else "sổ gửi nhận",
        ]
        for row in figures["sync"]
    ]
    return Passage([], [proposals, Table("Kết quả gửi, nhận", head, told)])


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
    project = figures["projects"]
    other = wording.number(project["in_other_currencies"])
    return Passage(
        [
            f"Sự kiện trong và ngoài nước được giới thiệu: {figures['events']}.",
            (
                "Dự án kêu gọi đầu tư được công bố:"
                f" {wording.number(project['projects'])},"
                f" diện tích {wording.hectares(project['area_ha'])}, tổng vốn"
                f" {wording.money(project['capital_vnd'])}"
                f" (không kể {other} dự án ghi vốn bằng ngoại tệ)."
            ),
        ]
    )


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
