"""Types about investment, production and trade."""
