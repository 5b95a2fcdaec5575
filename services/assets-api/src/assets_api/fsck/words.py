"""What a finding means and what becomes of it, for an operator alone at 02:00."""

from collections.abc import Mapping
from dataclasses import dataclass

from assets_api.fsck import mending, remaking
from assets_api.fsck.findings import (
    DANGLING,
    FOREIGN,
    MISSING,
    ORPHAN,
    STUCK,
    UNFINISHED,
    WRONG_HASH,
    WRONG_SIZE,
)
from phohien.errors import Text


@dataclass(frozen=True, slots=True)
class Words:
    meaning: Text
    action: Text


KINDS: Mapping[str, Words] = {
    MISSING: Words(
        Text(
            vi="Hồ sơ có tên tệp nhưng kho không còn tệp đó.",
            en="The records name it, the bucket does not hold it.",
        ),
        Text(
            vi="Khôi phục đúng các khóa này từ bản sao lưu của kho rồi chạy lại. "
            "Tệp đang tải lên: người gửi sẽ gửi lại từ chỗ còn.",
            en="Restore exactly these keys from the bucket's backup, then run it "
            "again. Of an upload under way: its sender goes on from what is left.",
        ),
    ),
    ORPHAN: Words(
        Text(
            vi="Kho có tệp mà không hồ sơ nào dùng.",
            en="The bucket holds it, nothing in the records uses it.",
        ),
        Text(
            vi="Không mất gì. Khi hai lần kiểm tra cách nhau đủ lâu đều thấy, "
            "--repair (hoặc lượt kiểm tra hằng ngày) sẽ xóa.",
            en="Nothing is lost. Once two passes far enough apart have seen it, "
            "--repair (or the daily pass) deletes it.",
        ),
    ),
    WRONG_SIZE: Words(
        Text(
            vi="Tệp trong kho có kích thước khác với hồ sơ.",
            en="The object has another size than the records say.",
        ),
        Text(
            vi="Bản hiển thị sẽ được tạo lại khi dùng --repair; bản gốc phải khôi phục "
            "từ bản sao lưu.",
            en="A rendition is made again by --repair; an original comes back from the "
            "backup only.",
        ),
    ),
    WRONG_HASH: Words(
        Text(
            vi="Nội dung tệp trong kho đã bị thay đổi hoặc hỏng.",
            en="The bytes have changed or are damaged.",
        ),
        Text(
            vi="Kiểm tra đĩa và quyền ghi vào kho. Bản hiển thị sẽ được tạo lại khi "
            "dùng --repair; bản gốc phải khôi phục từ bản sao lưu.",
            en="Look at the disks and at who may write to the bucket. A rendition is "
            "made again by --repair; an original comes back from the backup only.",
        ),
    ),
    STUCK: Words(
        Text(
            vi="Tệp tải lên đã quá hạn mà tiến trình nền chưa xử lý.",
            en="An upload is overdue and the worker has not dealt with it.",
        ),
        Text(
            vi="Xem assets-worker có chạy không: phohien status, phohien logs "
            "assets-worker. --repair làm thay một lượt.",
            en="Does assets-worker run? phohien status, phohien logs assets-worker. "
            "--repair does its round once.",
        ),
    ),
    DANGLING: Words(
        Text(
            vi="Bản hiển thị có trong hồ sơ nhưng không còn trong kho.",
            en="The records name a rendition that the bucket does not hold.",
        ),
        Text(
            vi="--repair tạo lại từ bản gốc.",
            en="--repair makes it again from the original.",
        ),
    ),
    UNFINISHED: Words(
        Text(
            vi="Kho còn giữ các phần của lượt ghi dở dang không thuộc về ai.",
            en="The bucket keeps parts of a write that nobody will finish.",
        ),
        Text(
            vi="Không mất gì. --repair bỏ các phần này để lấy lại dung lượng.",
            en="Nothing is lost. --repair gives the parts up and frees their space.",
        ),
    ),
    FOREIGN: Words(
        Text(
            vi="Trong kho có tệp không do hệ thống này tạo ra.",
            en="The bucket holds what this system has not made.",
        ),
        Text(
            vi="Không bao giờ tự xóa. Hỏi người quản trị kho, rồi chuyển tệp đi.",
            en="Never deleted by us. Ask who runs the store, then move it elsewhere.",
        ),
    ),
}

LEFT: Mapping[str, Text] = {
    mending.KEPT: Text(
        vi="đang được giữ theo quy định, không đụng đến",
        en="under legal hold or retention: not touched",
    ),
    mending.REFUSED: Text(vi="kho từ chối", en="the store refused"),
    mending.BACKUP: Text(
        vi="chỉ khôi phục được từ bản sao lưu",
        en="only a backup can bring it back",
    ),
    mending.NOT_OURS: Text(vi="không phải của hệ thống", en="not ours"),
    mending.SENDER: Text(
        vi="người gửi sẽ gửi tiếp", en="its sender goes on from what is left"
    ),
    remaking.SOURCE_LOST: Text(
        vi="bản gốc cũng bị mất hoặc hỏng", en="its original is lost or damaged too"
    ),
    remaking.NOT_MADE: Text(vi="không tạo lại được", en="it could not be made again"),
    remaking.BOUND: Text(
        vi="tài liệu đã công bố gắn với đúng nội dung cũ; hãy thay phiên bản tệp và "
        "công bố lại",
        en="a released document is bound to the old bytes; replace the file and "
        "release again",
    ),
}

DONE = Text(
    vi="Đã đối chiếu {objects} tệp ({bytes}), đọc lại nội dung {hashed} tệp, trong "
    "{seconds} giây.",
    en="Compared {objects} objects ({bytes}), read the bytes of {hashed} again, in "
    "{seconds} s.",
)
CLEAN = Text(vi="Kho và hồ sơ khớp nhau.", en="The bucket and the records agree.")
YOUNG = Text(
    vi="{count} tệp mới dưới một giờ, có thể đang được ghi: chưa tính.",
    en="{count} objects are younger than an hour and may be in use: not counted.",
)
RIPE = Text(
    vi="{ripe} đã thấy từ {hours} giờ trước trở lên",
    en="{ripe} seen for {hours} hours or more",
)
MENDED = Text(vi="Đã sửa: {what}.", en="Mended: {what}.")
BRAKED = Text(
    vi="Có quá nhiều tệp không ai dùng: có thể nối nhầm cơ sở dữ liệu, hoặc vừa khôi "
    "phục bản sao lưu cũ. Không xóa gì. Nếu chắc chắn: thêm --many.",
    en="Too much seems to be unused: this may be the wrong database, or an older "
    "backup of it. Nothing was deleted. If you are sure, add --many.",
)
RUNNING = Text(
    vi="Một lượt kiểm tra khác đang chạy; hãy chờ lượt đó xong.",
    en="Another pass runs already; wait until it ends.",
)
BLIND = Text(
    vi="Không kiểm tra được: {why}. Chưa có kết luận gì về kho.",
    en="Could not look: {why}. This says nothing about the bucket.",
)
