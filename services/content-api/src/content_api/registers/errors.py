from phohien.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError


class EntryNotFoundError(NotFoundError):
    title = "No such entry in this register"
    title_vi = "Sổ không có mục này"


class PersonNotFoundError(NotFoundError):
    title = "No such person in the register"
    title_vi = "Sổ nhân sự không có người này"


class DutyHeldError(ConflictError):
    title = "Somebody holds this duty at that time"
    title_vi = "Nhiệm vụ này đang có người đảm nhiệm trong thời gian đó"


class RegisterRestrictedError(ForbiddenError):
    title = "This register is restricted"
    title_vi = "Sổ này hạn chế người xem"


class RegisterOfAnotherAgencyError(ForbiddenError):
    title = "The entry belongs to another agency"
    title_vi = "Mục này thuộc cơ quan khác"


class AgencyUnknownError(InvalidError):
    title = "There is no such agency"
    title_vi = "Không có cơ quan này"


class PlacementUnknownError(NotFoundError):
    title = "No such placement"
    title_vi = "Không có vị trí này"


class EntryRefusedError(InvalidError):
    title = "The entry is not what this register keeps"
    title_vi = "Mục này không đúng khuôn dạng của sổ"
