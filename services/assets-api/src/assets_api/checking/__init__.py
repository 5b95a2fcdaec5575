"""From received bytes to an asset: one reading, one verdict, one transaction."""
