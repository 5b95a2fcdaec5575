"""What lies in the folder that a painter shares with its child."""

SOURCE, TARGET, STATEMENT = "source", "target", "statement.json"
