"""What Prometheus is told about the release, its readers and who is told of it."""
