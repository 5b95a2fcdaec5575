"""What Prometheus is told about targets and what goes to them."""
