"""What targets are told of an item's type is what our own pages say of it."""

from asean_sync.mapping.formats.schema_org import CLASSES
from content_api.types import registry


def test_every_type_has_one_class_of_schema_org_here_and_there() -> None:
    here = {
        one.code: one.schema_org
        for one in registry.all_types()
        if one.schema_org != "CreativeWork"
    }
    assert dict(CLASSES) == here
