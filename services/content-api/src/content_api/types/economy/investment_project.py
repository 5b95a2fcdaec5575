"""Dự án kêu gọi đầu tư: a project that calls for investment."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from content_api.types.definition import ContentType
from content_api.types.values import sums
from content_api.types.values.dates import Period, out_of_order
from content_api.types.values.figures import Area, Figure, Money, Percent
from content_api.types.values.headings import Heading
from content_api.types.values.places import Location
from content_api.types.values.records import Contact, Decision, Organisation, Sector
from content_api.types.values.texts import Line, Lines, Rich
from content_api.types.values.wording import label
from phohien.errors import FieldProblem, Text
from phohien.schemas import In

Status = Literal[
    "idea", "in_list", "bidding", "has_investor", "licensed", "suspended", "withdrawn"
]
TAKEN = {"has_investor", "licensed", "suspended", "withdrawn"}


class Capital(In):
    """One amount, or a range from the least to the most."""

    amount: Annotated[Money | None, label("Tổng vốn", "Total")] = None
    min: Annotated[Money | None, label("Ít nhất", "Least")] = None
    max: Annotated[Money | None, label("Nhiều nhất", "Most")] = None
    exchange_note: Annotated[
        Line | None, label("Ghi chú tỷ giá", "Exchange rate note")
    ] = None


class InvestmentProjectFields(In):
    code: Annotated[Line | None, label("Mã dự án", "Project code")] = None
    status: Annotated[Status | None, label("Tình trạng", "Status")] = None
    opportunity: Annotated[
        Literal["investment", "construction", "technology", "asset_sale"] | None,
        label("Loại cơ hội", "Kind of opportunity"),
    ] = None
    investment_forms: Annotated[
        tuple[Literal["fdi_100", "joint_venture", "bcc", "ppp", "domestic"], ...],
        label("Hình thức đầu tư", "Investment forms"),
    ] = ()
    sectors: Annotated[
        tuple[Sector, ...], label("Mã ngành (VSIC)", "Sectors (VSIC)")
    ] = ()
    land_area: Annotated[Area | None, label("Diện tích đất", "Land area")] = None
    capital: Annotated[Capital | None, label("Vốn đầu tư", "Capital")] = None
    rate_of_return: Annotated[
        Percent | None, label("Tỷ suất sinh lời dự kiến", "Stated return")
    ] = None
    list_decision: Annotated[
        Decision | None, label("Quyết định ban hành danh mục", "List decision")
    ] = None
    list_period: Annotated[
        Period | None, label("Giai đoạn của danh mục", "Period of the list")
    ] = None
    planning: Annotated[
        Literal["none", "in_progress", "approved"] | None,
        label("Tình trạng quy hoạch", "Planning"),
    ] = None
    land: Annotated[
        Literal["not_cleared", "partly_cleared", "cleared"] | None,
        label("Tình trạng mặt bằng", "Site clearance"),
    ] = None
    environmental_class: Annotated[
        Literal["I", "II", "III", "IV"] | None,
        label("Nhóm dự án về môi trường", "Environmental class"),
    ] = None
    implementation: Annotated[
        Period | None, label("Thời gian thực hiện", "Implementation period")
    ] = None
    term: Annotated[
        Figure[Literal["year"]] | None, label("Thời hạn dự án", "Project term")
    ] = None
    promoter: Annotated[Organisation | None, label("Đơn vị đề xuất", "Promoter")] = None
    sdgs: Annotated[
        tuple[Annotated[int, Field(ge=1, le=17)], ...],
        label("Mục tiêu phát triển bền vững", "Sustainable development goals"),
    ] = ()
    location: Annotated[Location | None, label("Địa điểm", "Location")] = None
    contact: Annotated[Contact | None, label("Liên hệ", "Contact")] = None
    valid_from: Annotated[date | None, label("Kêu gọi từ ngày", "Open from")] = None
    valid_until: Annotated[date | None, label("Kêu gọi đến ngày", "Open until")] = None


class InvestmentProjectTexts(Heading):
    objective: Annotated[Lines | None, label("Mục tiêu", "Objective")] = None
    scale: Annotated[Lines | None, label("Quy mô", "Scale")] = None
    description: Annotated[Rich | None, label("Mô tả", "Description")] = None
    address: Annotated[Lines | None, label("Địa điểm", "Address")] = None
    infrastructure: Annotated[
        Lines | None, label("Hạ tầng đến chân hàng rào", "Infrastructure at the fence")
    ] = None
    incentives: Annotated[Lines | None, label("Ưu đãi", "Incentives")] = None
    requirements: Annotated[
        Lines | None, label("Yêu cầu đối với nhà đầu tư", "Requirements")
    ] = None


def capital_is_one_story(project: InvestmentProjectFields) -> Iterator[FieldProblem]:
    """An amount or a range; the range in one currency, the least first."""
    capital = project.capital
    if capital is None:
        return
    low, high = capital.min, capital.max
    if capital.amount is not None and (low or high):
        detail = Text(
            vi="Ghi tổng vốn (amount) hoặc khoảng vốn (min, max), không ghi cả hai.",
            en="Give one amount or a range (min, max), not both.",
        )
        yield FieldProblem("/fields/capital", detail, "capital-twice")
    if low is None or high is None:
        return
    if low.unit != high.unit:
        detail = Text(
            vi="Hai đầu của khoảng vốn phải cùng một đơn vị tiền.",
            en="Both ends of the capital range must have the same unit of money.",
        )
        yield FieldProblem("/fields/capital/max/unit", detail, "units-differ")
        return
    yield from sums.at_most(
        "/fields/capital/min",
        sums.named("vốn ít nhất", "least capital", low),
        sums.named("vốn nhiều nhất", "most capital", high),
    )


def dates_in_order(project: InvestmentProjectFields) -> Iterator[FieldProblem]:
    yield from out_of_order(
        "/fields/valid_until", project.valid_from, project.valid_until
    )


def still_open(project: InvestmentProjectFields) -> Iterator[FieldProblem]:
    """A project that found its investor leaves every list at once."""
    if project.status in TAKEN:
        detail = Text(
            vi="Dự án không còn kêu gọi đầu tư nên không đưa ra ngoài tỉnh;"
            " hãy thu hồi các đề cử cũ.",
            en="The project no longer calls for investment, so it is not offered;"
            " withdraw earlier offers.",
        )
        yield FieldProblem("/fields/status", detail, "project-no-longer-open")


TYPE = ContentType(
    code="investment_project",
    title=Text(vi="Dự án kêu gọi đầu tư", en="Investment project"),
    fields=InvestmentProjectFields,
    texts=InvestmentProjectTexts,
    rules=(capital_is_one_story, dates_in_order),
    offer_rules=(still_open,),
    fresh_months=6,
    needed=("fields/status", "fields/contact", "texts/summary", "texts/objective"),
    card=("status", "land_area", "capital", "investment_forms", "valid_until"),
    filters={
        "status": "status",
        "opportunity": "opportunity",
        "investment_forms": "investment_forms",
        "sectors": "sectors",
        "planning": "planning",
        "land": "land",
        "environmental_class": "environmental_class",
        "sdgs": "sdgs",
        "land_area": "land_area",
        "capital_usd": "capital.amount:USD",
        "capital_vnd": "capital.amount:VND",
        "opens": "valid_from",
        "closes": "valid_until",
    },
    schema_org="Project",
)
