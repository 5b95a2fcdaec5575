"""All of it. Names are unique: a verdict is looked up by them."""

from functools import cache

from tests.corpus import disguises, drawings, films, office, papers, pictures
from tests.corpus.case import Case


@cache
def cases() -> dict[str, Case]:
    found: dict[str, Case] = {}
    for part in (pictures, drawings, papers, office, films, disguises):
        for case in part.cases():
            assert case.name not in found, case.name
            found[case.name] = case
    return found
