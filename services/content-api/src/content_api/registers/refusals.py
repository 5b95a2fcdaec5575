"""What is said when a register refuses."""

from datetime import date

from pydantic import ValidationError

from content_api.registers.errors import (
    AgencyUnknownError,
    DutyHeldError,
    EntryNotFoundError,
    EntryRefusedError,
    PersonNotFoundError,
    RegisterOfAnotherAgencyError,
    RegisterRestrictedError,
)
from phohien import wording
from phohien.errors import FieldProblem, Text


def restricted() -> RegisterRestrictedError:
    return RegisterRestrictedError(
        Text(
            vi="Chỉ lãnh đạo cơ quan, điều phối viên, người duyệt và kiểm toán được"
            " xem; hãy đề nghị điều phối viên.",
            en="Leaders, coordinators, approvers and auditors read it; ask the"
            " coordinator.",
        )
    )


def of_another(code: str) -> RegisterOfAnotherAgencyError:
    return RegisterOfAnotherAgencyError(
        Text(
            vi=f"Chỉ cơ quan {code} hoặc điều phối viên được làm việc này.",
            en=f"Only the agency {code} or the coordinator may do this.",
        )
    )


def no_agency(code: str) -> AgencyUnknownError:
    return AgencyUnknownError(
        Text(
            vi=f"Không có cơ quan nào mang mã {code}; xem /v1/agencies.",
            en=f"No agency has the code {code}; see /v1/agencies.",
        )
    )


def no_entry(register: str) -> EntryNotFoundError:
    return EntryNotFoundError(
        Text(
            vi=f"Xem các mục tại /staff/v1/registers/{register}/entries.",
            en=f"See the entries at /staff/v1/registers/{register}/entries.",
        )
    )


def no_person() -> PersonNotFoundError:
    return PersonNotFoundError(
        Text(
            vi="Xem nhân sự tại /staff/v1/people-in-charge.",
            en="See the people at /staff/v1/people-in-charge.",
        )
    )


def held(name: str, since: date) -> DutyHeldError:
    return DutyHeldError(
        Text(
            vi=f"{name} đảm nhiệm từ {since:%d/%m/%Y}. Chọn ngày sau đó, hoặc kết thúc"
            " nhiệm vụ của người đó trước.",
            en=f"{name} holds it from {since.isoformat()}. Choose a later day.",
        )
    )


def not_this(error: ValidationError) -> EntryRefusedError:
    problems = [
        _under_data(wording.field_problem(dict(each))) for each in error.errors()
    ]
    return EntryRefusedError(
        Text(
            vi=f"Có {len(problems)} chỗ cần sửa trong data; xem errors.",
            en=f"{len(problems)} place(s) to correct in data; see errors.",
        ),
        errors=problems,
    )


def _under_data(problem: FieldProblem) -> FieldProblem:
    return FieldProblem(f"/data{problem.pointer}", problem.detail, problem.code)
