"""The rows that every number of a report is counted from."""
