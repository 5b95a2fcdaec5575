"""Khu công nghiệp: an industrial park or an economic zone."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from content_api.types.definition import ContentType
from content_api.types.values import sums
from content_api.types.values.dates import Period
from content_api.types.values.figures import (
    Area,
    Figure,
    Investors,
    Money,
    People,
    Percent,
    Projects,
)
from content_api.types.values.headings import Heading
from content_api.types.values.places import Boundary, Journey, Location
from content_api.types.values.records import (
    Certificate,
    Contact,
    Decision,
    Organisation,
    Sector,
)
from content_api.types.values.texts import Line, Lines, Rich
from content_api.types.values.wording import label, number_en, number_vi
from phohien.errors import FieldProblem, Text
from phohien.schemas import In

POINT = Decimal(1)
HUNDRED = Decimal(100)


class Phase(In):
    """A part of the park that was decided and built by itself."""

    number: Annotated[int, label("Giai đoạn", "Phase"), Field(ge=1, le=20)]
    area: Annotated[Area | None, label("Diện tích giai đoạn", "Phase area")] = None
    decision: Annotated[Decision | None, label("Quyết định", "Decision")] = None
    completed: Annotated[Period | None, label("Hoàn thành", "Completed")] = None


class Rent(In):
    """What land costs, and what the price leaves out."""

    land: Annotated[
        Figure[Literal["USD_per_m2", "USD_per_m2_year"]],
        label("Giá thuê đất", "Land rent"),
    ]
    until: Annotated[date | None, label("Đến hết ngày", "Until")] = None
    vat_included: Annotated[bool | None, label("Đã gồm thuế GTGT", "With VAT")] = None
    management_fee: Annotated[
        Figure[Literal["USD_per_m2_year", "USD_per_m2_month"]] | None,
        label("Phí quản lý", "Management fee"),
    ] = None


class Utilities(In):
    """What is ready at the fence."""

    power: Annotated[
        Figure[Literal["MVA", "MW"]] | None, label("Công suất điện", "Power")
    ] = None
    voltage: Annotated[Line | None, label("Cấp điện áp", "Voltage")] = None
    water: Annotated[
        Figure[Literal["m3_per_day"]] | None, label("Cấp nước", "Water supply")
    ] = None
    wastewater: Annotated[
        Figure[Literal["m3_per_day"]] | None,
        label("Xử lý nước thải", "Wastewater treatment"),
    ] = None
    gas: Annotated[bool | None, label("Có khí đốt", "Gas")] = None


class IndustrialParkFields(In):
    aliases: Annotated[tuple[Line, ...], label("Tên gọi khác", "Other names")] = ()
    status: Annotated[
        Literal[
            "in_preparation", "under_construction", "operating", "expanding", "closed"
        ]
        | None,
        label("Tình trạng", "Status"),
    ] = None
    decision: Annotated[
        Decision | None, label("Quyết định thành lập", "Founding decision")
    ] = None
    investor: Annotated[
        Organisation | None, label("Chủ đầu tư hạ tầng", "Infrastructure investor")
    ] = None
    parent: Annotated[Organisation | None, label("Công ty mẹ", "Parent company")] = None
    established: Annotated[Period | None, label("Thành lập", "Established")] = None
    term_until: Annotated[
        date | None, label("Thời hạn hoạt động đến", "Operating term until")
    ] = None
    area: Annotated[Area | None, label("Diện tích", "Area")] = None
    phases: Annotated[tuple[Phase, ...], label("Các giai đoạn", "Phases")] = ()
    leasable_area: Annotated[
        Area | None, label("Đất công nghiệp cho thuê", "Leasable area")
    ] = None
    leased_area: Annotated[Area | None, label("Đất đã cho thuê", "Leased area")] = None
    occupancy: Annotated[Percent | None, label("Tỷ lệ lấp đầy", "Occupancy")] = None
    rent: Annotated[Rent | None, label("Giá thuê", "Rent")] = None
    investors: Annotated[
        Investors | None, label("Số nhà đầu tư", "Number of investors")
    ] = None
    projects: Annotated[Projects | None, label("Số dự án", "Number of projects")] = None
    capital: Annotated[
        Money | None, label("Tổng vốn đầu tư hạ tầng", "Infrastructure capital")
    ] = None
    attracted_capital: Annotated[
        Money | None, label("Vốn đã thu hút", "Capital attracted")
    ] = None
    sectors: Annotated[
        tuple[Sector, ...], label("Mã ngành ưu tiên (VSIC)", "Priority sectors (VSIC)")
    ] = ()
    utilities: Annotated[Utilities | None, label("Hạ tầng", "Utilities")] = None
    journeys: Annotated[tuple[Journey, ...], label("Khoảng cách", "Distances")] = ()
    workforce: Annotated[People | None, label("Lao động", "Workforce")] = None
    housing: Annotated[
        People | None, label("Chỗ ở cho người lao động", "Workers' housing")
    ] = None
    certificates: Annotated[
        tuple[Certificate, ...], label("Chứng nhận", "Certificates")
    ] = ()
    location: Annotated[Location | None, label("Địa điểm", "Location")] = None
    boundary: Annotated[Boundary | None, label("Ranh giới", "Boundary")] = None
    contact: Annotated[Contact | None, label("Liên hệ", "Contact")] = None


class IndustrialParkTexts(Heading):
    description: Annotated[Rich | None, label("Giới thiệu", "Description")] = None
    address: Annotated[Lines | None, label("Địa chỉ", "Address")] = None
    priority_sectors: Annotated[
        Lines | None, label("Ngành nghề ưu tiên", "Priority sectors")
    ] = None
    utilities: Annotated[Lines | None, label("Hạ tầng kỹ thuật", "Utilities")] = None
    transport: Annotated[Lines | None, label("Giao thông", "Transport")] = None
    incentives: Annotated[Lines | None, label("Ưu đãi", "Incentives")] = None
    workforce: Annotated[Lines | None, label("Lao động", "Workforce")] = None


def phases_add_up(park: IndustrialParkFields) -> Iterator[FieldProblem]:
    """Only when every phase has its area; a missing one is not a wrong sum."""
    parts = [
        (Text(vi=f"giai đoạn {phase.number}", en=f"phase {phase.number}"), phase.area)
        for phase in park.phases
    ]
    known = [(name, area) for name, area in parts if area is not None]
    whole = sums.named("diện tích của khu", "area of the park", park.area)
    if whole is not None and known and len(known) == len(parts):
        yield from sums.adds_up("/fields/phases", [*known], whole)


def phases_are_numbered_once(park: IndustrialParkFields) -> Iterator[FieldProblem]:
    seen: set[int] = set()
    for index, phase in enumerate(park.phases):
        if phase.number in seen:
            detail = Text(
                vi=f"Giai đoạn {phase.number} đã có ở trên; mỗi giai đoạn ghi một lần.",
                en=f"Phase {phase.number} is already listed; list each phase once.",
            )
            pointer = f"/fields/phases/{index}/number"
            yield FieldProblem(pointer, detail, "phase-twice")
        seen.add(phase.number)


def areas_fit(park: IndustrialParkFields) -> Iterator[FieldProblem]:
    whole = sums.named("diện tích của khu", "area of the park", park.area)
    leasable = sums.named(
        "diện tích đất công nghiệp cho thuê", "leasable area", park.leasable_area
    )
    leased = sums.named("diện tích đã cho thuê", "leased area", park.leased_area)
    yield from sums.at_most("/fields/leasable_area", leasable, whole)
    yield from sums.at_most("/fields/leased_area", leased, leasable or whole)


def occupancy_fits(park: IndustrialParkFields) -> Iterator[FieldProblem]:
    """A percentage up to 100 that equals leased over leasable, to one point."""
    stated = park.occupancy
    if stated is None:
        return
    if stated.value > HUNDRED:
        detail = Text(
            vi=f"Tỷ lệ lấp đầy {number_vi(stated.value)} % vượt quá 100 %.",
            en=f"An occupancy of {number_en(stated.value)} % is over 100 %.",
        )
        yield FieldProblem("/fields/occupancy/value", detail, "percent-over-hundred")
    leased, leasable = park.leased_area, park.leasable_area
    if leased is None or leasable is None or not leasable.value:
        return
    computed = leased.value * HUNDRED / leasable.value
    if abs(computed - stated.value) > POINT:
        detail = Text(
            vi=f"Đã cho thuê {number_vi(leased.value)} ha trên"
            f" {number_vi(leasable.value)} ha là {number_vi(round(computed, 1))} %,"
            f" không phải {number_vi(stated.value)} %; cho phép lệch 1 điểm phần trăm.",
            en=f"{number_en(leased.value)} ha leased of {number_en(leasable.value)} ha"
            f" is {number_en(round(computed, 1))} %, not {number_en(stated.value)} %;"
            " one percentage point apart is allowed.",
        )
        yield FieldProblem("/fields/occupancy", detail, "occupancy-does-not-fit")


def outline_closes(park: IndustrialParkFields) -> Iterator[FieldProblem]:
    if park.boundary and park.boundary.ring[0] != park.boundary.ring[-1]:
        detail = Text(
            vi="Đỉnh cuối của ranh giới phải trùng với đỉnh đầu.",
            en="The last corner of the outline must repeat the first.",
        )
        yield FieldProblem("/fields/boundary/ring", detail, "outline-open")


TYPE = ContentType(
    code="industrial_park",
    title=Text(vi="Khu công nghiệp", en="Industrial park"),
    fields=IndustrialParkFields,
    texts=IndustrialParkTexts,
    rules=(
        phases_add_up,
        phases_are_numbered_once,
        areas_fit,
        occupancy_fits,
        outline_closes,
    ),
    fresh_months=12,
    fresh_figures={"occupancy": 3, "leased_area": 3, "rent": 6},
    needed=("fields/status", "fields/area", "texts/summary"),
    card=("status", "area", "leasable_area", "occupancy"),
    filters={
        "status": "status",
        "sectors": "sectors",
        "area": "area",
        "leasable_area": "leasable_area",
        "occupancy": "occupancy",
        "established": "established",
        "attracted_capital_usd": "attracted_capital:USD",
    },
    schema_org="Place",
)
