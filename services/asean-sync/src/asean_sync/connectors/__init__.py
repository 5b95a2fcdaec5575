"""How a kind of target is spoken to. No database, no retries, no sleeping in here."""
