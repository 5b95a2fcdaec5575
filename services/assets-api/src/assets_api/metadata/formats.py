"""Forms that can carry rights without being coded again. Known outside of a child."""

CARRIERS = frozenset({"jpg", "webp", "png", "svg", "pdf"})
