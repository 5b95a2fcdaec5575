from phohien.errors import NotFoundError


class UnitNotFoundError(NotFoundError):
    title = "No such administrative unit"
    title_vi = "Không có đơn vị hành chính này"
