"""Whether the words about an asset are worth anything to a reader. Pure."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from unicodedata import normalize

from assets_api.assets.errors import AltIsFilenameError
from assets_api.assets.schemas import GapOut, TextEdit
from assets_api.assets.tables import Asset, AssetText, AssetVersion
from assets_api.metadata import licences

LONGEST_ALT = 250
"""Letters; IPTC's own advice. What has more to say is a caption."""

ALWAYS = ("vi", "en")
FILENAME = re.compile(
    r"^[^\s/\\]+\.(?:jpe?g|png|webp|gif|tiff?|heic|avif|svg|bmp|pdf|mp4|mov|docx?)$"
    r"|^(?:img|image|dsc[fn]?|pxl|mvimg|photo|picture|screenshot|scan|ảnh|hinh|anh|zalo|"
    r"fb_img|received|untitled)?[\s_().-]*[\d_\s().-]+$",
    re.IGNORECASE,
)
DETAILS = {
    "missing-alt": "Chưa có văn bản thay thế: người dùng trình đọc màn hình không biết"
    " ảnh có gì.",
    "alt-of-earlier": "Văn bản thay thế viết cho ảnh trước khi thay. Hãy đối chiếu với"
    " ảnh mới rồi lưu lại, sửa hoặc giữ nguyên.",
    "missing-caption": "Chưa có chú thích.",
    "alt-too-long": f"Văn bản thay thế dài quá {LONGEST_ALT} chữ cái; hãy chuyển phần"
    " kể chuyện sang chú thích.",
    "alt-is-caption": "Văn bản thay thế lặp lại chú thích; hãy tả điều nhìn thấy trong"
    " ảnh.",
    "people-unsaid": "Chưa khai trong ảnh có người nhận ra được hay không.",
    "source-unsaid": "Chưa khai ảnh được chụp, vẽ hay do máy tạo (AI).",
    "licence-unknown": "Giấy phép không phải tên quen dùng (CC BY 4.0…) hay địa chỉ"
    " web; máy không hiểu được.",
}


def refuse_filenames(texts: Mapping[str, TextEdit], filename: str) -> None:
    """`IMG_2041.jpg` says nothing. Raises AltIsFilenameError."""
    for lang, words in texts.items():
        if words.alt and _is_filename(words.alt, filename):
            raise AltIsFilenameError(f"/texts/{lang}/alt")


def _is_filename(alt: str, filename: str) -> bool:
    plain, path = _plain(alt), PurePath(_plain(filename))
    # A name that was written for people may well be said again.
    named = path.suffix and plain == path.name
    return bool(named or FILENAME.match(alt.strip()))


def gaps(
    asset: Asset,
    version: AssetVersion,
    texts: Mapping[str, AssetText],
    used_in: Iterable[str],
) -> list[GapOut]:
    """What an officer should still write down; only some of it holds a release up."""
    found = []
    languages = dict.fromkeys([*ALWAYS, *sorted(texts), *sorted(used_in)])
    for lang in languages:
        text = texts.get(lang)
        found += [_gap(code, lang) for code in _of(asset, version, text)]
    if asset.kind == "image" and not asset.people:
        found.append(_gap("people-unsaid"))
    if asset.kind == "image" and not asset.source_type:
        found.append(_gap("source-unsaid"))
    if asset.licence and not licences.uri_of(asset.licence):
        found.append(_gap("licence-unknown"))
    return found


def is_of_earlier(text: AssetText | None, version: AssetVersion) -> bool:
    """Whether the alternative text was written before the picture was replaced."""
    return bool(text and text.alt and text.alt_for < version.number)


def _of(asset: Asset, version: AssetVersion, text: AssetText | None) -> Iterable[str]:
    alt, caption = (text.alt, text.caption) if text else ("", "")
    if asset.kind == "image":
        if not alt:
            yield "missing-alt"
        if is_of_earlier(text, version):
            yield "alt-of-earlier"
        if len(alt) > LONGEST_ALT:
            yield "alt-too-long"
        if alt and _plain(alt) == _plain(caption):
            yield "alt-is-caption"
    if not caption:
        yield "missing-caption"


def _gap(code: str, lang: str | None = None) -> GapOut:
    return GapOut(code=code, lang=lang, detail=DETAILS[code])


def _plain(text: str) -> str:
    return " ".join(normalize("NFC", text).casefold().split())
