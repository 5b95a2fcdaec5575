from phohien.errors import BadRequestError, NotFoundError, Text


class WrongMapQueryError(BadRequestError):
    """OGC API Features wants 400 where the rest of this API says 422."""

    title = "A parameter of the map service is wrong"
    title_vi = "Tham số của dịch vụ bản đồ chưa đúng"


class CollectionNotFoundError(NotFoundError):
    title = "There is no such collection"
    title_vi = "Không có lớp dữ liệu này"


def wrong_parameter(name: str, vi: str, en: str) -> WrongMapQueryError:
    return WrongMapQueryError(Text(vi=f"{name}: {vi}", en=f"{name}: {en}"))


def collection_not_found() -> CollectionNotFoundError:
    return CollectionNotFoundError(
        Text(
            vi="Xem các lớp dữ liệu tại /v1/ogc/collections.",
            en="See the collections at /v1/ogc/collections.",
        )
    )
