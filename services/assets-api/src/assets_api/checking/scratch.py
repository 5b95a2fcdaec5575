"""Kept for those who still ask here: the folders are everybody's now."""

from assets_api.scratch import PREFIX, sweep_scratch, working_folder

__all__ = ["PREFIX", "sweep_scratch", "working_folder"]
