"""The fields of the index, and its one folder for each version of them."""

import shutil
from pathlib import Path

from tantivy import Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

# To be raised whenever what a document becomes, or a field, is another.
VERSION = 2
WORDS = "words"
# One document holds where the index stands in the change log: it is committed with the
# documents, so nobody ever sees one without the other.
PLACE, PLACE_KEY = "place", "log"
# What is counted, and asked for by its exact value.
CODES = ("lang", "type", "agency", "fi_category", "topic", "unit")
# Of a document's text: everything, and the parts that say more than the rest.
ALL, EXACT, PAIRS = "all", "exact", "pairs"
TITLE, TITLE_EXACT, TITLE_PAIRS = "title", "title_exact", "title_pairs"
LEAD, NAMES, PLACES, WHOLE = "lead", "names", "places", "whole"
SPELLINGS = "spellings"


def folder_in(where: Path) -> Path:
    return where / f"v{VERSION}"


def others_in(where: Path) -> list[Path]:
    """Folders of other versions."""
    mine = folder_in(where)
    return [each for each in where.glob("v*") if each != mine and each.is_dir()]


def schema() -> Schema:
    builder = SchemaBuilder()
    # A document's id in two halves: both are read for every hit, from columns.
    builder.add_unsigned_field("high", fast=True)
    builder.add_unsigned_field("low", indexed=True, fast=True)
    builder.add_unsigned_field("released", fast=True)
    builder.add_unsigned_field("ends", indexed=True, fast=True)
    builder.add_float_field("prior", fast=True)
    builder.add_text_field("name", tokenizer_name="raw", index_option="basic")
    builder.add_text_field(PLACE, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("standing", stored=True, tokenizer_name="raw")
    for name in CODES:
        builder.add_text_field(
            name, fast=True, tokenizer_name="raw", index_option="basic"
        )
    for name in (ALL, TITLE):
        builder.add_text_field(name, tokenizer_name=WORDS)
    for name in (EXACT, PAIRS, TITLE_EXACT, TITLE_PAIRS, LEAD, NAMES, PLACES):
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="freq")
    builder.add_text_field(WHOLE, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(SPELLINGS, tokenizer_name=WORDS, index_option="basic")
    return builder.build()


def create(folder: Path) -> Index:
    """An empty index, whatever was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return _ready(Index(schema(), path=str(folder)))


def exists(folder: Path) -> bool:
    return folder.is_dir() and bool(Index.exists(str(folder)))


def opened(folder: Path) -> Index:
    """Raises ValueError when it cannot be read."""
    return _ready(Index.open(str(folder)))


def _ready(index: Index) -> Index:
    """Tokens come ready made, with a space between two."""
    spaced = TextAnalyzerBuilder(Tokenizer.whitespace()).build()
    index.register_tokenizer(WORDS, spaced)
    # Whoever reads looks for himself whether there is something new.
    index.config_reader("manual")
    return index
