"""Where an asset is used, and its end when it is used nowhere."""
