"""One telling of the story: what is written, and what must be seen of it where."""

from dataclasses import dataclass, field
from typing import Any

SOURCE = {"text": "Ban Quản lý các khu công nghiệp tỉnh Hưng Yên"}
RELEASED = ("vi", "en", "zh-Hans")
OFFERED = ("vi", "en")


@dataclass
class Telling:
    mark: str
    """A word of this telling alone, in every title."""
    megabytes: int
    cuts: int
    key: str = ""
    content: bytes = b""
    asset_id: str = ""
    medium: dict[str, Any] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)
    corrected: bool = False
    withdrawn: bool = False
    offered: dict[str, str] = field(default_factory=dict)
    """The titles that were approved for the target last."""

    def titles(self) -> dict[str, str]:
        after = {"vi": " mở rộng", "en": " extended", "zh-Hans": "扩建", "ja": "拡張"}
        plain = {
            "vi": f"Khu công nghiệp Phố Nối {self.mark}",
            "en": f"Pho Noi Industrial Park {self.mark}",
            "zh-Hans": f"铺内工业园 {self.mark}",
            # Nobody clears this one, so nobody outside may ever see it.
            "ja": f"フォーノイ工業団地 {self.mark}",
        }
        if not self.corrected:
            return plain
        return {lang: title + after[lang] for lang, title in plain.items()}

    def draft(self) -> dict[str, Any]:
        area = "592.4" if self.corrected else "525.7"
        media = [{"asset_id": self.asset_id, "role": "brochure", "languages": None}]
        return {
            "type": "industrial_park",
            "fi_category": "image_promotion",
            "topics": ["investment", "industry"],
            "fields": {
                "status": "operating",
                "area": {
                    "value": area,
                    "unit": "ha",
                    "as_of": "2025",
                    "source": SOURCE,
                },
            },
            "languages": {
                lang: {"title": title, "summary": f"{title}: {area} ha."}
                for lang, title in self.titles().items()
            },
            "media": media if self.asset_id else [],
        }

    def expected_at_target(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """For the checker: items and files by externalId."""
        items = {
            f"{self.key}.{lang}": None
            if self.withdrawn
            else {"title": self.offered[lang], "externalId": f"{self.key}.{lang}"}
            for lang in OFFERED
        }
        media_key = f"{self.key}.m.{self.medium['asset_version_id']}"
        return items, {media_key: None if self.withdrawn else self.medium["sha256"]}
