"""Carries approved items to targets and proves what arrived."""
