"""The declarative base of this service, and the schema it owns."""

from sqlalchemy import Text
from sqlalchemy.orm import DeclarativeBase

from phohien.db import metadata_of

SCHEMA = "assets"


class Base(DeclarativeBase):
    metadata = metadata_of(SCHEMA)
    type_annotation_map = {str: Text()}  # noqa: RUF012 -- SQLAlchemy reads it once
