"""The headings of the report: the plan's tasks, in the plan's order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One heading; an agency may write under each."""

    code: str
    number: int
    title: str


_TITLES = {
    "directives": "Chỉ đạo, điều hành",
    "people": "Bố trí nhân sự phụ trách công tác thông tin đối ngoại",
    "trainings": "Đào tạo, tập huấn, bồi dưỡng nghiệp vụ",
    "topics": "Tuyên truyền về hoạt động đối ngoại",
    "items": "Tuyên truyền, quảng bá hình ảnh của tỉnh",
    "assets": "Bộ dữ liệu số hóa giới thiệu, quảng bá hình ảnh của tỉnh",
    "targets": "Tích hợp Cơ sở dữ liệu quốc gia về thông tin đối ngoại, cơ sở dữ liệu"
    " dùng chung trên Cổng thông tin ASEAN, ASEAN BIS",
    "publications": "Ấn phẩm, sản phẩm thông tin đối ngoại",
    "promotion": "Xúc tiến đầu tư, thương mại và du lịch",
    "delegations": "Đoàn vào, đoàn ra; phóng viên nước ngoài",
    "press": "Dư luận báo chí; giải thích, làm rõ thông tin",
    "secrecy": "Bảo mật thông tin và bảo vệ bí mật nhà nước",
    "budget": "Kinh phí",
    "proposals": "Khó khăn, vướng mắc; kiến nghị, đề xuất",
}
RESULTS = tuple(
    Section(code, number, title)
    for number, (code, title) in enumerate(_TITLES.items(), start=1)
)
# Parts II and III are written by hand only.
ASSESSMENT = Section("assessment", 15, "Đánh giá chung")
DIRECTIONS = Section("directions", 16, "Phương hướng, nhiệm vụ năm tiếp theo")
ALL = (*RESULTS, ASSESSMENT, DIRECTIONS)
CODES = frozenset(section.code for section in ALL)
