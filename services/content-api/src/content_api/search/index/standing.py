"""Where an index stands in the change log; it lies in the index itself."""

import json
from dataclasses import asdict, dataclass

from tantivy import Document, Query, Schema, Searcher

from content_api.search.index.layout import PLACE, PLACE_KEY


@dataclass(frozen=True, slots=True)
class Standing:
    """The last line that is in the index, its hash, and the names of places known."""

    seq: int
    hash: str | None
    gazetteer: str

    def document(self) -> Document:
        made = Document()
        made.add_text(PLACE, PLACE_KEY)
        made.add_text("standing", json.dumps(asdict(self)))
        return made


def standing_of(searcher: Searcher, schema: Schema) -> Standing | None:
    """None while nothing was ever committed."""
    query = Query.term_query(schema, PLACE, PLACE_KEY, "basic")
    hits = searcher.search(query, 1).hits
    if not hits:
        return None
    told = searcher.doc(hits[0][1]).get_first("standing")
    return None if told is None else Standing(**json.loads(told))
