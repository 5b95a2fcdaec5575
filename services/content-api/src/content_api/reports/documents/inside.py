"""What the agencies did among themselves: people, papers, courses, money."""

from content_api.reports.documents import wording
from content_api.reports.documents.shape import Figures, Names, Passage, Table


def directives(figures: Figures, facts: Figures, _: Names) -> Passage:
    rows = [
        [row["number"], wording.day(row["on"]), row["abstract"]]
        for row in facts["directives"]
    ]
    rows += [
        [row["number"], wording.day(row["issued_on"]), row["abstract"] or row["title"]]
        for row in facts["legal_documents"]
    ]
    count = wording.number(figures["directives"] + figures["legal_documents"])
    head = ["Số, ký hiệu", "Ngày", "Trích yếu"]
    return Passage(
        [f"Số văn bản chỉ đạo, điều hành và văn bản đăng tải trong kỳ: {count}."],
        [Table("Danh mục văn bản", head, rows, "directives")],
    )


def people(figures: Figures, facts: Figures, names: Names) -> Passage:
    count = figures["people"]
    rows = [
        [
            names.get(row["agency"], row["agency"]),
            wording.DUTIES[row["duty"]],
            row["name"] or "còn trống",
            row["office"],
        ]
        for row in facts["people"]
    ]
    head = ["Cơ quan", "Nhiệm vụ", "Họ và tên", "Chức vụ"]
    return Passage(
        [
            (
                f"{count['leaders']}/{count['agencies']} cơ quan có lãnh đạo phụ trách,"
                f" {count['officers']}/{count['agencies']} cơ quan có cán bộ thực hiện;"
                f" còn trống {len(count['vacancies'])} vị trí."
            )
        ],
        [Table("Nhân sự phụ trách tại ngày cuối kỳ", head, rows, "people")],
    )


def trainings(figures: Figures, facts: Figures, names: Names) -> Passage:
    count = figures["trainings"]
    rows = [
        [
            wording.day(row["on"]),
            row["title"],
            names.get(row["agency"], row["agency"]),
            wording.number(row["participants"]),
        ]
        for row in facts["trainings"]
    ]
    head = ["Ngày", "Nội dung", "Đơn vị tổ chức", "Số người"]
    return Passage(
        [
            (
                f"Tổ chức {wording.number(count['courses'])} lớp,"
                f" {wording.number(count['participants'])} lượt người tham dự."
            )
        ],
        [Table("Các lớp tập huấn", head, rows, "trainings")],
    )


def secrecy(figures: Figures, _: Figures, __: Names) -> Passage:
    count = figures["gate"]
    return Passage(
        [
            (
                "Số lượt kiểm tra trước khi công bố:"
                f" {wording.number(count['checks'])}; trả lại"
                f" {wording.number(count['returned'])}; hệ thống ngăn, không lưu"
                f" {wording.number(count['stopped'])} lượt có dấu hiệu bí mật nhà nước."
            )
        ]
    )


def budget(figures: Figures, facts: Figures, names: Names) -> Passage:
    count = figures["budget"]
    rows = [
        [
            names.get(row["agency"], row["agency"]),
            row["title"],
            wording.money(row["planned"]),
            wording.money(row["spent"]),
        ]
        for row in facts["budgets"]
    ]
    head = ["Cơ quan", "Nội dung", "Dự toán", "Đã chi"]
    if not rows:  # nobody entered anything: that is not the same as no money
        return Passage([f"Kinh phí: {wording.NO_FIGURES}."])
    return Passage(
        [
            (
                f"Dự toán {wording.money(count['planned'])}, đã chi"
                f" {wording.money(count['spent'])}."
            )
        ],
        [Table("Kinh phí", head, rows, "budgets")],
    )
