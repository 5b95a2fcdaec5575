"""Which elements and attributes of SVG draw something and can do nothing else."""

import re

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
ELEMENTS = frozenset(
    re.findall(
        r"\S+",
        "svg g defs symbol use title desc path rect circle ellipse line polyline"
        " polygon text tspan textPath linearGradient radialGradient stop clipPath"
        " mask pattern marker image switch style",
    )
)
"""Not among them: script, foreignObject, a, animate, set, filter, feImage, iframe …"""

ATTRIBUTES = frozenset(
    re.findall(
        r"\S+",
        "id class d x y x1 y1 x2 y2 cx cy r rx ry fx fy fr width height viewBox"
        " points transform gradientTransform patternTransform gradientUnits"
        " patternUnits patternContentUnits clipPathUnits maskUnits maskContentUnits"
        " spreadMethod offset preserveAspectRatio version pathLength dx dy rotate"
        " textLength lengthAdjust startOffset method spacing side refX refY"
        " markerWidth markerHeight markerUnits orient role style fill fill-opacity"
        " fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-"
        " linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity"
        " color stop-color stop-opacity clip-path clip-rule mask display visibility"
        " overflow font-family font-size font-style font-weight font-variant font-"
        " stretch text-anchor text-decoration letter-spacing word-spacing dominant-"
        " baseline alignment-baseline baseline-shift writing-mode direction unicode-"
        " bidi marker-start marker-mid marker-end vector-effect shape-rendering"
        " text-rendering image-rendering paint-order mix-blend-mode isolation",
    )
)
