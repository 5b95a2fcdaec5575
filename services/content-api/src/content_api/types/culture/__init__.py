"""Types about places, festivals and printed or pictured matter."""
