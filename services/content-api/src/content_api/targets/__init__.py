"""Where released items may be offered, and which agency may offer what there."""
