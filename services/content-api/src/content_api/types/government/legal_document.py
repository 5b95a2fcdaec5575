"""Văn bản pháp luật, chính sách ưu đãi: a legal text, with the days it holds."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from content_api.types.definition import ContentType
from content_api.types.values.dates import out_of_order
from content_api.types.values.headings import Heading
from content_api.types.values.records import Decision, Person, Url
from content_api.types.values.texts import Line, Lines, Rich
from content_api.types.values.wording import label
from phohien.errors import FieldProblem, Text
from phohien.schemas import In


class LegalDocumentFields(In):
    form: Annotated[
        Literal[
            "constitution",
            "law",
            "ordinance",
            "resolution",
            "decree",
            "decision",
            "circular",
            "directive",
            "plan",
            "conclusion",
            "treaty",
            "guidance",
            "other",
        ]
        | None,
        label("Hình thức văn bản", "Form"),
    ] = None
    number: Annotated[Line, label("Số, ký hiệu", "Number")]
    issuer: Annotated[Line | None, label("Cơ quan ban hành", "Issuer")] = None
    signer: Annotated[Person | None, label("Người ký", "Signer")] = None
    issued_on: Annotated[date | None, label("Ngày ban hành", "Issued on")] = None
    effective_on: Annotated[date | None, label("Ngày có hiệu lực", "Effective on")] = (
        None
    )
    expires_on: Annotated[date | None, label("Ngày hết hiệu lực", "Expires on")] = None
    status: Annotated[
        Literal["not_yet", "in_force", "partly_expired", "expired", "suspended"] | None,
        label("Tình trạng hiệu lực", "Status"),
    ] = None
    incentive: Annotated[bool, label("Chính sách ưu đãi", "An incentive")] = False
    field_of_law: Annotated[Line | None, label("Lĩnh vực", "Field")] = None
    amends: Annotated[
        tuple[Decision, ...], label("Sửa đổi, bổ sung văn bản", "Amends")
    ] = ()
    replaces: Annotated[
        tuple[Decision, ...], label("Thay thế văn bản", "Replaces")
    ] = ()
    url: Annotated[Url | None, label("Địa chỉ văn bản gốc", "Official text")] = None
    translation_for_reference: Annotated[
        bool,
        label("Bản dịch chỉ để tham khảo", "Translations are for reference only"),
    ] = True


class LegalDocumentTexts(Heading):
    abstract: Annotated[Lines | None, label("Trích yếu", "Abstract")] = None
    body: Annotated[Rich | None, label("Toàn văn, nội dung chính", "Text")] = None


def dates_in_order(document: LegalDocumentFields) -> Iterator[FieldProblem]:
    issued, effective = document.issued_on, document.effective_on
    yield from out_of_order("/fields/effective_on", issued, effective)
    yield from out_of_order(
        "/fields/expires_on", effective or issued, document.expires_on
    )


def an_ended_text_says_when(document: LegalDocumentFields) -> Iterator[FieldProblem]:
    if document.status == "in_force" and document.effective_on is None:
        detail = Text(
            vi="Văn bản còn hiệu lực phải ghi ngày có hiệu lực.",
            en="A text in force must say since when.",
        )
        yield FieldProblem("/fields/effective_on", detail, "effective-day-missing")
    if document.status == "expired" and document.expires_on is None:
        detail = Text(
            vi="Văn bản hết hiệu lực phải ghi ngày hết hiệu lực.",
            en="A text that has expired must say when it did.",
        )
        yield FieldProblem("/fields/expires_on", detail, "expiry-day-missing")


TYPE = ContentType(
    code="legal_document",
    title=Text(vi="Văn bản, chính sách", en="Legal document"),
    fields=LegalDocumentFields,
    texts=LegalDocumentTexts,
    rules=(dates_in_order, an_ended_text_says_when),
    fresh_months=12,
    # Not `issued_on`: a copy may have lost its head, and no day is made up.
    needed=("fields/form", "fields/issuer", "texts/summary"),
    card=("form", "number", "issued_on", "status"),
    filters={
        "form": "form",
        "number": "number",
        "status": "status",
        "incentive": "incentive",
        "issued_on": "issued_on",
        "effective_on": "effective_on",
        "expires_on": "expires_on",
    },
    schema_org="Legislation",
)
