"""Somebody else's registries, and the one of our own: one file each, one protocol."""
