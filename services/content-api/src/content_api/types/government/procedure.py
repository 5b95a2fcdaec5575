"""Thủ tục hành chính: a procedure in short, with the national database as the truth."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import StringConstraints

from content_api.types.definition import ContentType
from content_api.types.values.dates import Validity, out_of_order
from content_api.types.values.figures import Figure
from content_api.types.values.headings import Heading
from content_api.types.values.records import Contact, Decision, Url
from content_api.types.values.texts import Line, Lines, Rich
from content_api.types.values.wording import label
from phohien.errors import FieldProblem, Text
from phohien.schemas import In

NationalCode = Annotated[str, StringConstraints(pattern=r"^\d\.\d{6}$")]


class ProcedureFields(In):
    national_code: Annotated[
        NationalCode | None, label("Mã số quốc gia", "National code")
    ] = None
    level: Annotated[
        Literal["central", "provincial", "communal"] | None,
        label("Cấp thực hiện", "Level"),
    ] = None
    field_of_work: Annotated[Line | None, label("Lĩnh vực", "Field")] = None
    performed_by: Annotated[Line | None, label("Cơ quan thực hiện", "Performed by")] = (
        None
    )
    filing: Annotated[
        tuple[Literal["in_person", "post", "online"], ...],
        label("Cách nộp hồ sơ", "Ways of filing"),
    ] = ()
    duration: Annotated[
        Figure[Literal["working_day", "day"]] | None, label("Thời hạn", "Time")
    ] = None
    free: Annotated[bool | None, label("Không thu phí", "Free of charge")] = None
    fee: Annotated[Figure[Literal["VND"]] | None, label("Phí, lệ phí", "Fee")] = None
    decision: Annotated[
        Decision | None, label("Quyết định công bố", "Announcing decision")
    ] = None
    legal_basis: Annotated[
        tuple[Decision, ...], label("Căn cứ pháp lý", "Legal basis")
    ] = ()
    validity: Annotated[Validity | None, label("Hiệu lực", "Validity")] = None
    national_url: Annotated[
        Url | None,
        label("Trang trên Cơ sở dữ liệu quốc gia về TTHC", "National database page"),
    ] = None
    online_url: Annotated[Url | None, label("Trang nộp trực tuyến", "File online")] = (
        None
    )
    contact: Annotated[Contact | None, label("Liên hệ", "Contact")] = None


class ProcedureTexts(Heading):
    steps: Annotated[Rich | None, label("Trình tự thực hiện", "Steps")] = None
    dossier: Annotated[Rich | None, label("Thành phần hồ sơ", "Dossier")] = None
    conditions: Annotated[Lines | None, label("Yêu cầu, điều kiện", "Conditions")] = (
        None
    )
    result: Annotated[Lines | None, label("Kết quả", "Result")] = None
    fee: Annotated[Lines | None, label("Phí, lệ phí", "Fee")] = None


def free_means_no_fee(procedure: ProcedureFields) -> Iterator[FieldProblem]:
    if procedure.free and procedure.fee is not None and procedure.fee.value:
        detail = Text(
            vi="Đã ghi không thu phí thì không ghi mức phí.",
            en="A procedure that is free of charge has no fee.",
        )
        yield FieldProblem("/fields/fee", detail, "fee-contradicted")


def online_says_where(procedure: ProcedureFields) -> Iterator[FieldProblem]:
    where = procedure.online_url or procedure.national_url
    if "online" in procedure.filing and where is None:
        detail = Text(
            vi="Nộp trực tuyến phải ghi địa chỉ trang nộp hồ sơ.",
            en="Filing online needs the address of the page.",
        )
        yield FieldProblem("/fields/online_url", detail, "online-page-missing")


def dates_in_order(procedure: ProcedureFields) -> Iterator[FieldProblem]:
    if procedure.validity is not None:
        yield from out_of_order(
            "/fields/validity/end", procedure.validity.start, procedure.validity.end
        )


TYPE = ContentType(
    code="procedure",
    title=Text(vi="Thủ tục hành chính", en="Administrative procedure"),
    fields=ProcedureFields,
    texts=ProcedureTexts,
    rules=(free_means_no_fee, online_says_where, dates_in_order),
    fresh_months=6,
    needed=("fields/performed_by", "texts/summary"),
    card=("national_code", "level", "duration"),
    filters={
        "national_code": "national_code",
        "level": "level",
        "filing": "filing",
        "free": "free",
    },
    schema_org="GovernmentService",
)
