import csv
import json
from pathlib import Path
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


FLOOR = 0.97


@pytest.fixture(scope="module")
def labelled() -> list[dict[str, str]]:
    """`docs/marking-scan.md` tells the two parts. What is invisible is spelt out."""
    path = Path(__file__).with_name("markings.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [{**row, "text": json.loads(f'"{row["text"]}"')} for row in rows]


@pytest.mark.parametrize("part", ["tuned", "held"])
def test_the_labelled_lines_are_told_apart(labelled, part) -> None:
    rows = [row for row in labelled if row["part"] == part]
    hits = [row for row in rows if row["label"] == "hit"]
    found = [row for row in rows if markings.scan(row["text"])]
    right = [row for row in found if row["label"] == "hit"]
    precision, recall = len(right) / len(found), len(right) / len(hits)
    print(  # noqa: T201 -- the scores are what the test is for
        f"\n{part}: {len(rows)} lines, {precision=:.3f}, {recall=:.3f}"
    )

    assert len(labelled) >= 200
    assert min(precision, recall) >= FLOOR


@pytest.mark.parametrize(
    "text",
    ["\n" * 50_000, ". " * 25_000, "T." * 25_000, "<a " * 17_000, "M\u0323" * 25_000],
)
def test_a_hostile_text_is_looked_through_in_one_pass(text) -> None:
    """The patterns never go back over what they saw: twice the text, twice the work."""
    assert markings.scan(text) == []
    assert markings.scan(f"{text}\nTỐI MẬT\n{text}") != []


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "MẬT" * 2])
def test_what_is_no_text_is_no_marking(text) -> None:
    assert markings.scan(text) == []
