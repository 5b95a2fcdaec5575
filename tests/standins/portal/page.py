"""The page that says, to a person, what this is and what it holds."""

from html import escape
from typing import Any

SECURITY = {
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto;
  padding: 1rem }
.notice { border: 2px solid; border-radius: .4rem; padding: .2rem 1rem }
table { border-collapse: collapse; width: 100%; margin-block: .5rem 1.5rem }
caption { text-align: start; font-weight: 600; padding-block: .3rem }
th, td { border-block-end: 1px solid; padding: .3rem .5rem; text-align: start;
  vertical-align: top; overflow-wrap: anywhere }
.scroll { overflow-x: auto }
"""
TITLE = "Cổng thay thế để thử · Stand-in portal"


def page(items: list[dict[str, Any]], media: list[dict[str, Any]]) -> str:
    return f"""<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{TITLE}</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>Cổng thay thế để thử <span lang="en">/ Stand-in portal</span></h1>
</header>
<main>
<div class="notice">
<p>Đây <strong>không phải</strong> cổng thông tin của ASEAN hay của cơ quan nào. Cổng
thật không công bố giao diện lập trình, nên chương trình nhỏ này đứng thay cho cổng đó
khi trình diễn và kiểm thử. Mọi thứ ở đây chỉ là dữ liệu thử.</p>
<p lang="en">This is <strong>not</strong> the portal of ASEAN or of any authority. The
real portal publishes no programming interface, so this small program stands in for it
in demonstrations and tests. Everything here is test data.</p>
</div>
{_items(items)}
{_media(media)}
</main>
</body>
</html>
"""


def _table(identifier: str, caption: str, heads: list[str], rows: list[str]) -> str:
    if not rows:
        return (
            f'<section aria-labelledby="{identifier}"><h2 id="{identifier}">{caption}'
            '</h2><p>Chưa có gì. <span lang="en">Nothing yet.</span></p></section>'
        )
    return (
        f'<section aria-labelledby="{identifier}"><h2 id="{identifier}">{caption}</h2>'
        f'<div class="scroll" tabindex="0" role="region" '
        f'aria-labelledby="{identifier}"><table><thead><tr>'
        + "".join(f'<th scope="col">{head}</th>' for head in heads)
        + "</tr></thead><tbody>"
        + "".join(rows)
        + "</tbody></table></div></section>"
    )


def _items(items: list[dict[str, Any]]) -> str:
    rows = [
        f'<tr><th scope="row">{item["id"]}</th><td>{_text(item["externalId"])}</td>'
        f"<td{_lang(item)}>{_text(item.get('title', ''))}</td></tr>"
        for item in items
    ]
    return _table(
        "items",
        f'Mục đang giữ <span lang="en">/ Items held</span> ({len(items)})',
        ["Số", "externalId", 'Tiêu đề <span lang="en">/ Title</span>'],
        rows,
    )


def _media(media: list[dict[str, Any]]) -> str:
    rows = [
        f'<tr><th scope="row">{held["id"]}</th><td>{_text(held["externalId"])}</td>'
        f"<td>{_text(held['filename'])}</td><td>{held['bytes']}</td>"
        f"<td><code>{_text(held['sha256'])}</code></td></tr>"
        for held in media
    ]
    return _table(
        "media",
        f'Tệp đang giữ <span lang="en">/ Files held</span> ({len(media)})',
        ["Số", "externalId", 'Tệp <span lang="en">/ File</span>', "Byte", "SHA-256"],
        rows,
    )


def _lang(item: dict[str, Any]) -> str:
    named = item.get("language") or item.get("locale") or item.get("lang")
    return f' lang="{_text(named)}"' if isinstance(named, str) else ""


def _text(value: Any) -> str:
    return escape(value if isinstance(value, str) else str(value))
