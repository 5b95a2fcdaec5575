"""Why public bytes are not handed out: as for any address of a version."""

from assets_api.versions.errors import MediaNotFoundError, MediaWithdrawnError

__all__ = ["MediaNotFoundError", "MediaWithdrawnError"]
