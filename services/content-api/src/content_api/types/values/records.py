"""Who decided, who says so, whom to ask: records that many types carry."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, WithJsonSchema, model_validator

from content_api.types.values.dates import Period
from content_api.types.values.texts import Line
from content_api.types.values.wording import label, refusal
from phohien.schemas import In

_URL = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]+([/?#]\S*)?")


def _url(value: str) -> str:
    if not _URL.fullmatch(value):
        raise refusal(
            "not-a-web-address",
            vi="Ghi địa chỉ trang mạng đầy đủ, bắt đầu bằng https:// hoặc http://.",
            en="Write a whole web address that starts with https:// or http://.",
        )
    return value


Url = Annotated[
    str,
    StringConstraints(max_length=2000),
    AfterValidator(_url),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": 2000}),
]
Email = Annotated[
    str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)
]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ().\-]{5,30}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
LanguageCode = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")
]
Sector = Annotated[str, StringConstraints(pattern=r"^[A-U]([0-9]{2,5})?$|^[0-9]{2,5}$")]


class Source(In):
    """Where a fact was read: a document, an agency, a page."""

    text: Annotated[Line | None, label("Nguồn", "Source")] = None
    url: Annotated[Url | None, label("Địa chỉ trang nguồn", "Source address")] = None

    @model_validator(mode="after")
    def _says_something(self) -> "Source":
        if self.text is None and self.url is None:
            raise refusal(
                "source-empty",
                vi="Ghi tên nguồn (text) hoặc địa chỉ trang nguồn (url).",
                en="Name the source (text) or give its address (url).",
            )
        return self


class Decision(In):
    """A decision or certificate, cited as it is written on paper."""

    number: Annotated[Line, label("Số, ký hiệu", "Number")]
    issued_on: Annotated[date | None, label("Ngày ban hành", "Issued on")] = None
    issuer: Annotated[Line | None, label("Cơ quan ban hành", "Issuer")] = None
    url: Annotated[Url | None, label("Địa chỉ văn bản", "Address")] = None


class Organisation(In):
    """A company or body under the name it had at the time."""

    name: Annotated[Line, label("Tên", "Name")]
    name_en: Annotated[Line | None, label("Tên tiếng Anh", "English name")] = None
    country: Annotated[Country | None, label("Quốc gia (ISO)", "Country (ISO)")] = None
    website: Annotated[Url | None, label("Trang mạng", "Website")] = None


class Person(In):
    """A person in the office held on the day."""

    name: Annotated[Line, label("Họ và tên", "Name")]
    office: Annotated[Line | None, label("Chức vụ", "Office")] = None
    office_en: Annotated[
        Line | None, label("Chức vụ bằng tiếng Anh", "Office in English")
    ] = None
    organisation: Annotated[Line | None, label("Cơ quan", "Organisation")] = None
    country: Annotated[Country | None, label("Quốc gia (ISO)", "Country (ISO)")] = None


class Contact(In):
    """An office, never a private person's telephone."""

    office: Annotated[Line, label("Đơn vị đầu mối", "Office")]
    office_en: Annotated[
        Line | None, label("Tên tiếng Anh của đơn vị", "Office in English")
    ] = None
    address: Annotated[Line | None, label("Địa chỉ", "Address")] = None
    phone: Annotated[Phone | None, label("Điện thoại cơ quan", "Office phone")] = None
    email: Annotated[Email | None, label("Thư điện tử", "Email")] = None
    website: Annotated[Url | None, label("Trang mạng", "Website")] = None


class Certificate(In):
    """ISO, VietGAP, a planting area code and the like."""

    name: Annotated[Line, label("Tên chứng nhận", "Name")]
    number: Annotated[Line | None, label("Số", "Number")] = None
    issuer: Annotated[Line | None, label("Đơn vị cấp", "Issuer")] = None
    issued_on: Annotated[date | None, label("Ngày cấp", "Issued on")] = None
    valid_until: Annotated[date | None, label("Có giá trị đến", "Valid until")] = None


class Award(In):
    """A prize, with who gave it and when."""

    name: Annotated[Line, label("Tên giải thưởng", "Name")]
    issuer: Annotated[Line | None, label("Đơn vị trao", "Issuer")] = None
    awarded: Annotated[Period | None, label("Thời điểm trao", "Awarded")] = None
