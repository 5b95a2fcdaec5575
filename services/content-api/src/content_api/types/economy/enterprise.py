"""Doanh nghiệp điển hình: an enterprise selected as an example."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from content_api.types.definition import ContentType
from content_api.types.values.dates import Period, out_of_order
from content_api.types.values.figures import Money, People
from content_api.types.values.headings import Heading
from content_api.types.values.places import Location
from content_api.types.values.records import (
    Award,
    Certificate,
    Contact,
    Country,
    Decision,
    Person,
    Sector,
    Url,
)
from content_api.types.values.texts import Line, Lines, Rich
from content_api.types.values.wording import label
from phohien.errors import FieldProblem, Text
from phohien.schemas import In

# The business code is the tax code; branches add three digits (QĐ 20/2020/QĐ-TTg).
EnterpriseCode = Annotated[str, StringConstraints(pattern=r"^\d{10}(-\d{3})?$")]


class Consent(In):
    """Who agreed to be published, and when; silence is not consent."""

    given_on: Annotated[date, label("Ngày đồng ý", "Given on")]
    given_by: Annotated[Line, label("Người đồng ý", "Given by")]
    abroad: Annotated[
        bool, label("Đồng ý công bố ra nước ngoài", "Also for publication abroad")
    ] = False
    until: Annotated[date | None, label("Đến ngày", "Until")] = None


class EnterpriseFields(In):
    legal_name: Annotated[Line | None, label("Tên pháp lý", "Legal name")] = None
    english_name: Annotated[Line | None, label("Tên tiếng Anh", "English name")] = None
    short_name: Annotated[Line | None, label("Tên viết tắt", "Short name")] = None
    enterprise_code: Annotated[
        EnterpriseCode | None, label("Mã số doanh nghiệp", "Enterprise code")
    ] = None
    countries: Annotated[
        tuple[Country, ...], label("Quốc gia của nhà đầu tư", "Investor countries")
    ] = ()
    capital: Annotated[Money | None, label("Vốn", "Capital")] = None
    workforce: Annotated[People | None, label("Lao động", "Workforce")] = None
    turnover: Annotated[Money | None, label("Doanh thu", "Turnover")] = None
    established: Annotated[Period | None, label("Thành lập", "Established")] = None
    sectors: Annotated[
        tuple[Sector, ...], label("Mã ngành (VSIC)", "Sectors (VSIC)")
    ] = ()
    export_markets: Annotated[
        tuple[Country, ...], label("Thị trường xuất khẩu", "Export markets")
    ] = ()
    certificates: Annotated[
        tuple[Certificate, ...], label("Chứng nhận", "Certificates")
    ] = ()
    awards: Annotated[tuple[Award, ...], label("Giải thưởng", "Awards")] = ()
    website: Annotated[Url | None, label("Trang mạng", "Website")] = None
    representative: Annotated[
        Person | None, label("Người đại diện", "Representative")
    ] = None
    consent: Annotated[Consent | None, label("Sự đồng ý công bố", "Consent")] = None
    selection: Annotated[
        Decision | None, label("Quyết định lựa chọn", "Selection decision")
    ] = None
    selection_year: Annotated[Period | None, label("Năm lựa chọn", "Year")] = None
    location: Annotated[Location | None, label("Địa chỉ", "Location")] = None
    contact: Annotated[Contact | None, label("Liên hệ", "Contact")] = None


class EnterpriseTexts(Heading):
    description: Annotated[Rich | None, label("Giới thiệu", "Description")] = None
    products: Annotated[Lines | None, label("Sản phẩm", "Products")] = None
    markets: Annotated[Lines | None, label("Thị trường", "Markets")] = None
    achievements: Annotated[Lines | None, label("Thành tích", "Achievements")] = None
    address: Annotated[Lines | None, label("Địa chỉ", "Address")] = None


def a_named_person_has_agreed(firm: EnterpriseFields) -> Iterator[FieldProblem]:
    if firm.representative is not None and firm.consent is None:
        detail = Text(
            vi="Muốn nêu tên người đại diện phải ghi sự đồng ý (consent).",
            en="To name a representative, record the consent.",
        )
        yield FieldProblem("/fields/representative", detail, "consent-missing")


def dates_in_order(firm: EnterpriseFields) -> Iterator[FieldProblem]:
    if firm.consent is not None:
        yield from out_of_order(
            "/fields/consent/until", firm.consent.given_on, firm.consent.until
        )
    for index, paper in enumerate(firm.certificates):
        pointer = f"/fields/certificates/{index}/valid_until"
        yield from out_of_order(pointer, paper.issued_on, paper.valid_until)


def agreed_to_be_shown_abroad(firm: EnterpriseFields) -> Iterator[FieldProblem]:
    if firm.consent is None or not firm.consent.abroad:
        detail = Text(
            vi="Doanh nghiệp chưa đồng ý công bố ra nước ngoài (consent.abroad).",
            en="The enterprise has not agreed to be published abroad (consent.abroad).",
        )
        yield FieldProblem("/fields/consent", detail, "consent-abroad-missing")


TYPE = ContentType(
    code="enterprise",
    title=Text(vi="Doanh nghiệp điển hình", en="Typical enterprise"),
    fields=EnterpriseFields,
    texts=EnterpriseTexts,
    rules=(a_named_person_has_agreed, dates_in_order),
    offer_rules=(agreed_to_be_shown_abroad,),
    fresh_months=12,
    needed=("fields/legal_name", "texts/summary"),
    card=("short_name", "countries", "sectors", "website"),
    filters={
        "countries": "countries",
        "sectors": "sectors",
        "export_markets": "export_markets",
        "established": "established",
        "workforce": "workforce",
    },
    schema_org="Organization",
)
