"""Names that stand for codes: units, agencies, items; and what may have been meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Protocol

from content_api.text.words import fold

MOST_SUGGESTED = 3
LIKENESS = 0.6
MOST_LOOKED_UP = 40


def plain(text: str) -> str:
    """For comparing what people type: no accents, no case, single spaces."""
    return " ".join(fold(text).replace("|", " ").split())


@dataclass(frozen=True, slots=True)
class Names:
    """`codes` by folded name (old names too); `shown` is what a code is called."""

    shown: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # A column of unknown names would cost minutes; after some, nothing is suggested.
    _looked_up: dict[str, list[str]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str, Iterable[str]]]) -> "Names":
        """From (code, name, every name folded)."""
        shown: dict[str, str] = {}
        codes: dict[str, set[str]] = {}
        for code, name, folded in pairs:
            shown[code] = name
            for one in folded:
                codes.setdefault(one, set()).add(code)
        return cls(shown, {name: frozenset(held) for name, held in codes.items()})

    def meant(self, written: str) -> frozenset[str]:
        """The codes a text may stand for: a code, `code - name`, or a name."""
        if written in self.shown:
            return frozenset({written})
        head = written.partition(" - ")[0].strip()
        if head in self.shown:
            return frozenset({head})
        return self.codes.get(plain(written), frozenset())

    def like(self, written: str) -> list[str]:
        """Names close to it, the closest first."""
        if written in self._looked_up or len(self._looked_up) >= MOST_LOOKED_UP:
            return self._looked_up.get(written, [])
        close = get_close_matches(plain(written), self.codes, MOST_SUGGESTED, LIKENESS)
        found = [code for name in close for code in sorted(self.codes[name])]
        names = [self.shown[code] for code in dict.fromkeys(found)]
        self._looked_up[written] = list(dict.fromkeys(names))[:MOST_SUGGESTED]
        return self._looked_up[written]

    def label(self, code: str) -> str:
        """As a drop-down shows it."""
        return f"{code} - {self.shown[code]}" if code in self.shown else code


class Enclosures(Protocol):
    """Files that came with a workbook."""

    def meant(self, written: str) -> Any:
        """A medium of an item, or the Remark that says why there is none."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything a cell may call by name."""

    units: Names = field(default_factory=Names)
    agencies: Names = field(default_factory=Names)
    items: Names = field(default_factory=Names)
    files: Enclosures | None = None
