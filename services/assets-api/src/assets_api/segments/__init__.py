"""Films in segments, for players that change their mind about how much they load."""
