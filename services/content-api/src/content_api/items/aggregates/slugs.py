"""The readable address of an item: made once from its title, never changed."""

import re
import unicodedata

LENGTH = 80
_BREAK = re.compile(r"[^a-z0-9]+")


def slug_of(title: str, fallback: str) -> str:
    """`Khu công nghiệp Phố Nối A` is `khu-cong-nghiep-pho-noi-a`.

    A title in a script without Latin letters gives `fallback`.
    """
    plain = title.lower().replace("đ", "d")
    folded = "".join(
        char
        for char in unicodedata.normalize("NFD", plain)
        if not unicodedata.combining(char)
    )
    slug = _BREAK.sub("-", folded).strip("-")
    if len(slug) > LENGTH:
        slug = slug[:LENGTH].rpartition("-")[0] or slug[:LENGTH]
    return slug or fallback
