"""What a store may lack, what that costs, and what is done in its place."""

from dataclasses import dataclass

from phohien.errors import Text


@dataclass(frozen=True, slots=True)
class Capability:
    """Without one that is `needed` files cannot be kept here at all."""

    name: str
    cost: Text
    instead: Text
    needed: bool = False


ANOTHER = Text(
    vi="Không có cách thay thế: hãy dùng một kho S3 khác.",
    en="Nothing can take its place: use another S3.",
)
CAPABILITIES = (
    Capability(
        "objects",
        Text(
            vi="Không ghi, đọc hoặc xem được tệp.",
            en="Files cannot be written, read or looked at.",
        ),
        ANOTHER,
        needed=True,
    ),
    Capability(
        "range",
        Text(
            vi="Không gửi được một đoạn của tệp: phim không tua được.",
            en="No piece of a file can be sent: films cannot be searched through.",
        ),
        ANOTHER,
        needed=True,
    ),
    Capability(
        "multipart",
        Text(
            vi="Không ghi được tệp lớn theo từng phần.",
            en="Large files cannot be written in parts.",
        ),
        ANOTHER,
        needed=True,
    ),
    Capability(
        "if-none-match",
        Text(
            vi="Kho không từ chối ghi đè lên khóa đã có.",
            en="The store does not refuse to overwrite a key.",
        ),
        Text(
            vi="Khóa là mã băm hoặc mang số lượt ghi; hàng trong cơ sở dữ liệu quyết "
            "định ai được ghi.",
            en="Keys are hashes or carry the writer's number; rows decide who writes.",
        ),
    ),
    Capability(
        "checksum",
        Text(
            vi="Kho không phát hiện dữ liệu bị sai trên đường tới kho.",
            en="The store does not notice bytes that change on their way to it.",
        ),
        Text(
            vi="Toàn bộ tệp được băm lại khi kiểm tra, trước khi được nhận.",
            en="Each file is hashed as a whole when it is inspected, before it counts.",
        ),
    ),
    Capability(
        "copy-if-match",
        Text(
            vi="Kho không bảo đảm chỉ chép đúng bản đã kiểm tra.",
            en="The store does not promise to copy only what was inspected.",
        ),
        Text(
            vi="Ghi lại dữ liệu đã băm thay vì chép trong kho: gấp đôi lưu lượng.",
            en="What was hashed is written again instead: twice the traffic.",
        ),
    ),
    Capability(
        "presign",
        Text(
            vi="Phần mềm không gửi thẳng tới kho được.",
            en="Programs cannot send files straight to the store.",
        ),
        Text(vi="Gửi bằng tus qua dịch vụ.", en="They send them by tus."),
    ),
    Capability(
        "object-lock",
        Text(
            vi="Kho không tự giữ được tệp đang bị giữ theo quy định.",
            en="The store itself does not hold what is under legal hold.",
        ),
        Text(
            vi="Cơ sở dữ liệu giữ: không phần nào của hệ thống xóa các tệp đó. Người "
            "quản trị kho vẫn xóa được.",
            en="The database holds it: no part of the system deletes it. Whoever runs "
            "the store still could.",
        ),
    ),
    Capability(
        "lifecycle",
        Text(
            vi="Kho không tự dọn các lượt ghi dở dang.",
            en="The store does not give up unfinished writes by itself.",
        ),
        Text(
            vi="Tiến trình nền và phohien assets fsck dọn.",
            en="The worker and phohien assets fsck do.",
        ),
    ),
    Capability(
        "listing-order",
        Text(
            vi="Kho không liệt kê theo thứ tự khóa.",
            en="The store does not list in the order of keys.",
        ),
        Text(
            vi="Đối chiếu theo 256 phần, mỗi phần sắp xếp tại chỗ.",
            en="It is compared in 256 pieces, each put in order here.",
        ),
    ),
)
