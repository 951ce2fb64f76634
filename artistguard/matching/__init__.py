"""Fingerprints against fingerprints. Pure: no file, no catalogue, no network."""
