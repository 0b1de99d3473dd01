"""Helpers that know nothing of layers: registry, progress bar, data on its way in."""
