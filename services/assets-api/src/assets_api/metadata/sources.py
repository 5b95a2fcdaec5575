"""How a picture came to be, in the words of IPTC's list of digital source types."""

from types import MappingProxyType

BASE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TERMS = frozenset(
    {
        "digitalCapture",
        "computationalCapture",
        "negativeFilm",
        "positiveFilm",
        "print",
        "humanEdits",
        "compositeCapture",
        "composite",
        "algorithmicallyEnhanced",
        "dataDrivenMedia",
        "digitalCreation",
        "screenCapture",
        "virtualRecording",
        "algorithmicMedia",
        "compositeSynthetic",
        "compositeWithTrainedAlgorithmicMedia",
        "trainedAlgorithmicMedia",
    }
)
BY_MACHINE = frozenset(
    {
        "trainedAlgorithmicMedia",
        "compositeWithTrainedAlgorithmicMedia",
        "compositeSynthetic",
    }
)
"""What a trained model has drawn, whole or in part."""

OTHER_NAMES = MappingProxyType(
    {
        # What people say.
        "photo": "digitalCapture",
        "ảnh chụp": "digitalCapture",
        "scan": "print",
        "bản quét": "print",
        "screenshot": "screenCapture",
        "ảnh màn hình": "screenCapture",
        "drawing": "digitalCreation",
        "đồ họa": "digitalCreation",
        "ai": "trainedAlgorithmicMedia",
        # What IPTC has retired.
        "minorhumanedits": "humanEdits",
        "digitalart": "digitalCreation",
        "softwareimage": "digitalCreation",
    }
)
BY_LOWER = MappingProxyType({term.lower(): term for term in TERMS})


def term_of(said: str) -> str | None:
    """The term for an address, a term or a plain word; else None."""
    last = said.strip().removesuffix("/").lower()
    for base in (BASE, BASE.replace("http:", "https:"), "digsrctype:"):
        last = last.removeprefix(base)
    return BY_LOWER.get(last) or OTHER_NAMES.get(last)


def uri_of(term: str) -> str:
    return BASE + term if term in TERMS else ""


def is_made_by_machine(term: str) -> bool | None:
    """None: nobody has said."""
    return None if term not in TERMS else term in BY_MACHINE
