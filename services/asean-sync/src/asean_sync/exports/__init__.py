"""The evidence of one target as a bag that anybody can check without us."""
