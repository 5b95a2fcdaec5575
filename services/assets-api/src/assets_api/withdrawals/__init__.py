"""The end of consent or rights: told to content-api until it says it has heard."""
