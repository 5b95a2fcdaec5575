"""What Prometheus is told about files on their way."""
