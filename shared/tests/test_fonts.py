import pytest

from phohien import fonts


@pytest.mark.parametrize(
    ("written", "read", "font"),
    [
        (
            "Cæng th«ng tin ®èi ngo¹i tØnh H\u00adng Yªn",
            "Cổng thông tin đối ngoại tỉnh Hưng Yên",
            "tcvn3",
        ),
        (
            "Coång thoâng tin ñoái ngoaïi tænh Höng Yeân",
            "Cổng thông tin đối ngoại tỉnh Hưng Yên",
            "vni",
        ),
        ("TAØI LIEÄU HÖÔÙNG DAÃN", "TÀI LIỆU HƯỚNG DẪN", "vni"),
        ("TµI LIÖU H¦íNG DÉN", "TÀI LIỆU HƯỚNG DẪN", "tcvn3"),
    ],
)
def test_lines_of_old_fonts_become_unicode(written, read, font) -> None:
    assert fonts.read(written) == fonts.Reading(read, font)


@pytest.mark.parametrize(
    "line",
    [
        "Cổng thông tin đối ngoại tỉnh Hưng Yên",
        "Le naïf Noël café à Nice, été, août, où Zaïre",
        "Die Größe der Fläche über Äcker für Öl",
        "El niño pequeño año España",
        "© 2026 ® Company ¥500 £20",
        "Introducción: construcción, relación; coração não são",
    ],
)
def test_other_languages_stay_as_they_are(line) -> None:
    assert fonts.read(line) == fonts.Reading(line, "unicode")


def test_no_words_have_no_font() -> None:
    assert fonts.read(" \n") == fonts.Reading(" \n", "")
