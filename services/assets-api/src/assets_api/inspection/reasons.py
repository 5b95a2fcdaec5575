"""What each reason code means, and what to do, for the person who sent the file."""

from phohien.errors import Text

REASONS = {
    "sha256-mismatch": Text(
        vi="Tệp nhận được khác tệp đã khai (SHA-256 không khớp); hãy gửi lại.",
        en="What arrived is not the file that was declared (SHA-256); send it again.",
    ),
    "type-not-accepted": Text(
        vi="Chỉ nhận JPEG, PNG, WebP, PDF, DOCX và XLSX; hãy chuyển đổi rồi gửi lại.",
        en="JPEG, PNG, WebP, PDF, DOCX and XLSX are taken; convert it and send again.",
    ),
    "type-mismatch": Text(
        vi="Nội dung tệp khác với đuôi tên hoặc kiểu đã khai; hãy đặt đúng tên rồi gửi"
        " lại.",
        en="The bytes are not what the name or declared type says; name it truly.",
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
