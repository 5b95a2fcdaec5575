"""What each reason code means, and what to do, for the person who sent the file."""

from assets_api.formats.kinds import NAMED_EN, NAMED_VI
from phohien.errors import Text

REASONS = {
    "sha256-mismatch": Text(
        vi="Tệp nhận được khác tệp đã khai (SHA-256 không khớp); hãy gửi lại.",
        en="What arrived is not the file that was declared (SHA-256); send it again.",
    ),
    "type-not-accepted": Text(
        vi=f"Chỉ nhận {NAMED_VI}; hãy chuyển đổi rồi gửi lại.",
        en=f"Taken are {NAMED_EN}; convert it and send again.",
    ),
    "type-mismatch": Text(
        vi="Nội dung tệp khác với đuôi tên hoặc kiểu đã khai; hãy đặt đúng tên rồi gửi"
        " lại.",
        en="The bytes are not what the name or declared type says; name it truly.",
    ),
    "replacement-kind": Text(
        vi="Bản mới phải cùng loại với tệp được thay (ảnh thay ảnh, tài liệu thay tài"
        " liệu); hãy gửi thành tệp mới.",
        en="A new version is of the same kind as what it replaces (a picture for a"
        " picture, a document for a document); send it as a new asset.",
    ),
    "replacement-withdrawn": Text(
        vi="Tệp cần thay đã bị rút trong lúc gửi; hãy gửi thành tệp mới.",
        en="The asset to be replaced was withdrawn meanwhile; send it as a new one.",
    ),
    "trailing-bytes": Text(
        vi="Tệp có dữ liệu lạ ở đầu hoặc cuối; hãy mở và lưu lại bằng phần mềm gốc.",
        en="Foreign data stands before or after the file; open it and save it anew.",
    ),
    "image-damaged": Text(
        vi="Ảnh bị hỏng hoặc thiếu dữ liệu; hãy mở, lưu lại rồi gửi.",
        en="The picture is damaged or incomplete; open it, save it anew and send it.",
    ),
    "image-too-large": Text(
        vi="Ảnh quá 100 triệu điểm ảnh, 30.000 một cạnh hoặc 256 MB; hãy thu nhỏ.",
        en="Over 100 million pixels, 30,000 on a side or 256 MB; make it smaller.",
    ),
    "image-too-complex": Text(
        vi="Hình SVG quá phức tạp hoặc lồng nhau quá sâu; hãy đơn giản hóa, hoặc xuất"
        " ra PNG rồi gửi.",
        en="The SVG drawing is too complex or too deeply nested; simplify it, or export"
        " it as PNG and send that.",
    ),
    "heic-not-read": Text(
        vi="Hệ thống này chưa cài phần đọc HEIC. Trên iPhone: Cài đặt → Camera → Định"
        " dạng → Tương thích nhất; hoặc chuyển ảnh sang JPEG rồi gửi lại.",
        en="HEIC cannot be read here. On the iPhone choose Settings → Camera → Formats"
        " → Most Compatible, or convert the picture to JPEG and send again.",
    ),
    "media-damaged": Text(
        vi="Phim hoặc âm thanh bị hỏng hay thiếu đoạn cuối; hãy xuất lại rồi gửi.",
        en="The film or sound is damaged or breaks off; export it again and send it.",
    ),
    "media-too-large": Text(
        vi="Phim vượt 4096 x 2304 điểm ảnh hoặc dài quá 4 giờ; hãy xuất bản nhỏ hơn.",
        en="Over 4096 x 2304 pixels or four hours; export a smaller version.",
    ),
    "media-coding": Text(
        vi="Cách mã hóa phim hoặc âm thanh này không phát được trên trình duyệt; hãy"
        " xuất H.264 với AAC (MP4), VP9 với Opus (WebM), MP3 hoặc M4A.",
        en="Browsers cannot play this coding; export H.264 with AAC (MP4), VP9 with"
        " Opus (WebM), MP3 or M4A.",
    ),
    "media-tracks": Text(
        vi="Tệp có quá nhiều luồng hoặc kèm tệp đính; hãy xuất lại với một luồng hình,"
        " một luồng tiếng.",
        en="It has too many tracks, or attachments; export it with one of picture and"
        " one of sound.",
    ),
    "virus-found": Text(
        vi="Phát hiện mã độc trong tệp. Đừng mở tệp; hãy quét máy đã gửi và báo bộ phận"
        " công nghệ thông tin.",
        en="The file carries malware. Do not open it; scan the computer it came from"
        " and tell your IT staff.",
    ),
    "scan-unavailable": Text(
        vi="Máy quét mã độc chưa trả lời nên tệp được giữ lại; người có thẩm quyền cho"
        " quét lại khi máy quét hoạt động.",
        en="The virus scanner does not answer, so the file is held; a reviewer has it"
        " scanned again when the scanner works.",
    ),
    "scan-incomplete": Text(
        vi="Tệp quá lớn để máy quét mã độc đọc hết; người có thẩm quyền sẽ xem xét.",
        en="It is too large for the virus scanner to read whole; a reviewer decides.",
    ),
    "archive-member": Text(
        vi="Trong tệp ZIP có tệp không thuộc loại được nhận hoặc không an toàn; hãy bỏ"
        " ra rồi nén lại.",
        en="The ZIP holds a file that is not taken or not safe; leave it out and pack"
        " again.",
    ),
    "bundle-no-zip": Text(
        vi="Gói tệp phải là một tệp ZIP; hãy nén các tệp cùng danh sách manifest.csv"
        " rồi gửi lại.",
        en="A bundle is a ZIP; pack the files with their list manifest.csv and send it"
        " again.",
    ),
    "bundle-manifest": Text(
        vi="Không đọc được danh sách trong gói. Cần đúng một tệp manifest.csv (UTF-8)"
        " hoặc manifest.json có cột file; các cột khác: sha256, creator, rights_holder,"
        " licence, credit, source_type, web_statement, rights_end, alt_vi, caption_vi"
        " (hoặc _en…); từ 1 đến 500 dòng.",
        en="The list in the bundle cannot be read. It needs exactly one manifest.csv"
        " (UTF-8) or manifest.json with a column file; other columns: sha256, creator,"
        " rights_holder, licence, credit, source_type, web_statement, rights_end,"
        " alt_vi, caption_vi (or _en…); 1 to 500 lines.",
    ),
    "bundle-too-many": Text(
        vi="Gói có quá 500 tệp; hãy chia thành nhiều gói.",
        en="The bundle has over 500 files; split it into several.",
    ),
    "bundle-file-missing": Text(
        vi="Trong gói không có tệp mà dòng này nêu; hãy kiểm tra tên và thư mục.",
        en="The bundle has no file of the name in this line; check name and folder.",
    ),
    "bundle-file-twice": Text(
        vi="Nhiều dòng nêu cùng một tệp; hãy để lại một dòng.",
        en="Several lines name this file; leave one of them.",
    ),
    "bundle-file-empty": Text(
        vi="Tệp mà dòng này nêu có 0 byte; hãy mở tệp kiểm tra rồi nén lại.",
        en="The file of this line has 0 bytes; open it, check it and pack it again.",
    ),
    "bundle-not-listed": Text(
        vi="Tệp có trong gói nhưng không dòng nào nêu nên không được nhận; hãy thêm một"
        " dòng, hoặc bỏ tệp.",
        en="It lies in the bundle and no line names it, so it is not taken; add a line"
        " or leave it out.",
    ),
    "bundle-description": Text(
        vi="Một ô của dòng này không hợp lệ (ngày theo dạng 2027-12-31, SHA-256 là 64"
        " chữ số thập lục phân, loại nguồn, độ dài; văn bản thay thế không phải tên"
        " tệp); hãy sửa ô đó.",
        en="A cell of this line cannot be right (dates as 2027-12-31, SHA-256 as 64"
        " hexadecimal digits, the kind of source, lengths; an alternative text is not"
        " the name of the file); mend it.",
    ),
    "quota-exceeded": Text(
        vi="Dung lượng của cơ quan không đủ cho tệp này; hãy đề nghị quản trị viên tăng"
        " hạn mức.",
        en="Your agency's space is not enough for this file; ask the operator.",
    ),
    "review-refused": Text(
        vi="Người xem xét đã từ chối tệp; lý do ở phần ghi chú.",
        en="A reviewer refused the file; the note says why.",
    ),
    "review-expired": Text(
        vi="Tệp bị giữ đã quá hạn xem xét; hãy gửi lại bản đã khắc phục.",
        en="Nobody decided about the held file in time; send a repaired one.",
    ),
    "pdf-damaged": Text(
        vi="Tệp PDF bị hỏng hoặc không trọn vẹn; hãy xuất lại.",
        en="The PDF is damaged or incomplete; export it again.",
    ),
    "pdf-active-content": Text(
        vi="PDF chứa mã lệnh, tệp đính kèm hoặc biểu mẫu gửi đi; hãy in ra PDF mới.",
        en="The PDF carries scripts, attachments or sending forms; print it to a new"
        " PDF.",
    ),
    "too-many-pages": Text(
        vi="PDF quá 5.000 trang; hãy chia nhỏ.",
        en="The PDF has over 5,000 pages; split it.",
    ),
    "encrypted": Text(
        vi="Tệp được mã hóa hoặc đặt mật khẩu; hãy bỏ mật khẩu rồi gửi lại.",
        en="The file is encrypted or has a password; remove it and send again.",
    ),
    "macros": Text(
        vi="Tệp có macro; hãy lưu thành DOCX/XLSX không macro rồi gửi lại.",
        en="The file has macros; save it without and send again.",
    ),
    "embedded-files": Text(
        vi="Tệp có đối tượng nhúng; hãy dán biểu đồ dưới dạng ảnh rồi gửi lại.",
        en="Objects are embedded in the file; paste charts as pictures, send again.",
    ),
    "remote-content": Text(
        vi="Tệp lấy nội dung từ nơi khác (mẫu, liên kết dữ liệu); hãy ngắt liên kết rồi"
        " gửi lại.",
        en="The file fetches content from elsewhere; break its links and send again.",
    ),
    "document-damaged": Text(
        vi="Tài liệu bị hỏng hoặc có cấu trúc lạ; hãy mở và lưu lại.",
        en="The document is damaged or oddly built; open it and save it anew.",
    ),
    "archive-bomb": Text(
        vi="Tài liệu bung ra quá lớn; hãy lưu lại bằng phần mềm văn phòng.",
        en="The document unpacks to far too much; save it anew with office software.",
    ),
    "too-much-text": Text(
        vi="Tài liệu có quá nhiều chữ để kiểm tra; hãy chia nhỏ.",
        en="There is too much text to be checked; split the document.",
    ),
    "inspection-limit": Text(
        vi="Việc kiểm tra tệp vượt giới hạn an toàn; hãy xuất lại bản đơn giản hơn.",
        en="Inspecting the file went over the safety limits; export a simpler copy.",
    ),
    "inspection-failed": Text(
        vi="Chưa kiểm tra được tệp sau nhiều lần thử; quản trị viên sẽ xem xét.",
        en="The inspection failed several times; an operator has to look.",
    ),
    "marking-found": Text(
        vi="Có dấu hiệu bí mật nhà nước. Tệp đã bị xóa ngay; hãy báo cán bộ bảo mật của"
        " cơ quan.",
        en="Carries a secrecy marking. The file was deleted at once; tell your security"
        " officer.",
    ),
    "bytes-lost": Text(
        vi="Các phần của tệp không ghép được; hãy gửi lại từ đầu.",
        en="The parts do not fit together; send the file again.",
    ),
    "cancelled": Text(vi="Lượt tải lên đã bị hủy.", en="The upload was cancelled."),
    "expired": Text(
        vi="Quá thời hạn gửi tiếp; hãy tạo lượt tải lên mới.",
        en="The time to go on is over; create a new upload.",
    ),
}
