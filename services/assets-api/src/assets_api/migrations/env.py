from alembic import context

import assets_api.app  # noqa: F401 -- importing the app imports every table
from assets_api.db import SCHEMA, Base
from phohien import migrations

migrations.run(context, Base.metadata, SCHEMA)  # type: ignore[arg-type]
