"""What a request for a part of a picture can get wrong."""

from phohien.errors import BadRequestError, Text


class ImageRequestError(BadRequestError):
    title = "This is not a request of the IIIF Image API 3"
    title_vi = "Yêu cầu không đúng IIIF Image API 3"

    def __init__(self, part: str) -> None:
        super().__init__(
            Text(
                vi=f"Phần “{part}” của địa chỉ không hợp lệ hoặc vượt quá ảnh; xem"
                " info.json để biết kích thước và các dạng có sẵn.",
                en=f"The “{part}” in the address is not valid, or asks for more than"
                " there is; see info.json for the sizes and forms there are.",
            ),
            headers={"cache-control": "no-store", "access-control-allow-origin": "*"},
        )
