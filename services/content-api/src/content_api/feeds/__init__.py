"""What is released, as feeds: Atom, JSON Feed, site maps, and the stream of changes."""
