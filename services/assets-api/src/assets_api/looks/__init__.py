"""How a picture is shown: around which point it is cut, and what stands in for it."""
