"""From released documents to the payloads a target should hold."""
