"""Standard payloads, made without a map: ninjs, schema.org, Dublin Core."""
