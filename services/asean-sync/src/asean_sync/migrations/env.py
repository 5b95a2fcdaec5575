from alembic import context

import asean_sync.tables  # noqa: F401 -- importing it declares every table
from asean_sync.db import SCHEMA, Base
from phohien import migrations

migrations.run(context, Base.metadata, SCHEMA)  # type: ignore[arg-type]
