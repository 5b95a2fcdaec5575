from phohien.errors import NotFoundError


class AgencyNotFoundError(NotFoundError):
    title = "No such agency"
    title_vi = "Không có cơ quan này"
