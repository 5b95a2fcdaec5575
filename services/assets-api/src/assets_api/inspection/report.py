"""What the child says; read with suspicion, it has touched foreign bytes."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assets_api.formats.kinds import KINDS

Word = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
Count = Annotated[int, Field(ge=0, le=2**31)]
Thousandth = Annotated[int, Field(ge=0, le=1000)]


def _known(kind: str) -> str:
    if kind and kind not in KINDS:
        raise ValueError(kind)
    return kind


def _servable(form: str) -> str:
    return form if form in {"jpg", "m3u8"} else _known(form)


class Measured(BaseModel):
    """What the child took of the machine, as the kernel counted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cpu_ms: Count = 0
    peak_kib: Count = 0


class Report(Measured):
    """The one file `report.json` of the child."""

    verdict: Literal["accepted", "rejected", "held"]
    code: Word = "none"
    facts: Annotated[list[Word], Field(max_length=20)] = []
    kind: Annotated[str, AfterValidator(_known)] = ""
    width: Count = 0
    height: Count = 0
    pages: Count = 0
    duration_ms: Count = 0
    signed: bool = False


class Rendition(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    preset: Word
    format: Annotated[str, AfterValidator(_servable)]
    width: Count
    height: Count


class Seen(BaseModel):
    """Of a picture, for pages that wait for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    colour: Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
    placeholder: Annotated[
        str,
        Field(
            pattern=r"^data:image/webp;base64,[A-Za-z0-9+/]+={0,2}$", max_length=2000
        ),
    ]
    eye: tuple[Thousandth, Thousandth]


class Renditions(Measured):
    """The same file after rendering."""

    verdict: Literal["accepted", "rejected"]
    code: Word = "none"
    facts: Annotated[list[Word], Field(max_length=20)] = []
    seen: Seen | None = None
    made: Annotated[list[Rendition], Field(max_length=40)] = []
    dhash: Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")] = ""
