"""SVG that wants to do more than be seen; and SVG as drawing programs write it."""

import base64
from collections.abc import Iterator

from tests.corpus.case import Case, refused, taken
from tests.corpus.pictures import saved

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 100 60">'
)
BARE = '<svg xmlns="http://www.w3.org/2000/svg">'
SHAPE = '<rect width="80" height="40" fill="#c33"/><text x="9" y="50">Phố Hiến</text>'
ALARM = "(alert('opened'),fetch('/opened'))"
"""What a script of the corpus does when it runs: a dialog, and a request."""

ELSEWHERE = "http://127.0.0.2:9/phone-home"


def svg(inside: str, *, before: str = "", head: str = HEAD) -> bytes:
    return f"{before}{head}{inside}{SHAPE}</svg>".encode()


def nested(depth: int) -> bytes:
    return svg("<g>" * depth + "</g>" * depth)


def avalanche(levels: int, each: int = 10) -> bytes:
    """Few elements that draw each^levels of them."""
    layers = ['<g id="l0"><rect width="1" height="1"/></g>']
    for level in range(1, levels):
        uses = f'<use href="#l{level - 1}"/>' * each
        layers.append(f'<g id="l{level}">{uses}</g>')
    return svg(f"<defs>{''.join(layers)}</defs><use href='#l{levels - 1}'/>")


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{entities}]>'
    return svg("<text>&l9;</text>", before=doctype)


def picture() -> str:
    return "data:image/png;base64," + base64.b64encode(saved("PNG")).decode()


HOSTILE = {
    "a script": f"<script>{ALARM}</script>",
    "a script of another prefix": (
        f'<s:script xmlns:s="http://www.w3.org/2000/svg">{ALARM}</s:script>'
    ),
    "a script from elsewhere": f'<script href="{ELSEWHERE}"/>',
    "onload": f'<g onload="{ALARM}"><rect width="9" height="9"/></g>',
    "onclick and onbegin": (
        f'<rect onclick="{ALARM}" width="9" height="9"><animate onbegin="{ALARM}"'
        ' attributeName="x" dur="1s"/></rect>'
    ),
    "javascript in a link": f'<a href="javascript:{ALARM}"><text>x</text></a>',
    "javascript with a newline": (
        f'<a xlink:href="java&#10;script:{ALARM}"><text>x</text></a>'
    ),
    "foreignObject": (
        '<foreignObject width="99" height="99"><body xmlns="http://www.w3.org/1999/'
        f'xhtml"><iframe srcdoc="&lt;script&gt;{ALARM}&lt;/script&gt;"/></body>'
        "</foreignObject>"
    ),
    "HTML inside": (
        f'<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="x" onerror="{ALARM}"/>'
    ),
    "use from elsewhere": f'<use href="{ELSEWHERE}#a"/>',
    "a picture from elsewhere": (f'<image href="{ELSEWHERE}" width="9" height="9"/>'),
    "a picture from the disk": (
        '<image xlink:href="file:///etc/passwd" width="9" height="9"/>'
    ),
    "@import": f'<style>@import url("{ELSEWHERE}");</style>',
    "a fetching fill": f"<rect fill=\"url('{ELSEWHERE}')\" width='9' height='9'/>",
    "a fetching style": (
        f'<rect style="background:url({ELSEWHERE})" width="9" height="9"/>'
    ),
    "a style with escapes": (f"<style>rect {{ fill: u\\72l({ELSEWHERE}) }}</style>"),
    "set onclick": f'<set attributeName="onclick" to="{ALARM}"/>',
    "animate href": (
        f'<a><animate attributeName="href" values="javascript:{ALARM}"/></a>'
    ),
    "HTML as data": (
        f'<image href="data:text/html,&lt;script&gt;{ALARM}&lt;/script&gt;"/>'
    ),
    "SVG in SVG as data": (
        '<image width="9" height="9" href="data:image/svg+xml;base64,'
        + base64.b64encode(svg(f"<script>{ALARM}</script>")).decode()
        + '"/>'
    ),
    "a handler": f'<handler type="text/ecmascript">{ALARM}</handler>',
    "filters by the thousand": (
        "<filter id='f'>" + "<feGaussianBlur stdDeviation='99'/>" * 9000 + "</filter>"
        "<rect filter='url(#f)' width='99' height='60'/>"
    ),
}


def cases() -> Iterator[Case]:
    yield taken("a drawing", "a.svg", lambda: svg(""))
    secret = (b"alert(", b"127.0.0.2", b"/etc/passwd", b"<script", b"onload")
    for name, inside in HOSTILE.items():
        yield taken(
            f"SVG: {name}",
            "a.svg",
            lambda inside=inside: svg(inside),
            secret=secret,
            fast=name == "foreignObject",
        )
    yield from _written_oddly(secret)
    yield from _overwhelming()


def _written_oddly(secret: tuple[bytes, ...]) -> Iterator[Case]:
    yield taken(
        "SVG of an old program",
        "a.svg",
        lambda: svg(
            f'<image href="{picture()}" width="9" height="9"/>',
            before='<?xml version="1.0"?><!-- Generator --><!DOCTYPE svg PUBLIC'
            ' "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/'
            'svg11.dtd">',
        ),
    )
    yield taken(
        "a style sheet from elsewhere",
        "a.svg",
        lambda: svg("", before=f'<?xml-stylesheet href="{ELSEWHERE}"?>'),
        secret=secret,
    )
    yield taken(
        "SVG in UTF-16",
        "a.svg",
        lambda: svg(f"<script>{ALARM}</script>").decode().encode("utf-16"),
        secret=secret,
    )
    yield taken(
        "SVG of a kilometre",
        "a.svg",
        lambda: svg(
            "", head=HEAD.replace("viewBox", 'width="1e9" height="1e9" viewBox')
        ),
    )
    yield taken("SVG without a size", "a.svg", lambda: svg("", head=BARE))


def _overwhelming() -> Iterator[Case]:
    many = "image-too-complex"
    yield refused("SVG 100,000 deep", "a.svg", lambda: nested(100_000), many)
    yield refused("SVG 100 deep", "a.svg", lambda: nested(100), many)
    yield refused("60,000 rectangles", "a.svg", lambda: svg("<rect/>" * 60_000), many)
    yield refused("use of use of use", "a.svg", lambda: avalanche(9), many)
    yield refused(
        "use of itself",
        "a.svg",
        lambda: svg('<g id="a"><use href="#a"/></g>'),
        many,
    )
    yield refused("SVG of 11 MB", "a.svg", lambda: svg(" " * 11_000_000), many)
    yield refused("a billion laughs", "a.svg", laughs, "image-damaged")
    yield refused(
        "an entity from the disk",
        "a.svg",
        lambda: svg(
            "<text>&f;</text>",
            before='<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        ),
        "image-damaged",
    )
    yield refused("half an SVG", "a.svg", lambda: svg("")[:150], "image-damaged")
    yield refused(
        "SVG of no known kind",
        "a.svg",
        lambda: b"<svg xmlns='urn:x'><rect/></svg>",
        "image-damaged",
    )
