"""Which language of an item a reader gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from content_api.public.errors import unknown_language_tag
from phohien import languages

# Languages by their own name; one that is missing here is shown by its tag.
NAMES: Mapping[str, str] = {
    "vi": "Tiếng Việt",
    "en": "English",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "ja": "日本語",
    "ko": "한국어",
    "fr": "Français",
    "de": "Deutsch",
    "es": "Español",
    "ru": "Русский",
    "lo": "ລາວ",
    "km": "ខ្មែរ",
    "th": "ไทย",
    "my": "မြန်မာ",
    "id": "Bahasa Indonesia",
    "ms": "Bahasa Melayu",
    "fil": "Filipino",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for, best first, and what may stand in for it."""

    asked: tuple[str, ...]

    @property
    def first(self) -> str:
        return self.asked[0]

    @property
    def chain(self) -> list[str]:
        return list(dict.fromkeys((*self.asked, *languages.FALLBACKS)))

    def best(self, available: Sequence[str]) -> str:
        """One of `available`, which is not empty: asked, else standing in, else any."""
        return next((tag for tag in self.chain if tag in available), min(available))


@lru_cache(maxsize=2048)
def choose(locale: str | None, header: str | None) -> Choice:
    """`locale` wins over `Accept-Language`; who asks for nothing gets Vietnamese."""
    wanted = languages.preferences(header, locale)
    if locale is not None and not wanted:
        raise unknown_language_tag()
    asked: dict[str, None] = {}
    for tag in wanted[:10]:
        asked[tag] = None
        asked.setdefault(tag.partition("-")[0])
    return Choice(tuple(asked) or (languages.SOURCE,))
