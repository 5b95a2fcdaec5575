from unicodedata import normalize

import pytest

from phohien import markings
from phohien.markings import MarkingFoundError

MARKED = [
    "TUYỆT MẬT",
    "TỐI MẬT",
    "MẬT",
    "(MẬT)",
    "M Ậ T",
    "T.Ố.I M.Ậ.T",
    "Độ mật: Tối mật",
    "TÀI LIỆU LƯU HÀNH NỘI BỘ",
    "Tài liệu lưu hành nội bộ, không phổ biến",
    "Số: 12/TM-UBND",
    "Ủy ban nhân dân tỉnh\nMẬT\nSố 15/BC-UBND",
    "ＴỐＩ ＭẬＴ",
    "TỐІ МẬТ",
    "T\u200bỐI M\u200bẬT",
]
INNOCENT = [
    "Mật ong hoa nhãn Hưng Yên",
    "MẬT ONG HOA NHÃN",
    "Luật Bảo vệ bí mật nhà nước có hiệu lực từ ngày 01/03/2026",
    "Bảo mật thông tin khách hàng",
    "Mật độ xây dựng tối đa 60 %",
    "Quyết định số 147/KH-UBND",
    "Thị trường nội bộ khối ASEAN",
    "Tổng mặt bằng KCN Thăng Long II",
    "Lễ hội rước kiệu, lưu hành trong dân gian",
    "secret recipe of the longan cake",
]


@pytest.mark.parametrize("text", MARKED)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_marking_is_found_however_it_is_written(text, form) -> None:
    assert markings.scan(normalize(form, text))


@pytest.mark.parametrize("text", INNOCENT)
def test_ordinary_words_are_left_alone(text) -> None:
    assert markings.scan(text) == []


def test_a_refusal_names_the_field_and_repeats_nothing() -> None:
    with pytest.raises(MarkingFoundError) as refusal:
        markings.refuse({"/languages/vi/body": "TỐI MẬT: kế hoạch đoàn 12/9"})

    assert [problem.pointer for problem in refusal.value.errors] == [
        "/languages/vi/body"
    ]
    assert "12/9" not in repr(refusal.value.errors) + str(refusal.value)
