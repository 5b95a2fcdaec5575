"""Fills a running stack with the sample dataset: through the API, as people would."""

from phohien_stack.seed.fill import fill

__all__ = ["fill"]
