"""The HTML of the pages; scripts and styles are ours, so no page calls outside."""

from collections.abc import Iterable
from html import escape

from phohien.docs_pages.catalogue import ProblemKind

# Redoc and Swagger UI set styles from their scripts; Redoc searches in a blob worker.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

REDOC = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Phố Hiến · API</title>
<link rel="icon" href="/docs/static/favicon-32x32.png">
<link rel="stylesheet" href="/docs/static/pages.css">
</head>
<body>
<nav><a href="/docs/try">Gửi thử · Try it</a>
<a href="/docs/guide">Hướng dẫn · Guide</a>
<a href="/problems">Các lỗi · Problems</a> <a href="/openapi.json">OpenAPI</a></nav>
<redoc spec-url="/openapi.json"></redoc>
<script src="/docs/static/redoc.standalone.js"></script>
</body>
</html>
"""

SWAGGER = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Phố Hiến · gửi thử</title>
<link rel="icon" href="/docs/static/favicon-32x32.png">
<link rel="stylesheet" href="/docs/static/swagger-ui.css">
<link rel="stylesheet" href="/docs/static/pages.css">
</head>
<body>
<nav><a href="/docs">Tra cứu · Reference</a>
<a href="/docs/guide">Hướng dẫn · Guide</a>
<a href="/problems">Các lỗi · Problems</a> <a href="/openapi.json">OpenAPI</a></nav>
<main id="swagger-ui"></main>
<script src="/docs/static/swagger-ui-bundle.js"></script>
<script src="/docs/static/swagger-ui-standalone-preset.js"></script>
<script src="/docs/static/try.js"></script>
</body>
</html>
"""

_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/docs/static/pages.css">
</head>
<body>
<nav><a href="/docs">Tra cứu · Reference</a>
<a href="/docs/guide">Hướng dẫn · Guide</a>
<a href="/problems">Các lỗi · Problems</a></nav>
<main>
{body}
</main>
</body>
</html>
"""


def problem(kind: ProblemKind) -> str:
    body = (
        f"<h1>{escape(kind.title.vi)}</h1>\n"
        f"<p>{escape(kind.advice.vi)}</p>\n"
        f'<section lang="en"><h2>{escape(kind.title.en)}</h2>\n'
        f"<p>{escape(kind.advice.en)}</p></section>\n"
        f"<p><code>{escape(kind.code)}</code> · HTTP {kind.status}</p>"
    )
    return _PAGE.format(lang="vi", title=escape(kind.title.vi), body=body)


def problems(kinds: Iterable[ProblemKind]) -> str:
    rows = "\n".join(
        f'<tr><td><a href="{escape(kind.type)}"><code>{escape(kind.code)}</code></a>'
        f"</td><td>{kind.status}</td><td>{escape(kind.title.vi)}</td>"
        f'<td lang="en">{escape(kind.title.en)}</td></tr>'
        for kind in kinds
    )
    body = (
        "<h1>Các lỗi API có thể trả về</h1>\n<table>\n<thead><tr><th>code</th>"
        '<th>HTTP</th><th>Tiếng Việt</th><th lang="en">English</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )
    return _PAGE.format(lang="vi", title="Các lỗi API có thể trả về", body=body)


TONGUES = """<p><a href="/docs/guide/vi" hreflang="vi">Tiếng Việt</a> ·
<a href="/docs/guide/en" hreflang="en" lang="en">English</a></p>
"""


def guide(tongue: str, body: str) -> str:
    title = {"vi": "Hướng dẫn dành cho cổng thông tin", "en": "Guide for portals"}
    return _PAGE.format(lang=tongue, title=title[tongue], body=TONGUES + body)
