"""Children that paint: confined, long-lived, told one order a line."""
