"""Files on their way in: tus 1.0, resumable, nothing acknowledged is ever lost."""
