"""The delivery note in a package: what a person prints, and the recipient stamps."""

from html import escape
from typing import Any

from asean_sync.packages.options import ManualOptions

STYLE = (
    "body{font:13pt/1.4 'Times New Roman',serif;max-width:19cm;margin:1.5cm auto}"
    "h1{font-size:15pt;text-align:center}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #000;padding:3px 6px;text-align:left;vertical-align:top}"
    ".sign{display:flex;justify-content:space-between;margin-top:1cm;text-align:center}"
    ".sign p{min-width:7cm;min-height:4cm}code{font-size:10pt;overflow-wrap:anywhere}"
)
OPS = {"put": "Thêm hoặc thay / Put", "remove": "Gỡ bỏ / Remove"}


def page(options: ManualOptions, changes: dict[str, Any]) -> bytes:
    rows = "".join(
        f"<tr><td>{place}</td><td><code>{escape(one['key'])}</code></td>"
        f"<td>{OPS[one['op']]}</td><td>{len(one.get('files', ()))}</td></tr>"
        for place, one in enumerate(changes["changes"], start=1)
    )
    before = changes["previous"]
    chained = f"{before['package']} ({before['sha256']})" if before else "không / none"
    facts = "".join(
        f"<tr><th>{name}</th><td>{escape(str(value))}</td></tr>"
        for name, value in (
            ("Bên giao / From", options.sender),
            ("Bên nhận / To", options.recipient),
            ("Gói số / Package", changes["package"]),
            ("Lập lúc / Made at", changes["made_at"]),
            ("Gói trước / Previous package", chained),
            ("Khóa ký / Signing key", options.sign.key_id),
        )
    )
    return (
        '<!doctype html><html lang="vi"><meta charset="utf-8">'
        f"<title>Biên bản giao nhận {escape(changes['package'])}</title>"
        f"<style>{STYLE}</style>"
        "<h1>BIÊN BẢN GIAO NHẬN GÓI DỮ LIỆU<br>Delivery note of a data package</h1>"
        f"<table>{facts}</table><p>Mã SHA-256 của tệp .zip do bên giao ghi / SHA-256 of"
        " the .zip file, as written by the sender:<br>"
        "....................................................................</p>"
        "<table><tr><th>TT / No.</th><th>Mã / Key</th><th>Việc / Change</th>"
        f"<th>Số tệp / Files</th></tr>{rows}</table>"
        '<div class="sign"><p>ĐẠI DIỆN BÊN GIAO<br>(ký, ghi rõ họ tên)</p>'
        "<p>ĐẠI DIỆN BÊN NHẬN<br>(ký, ghi rõ họ tên, đóng dấu)</p></div></html>"
    ).encode()
