"""What a secrecy marking looks like, in a text that `phohien.markings` has folded.

`docs/marking-scan.md` says it in words. STAMPS count wherever they stand; INSIDE counts
in a sentence that is not ABOUT something else and names one LEVEL at most.
"""

import re

# Between two letters of one word, and between two words.
_GAP, _SPACE = r"[\s._·•*+|/~\u2013—-]{0,3}", r"[\s._·•*+|/~\u2013—-]{0,4}"
# Each letter with its tone, with none, or with the half that was typed: MẤT, MẶT and
# MẮT are other words.
_TOI, _MAT, _TUYET = (
    _GAP.join(letters)
    for letters in (
        ("T", "[ỐÔÓO0]", "[ÍI1l|]"),
        ("M", "[ẬÂA4@]", "T"),
        ("T", "U", "[ỲYÝ]", "[ỆÊẸE3]", "T"),
    )
)
_LEVEL = f"(?:{_TUYET}{_SPACE}{_MAT}|{_TOI}{_SPACE}{_MAT})"
_SMALL = r"(?:tuy[ệe]t|t[ốo]i)\s+m[ậa]t"
# MẬT also begins other words.
_ALONE = (
    r"(?![^\W\d_])(?!\s+(?:ONG|MÍA|MIA|NHÃN|DỪA|ĐỘ|KHẨU|MÃ|THƯ|TÔNG|THÁM|NGỮ|DANH|LỆNH"
    r"|THIẾT|VỤ|ÔNG|HOA|RỈ|GẤU|CÁ|NGỌT)\b)"
)
_FREE = r"(?<![^\W\d_])"
_PAPER = (
    r"(?:tài\s+liệu|văn\s+bản|công\s+văn|công\s+điện|điện|báo\s+cáo|hồ\s+sơ|kế\s+hoạch"
    r"|tờ\s+trình|nghị\s+quyết|quyết\s+định|phương\s+án|đề\s+án|bản\s+tin|thông\s+báo"
    r"|thông\s+tin|dấu|độ|loại)"
)
_EDGE = r"[^\w\n]{0,40}"
# What stands beside a level in a stamp: urgency, the number of the copy, a date.
_BESIDE = (
    r"(?:[^\w\n]{1,20}(?:hỏa\s+tốc|thượng\s+khẩn|khẩn|bản\s+số|\d{1,4}))"
    r"{0,4}[^\w\n]{0,40}$"
)
_URGENT = r"(?:(?:hỏa\s+tốc|thượng\s+khẩn|khẩn)[^\w\n]{1,20}){0,2}"
_KIND = (
    r"(?:QĐ|QD|KH|BC|CV|TB|TTR|TTr|NQ|CT|HD|PA|ĐA|DA|BB|KL|CĐ|CD|ĐC|PL|TT|GM|CTr|CTR)"
)
_CODE = r"(?:M|TM|Tm|TuM|TUM|Tum)"
_NUMBER = r"(?<![\w/])\d{1,5}\s*[/-]\s*"
_AGENCY = r"(?:UBND|HĐND|HDND|TU|BCA|BQP|BNG|BCH|BCHQS|BCĐ|BCD|CAT|CA|VPTU|BTV)\b"
_TOP = r"(?:TOP\s+SECRET|SECRET\s+D[ÉE]FENSE|CONFIDENTIEL\s+D[ÉE]FENSE)"
_TRES = r"TR[ÈE]S\s+SECRET"
_INNER = (
    r"l\s?[ưu]\s?u\s{1,3}h\s?[àa]\s?n\s?h\s{1,3}n\s?[ộôo]\s?i\s{1,3}b\s?[ộôo](?!\w)"
)
_HAN = r"(?:绝密|機密|机密|極秘|秘密|秘)"

# Alone on its line, or after its label: a stamp, whatever stands around it.
STAMPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "level",
        re.compile(rf"^{_EDGE}(?i:{_URGENT})(?:{_LEVEL})(?i:{_BESIDE})", re.MULTILINE),
    ),
    (
        "level",
        re.compile(
            rf"^{_EDGE}{_URGENT}{_SMALL}{_BESIDE}", re.MULTILINE | re.IGNORECASE
        ),
    ),
    (
        "mat",
        re.compile(rf"^{_EDGE}(?i:{_URGENT})(?:{_MAT})(?i:{_BESIDE})", re.MULTILINE),
    ),
    (
        "mat",
        re.compile(
            r"^ {0,9}[(\[<«] ?m[ậa]t ?[)\]>»] {0,9}$", re.MULTILINE | re.IGNORECASE
        ),
    ),
    ("mat", re.compile(rf"\S {{3,}}{_MAT}(?: {{3,}}\S| {{0,9}}$)", re.MULTILINE)),
    (
        "do-mat",
        re.compile(
            r"\b(?:Độ|Do)\s+(?:mật|mat)\s*(?:\([^()\n]{0,30}\))?\s*[:=]\s*"
            r"(?:(?:Tuyệt|Tuyet|Tối|Toi)\s+)?(?:mật|mat)\b"
            r"(?!\s*[,;/]|\s+(?:và|hoặc|hay)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "do-mat",
        re.compile(rf"^{_EDGE}(?i:độ\s+mật) {{1,9}}{_MAT} {{0,9}}$", re.MULTILINE),
    ),
    # Written in the fonts VNI and TCVN3, with what folding leaves of their letters.
    (
        "old-font",
        re.compile(
            r"TOÁI\s+MAAT|TUYEAT\s+MAAT|^[^\w\n]{0,40}MAAT[^\w\n]{0,40}$"
            r"|[Tt]èi\s+mEt|[Tt]uyOt\s+mEt",
            re.MULTILINE,
        ),
    ),
    (
        "thu-hoi",
        re.compile(
            rf"^{_EDGE}tài\s+liệu\s+thu\s+hồi(?:\s+sau\s+[^\n]{{2,40}})?{_EDGE}$",
            re.MULTILINE | re.IGNORECASE,
        ),
    ),
    (
        "boc-bi",
        re.compile(r"chỉ\s+người\s+có\s+tên\s+mới\s+được\s+bóc\s+bì", re.IGNORECASE),
    ),
    (
        "luu-hanh-noi-bo",
        re.compile(
            rf"^{_EDGE}(?:không\s+phổ\s+biến[^\w\n]{{1,9}})?(?:chỉ\s+)?"
            rf"(?:(?:tài\s+liệu|sách|văn\s+bản|bản)\s+)?{_INNER}"
            r"(?=[^\w\n]{0,40}$|\s*[,.;:(\u2013—-])",
            re.MULTILINE | re.IGNORECASE,
        ),
    ),
    (
        "luu-hanh-noi-bo",
        re.compile(
            r"\btài\s+liệu\s+(?:mật|nội\s+bộ)\s*[,;:(\u2013—-]\s*(?:không|cấm)\s+(?:được\s+)?"
            r"(?:phổ\s+biến|sao\s+chụp|sao\s+chép|phát\s+tán)",
            re.IGNORECASE,
        ),
    ),
    (
        "foreign",
        re.compile(
            rf"^{_EDGE}(?:(?:TOP\s{{1,4}})?SECRET|CONFIDENTIAL|S\s?E\s?C\s?R\s?E\s?T"
            rf"|T\s?O\s?P\s{{1,4}}S\s?E\s?C\s?R\s?E\s?T){_EDGE}$",
            re.MULTILINE,
        ),
    ),
    (
        "foreign",
        re.compile(
            rf"^{_EDGE}(?:{_TOP}|{_TRES}(?:\s+D[ÉE]FENSE)?|diffusion\s+restreinte){_EDGE}$",
            re.MULTILINE | re.IGNORECASE,
        ),
    ),
    (
        "foreign",
        re.compile(
            r"\bclassification\s*:\s*(?:(?:top\s+)?secret|confidential|restricted)\b"
            r"|\b(?:NATO|EU|UE)[ -]SECRET\b|\bSECRET\s?//",
            re.IGNORECASE,
        ),
    ),
    (
        "foreign",
        re.compile(
            rf"{_HAN}\s*★|[【\[(\u3014]\s*{_HAN}\s*[】\])\u3015]|㊙|マル秘|密级\s*:\s*{_HAN}"
            rf"|^{_EDGE}(?:绝密|机密|機密|極秘|秘|部外秘|社外秘){_EDGE}$",
            re.MULTILINE,
        ),
    ),
    (
        "foreign",
        re.compile(
            r"(?:绝密|机密|機密|極秘)(?:文件|资料|資料|文書)(?![管の展法])"
            r"|内部(?:资料|文件)[,, ]{0,2}(?:注意保存|不得外传|请勿外传)"
        ),
    ),
)
# Inside a sentence: a hit unless the sentence is about something else.
INSIDE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("level", re.compile(f"{_FREE}{_LEVEL}{_ALONE}")),
    ("level", re.compile(rf"\b{_PAPER}\s+{_SMALL}\b(?!\s+ong\b)", re.IGNORECASE)),
    ("mat", re.compile(rf"{_FREE}(?i:{_PAPER}){_EDGE}\s{_MAT}{_ALONE}")),
    ("mat", re.compile(rf"[\[(<«\"“]\s*{_MAT}\s*[\])>»\"”]")),
    ("foreign", re.compile(rf"\b(?:TOP\s+SECRET|{_TOP}|{_TRES})\b")),
    # Numbers of secret documents: 12/TM-UBND, 7/TuM-BCA, 05/BC-UBND (M), 15-CV/TU (TM).
    (
        "document-number",
        re.compile(
            rf"{_NUMBER}(?:TM|TuM|TUM|M)\s*"
            rf"(?:-\s*(?!DV|XNK|CP|SX|ĐT|DT|HĐ)[A-ZĐ]{{2,}}|/\s*{_AGENCY})"
        ),
    ),
    (
        "document-number",
        re.compile(rf"{_NUMBER}{_KIND}\s*[/-]\s*[A-ZĐa-z-]{{2,20}}\s*\({_CODE}\)"),
    ),
)
LEVELS = re.compile(
    r"(?:tuy[ệe]t|t[ốo]i)\s+m[ậa]t|(?<=[,/])\s*m[ậa]t\b|\bv[àa]\s+m[ậa]t\b",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"bí\s+mật\s+nhà\s+nước|\bluật\b|nghị\s+định|thông\s+tư|quy\s+định|phân\s+loại"
    r"|danh\s+mục|thế\s+nào|là\s+gì|có\s+nghĩa|áp\s+dụng|mẫu\s+dấu|giải\s+mật"
    r"|bảo\s+tàng|trưng\s+bày|triển\s+lãm|\bphim\b|tiểu\s+thuyết|\btruyện\b|hồi\s+ký"
    r"|kháng\s+chiến|cụm\s+từ|không\s+phải|không\s+còn|không\s+có|trò\s+chơi|ca\s+khúc"
    r"|vở\s+kịch|quán|vụ\s+án|bị\s+cáo|làm\s+lộ|\btòa\b|quản\s+lý|hướng\s+dẫn",
    re.IGNORECASE,
)
