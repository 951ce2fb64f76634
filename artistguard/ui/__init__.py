"""The window: the only Qt. It reaches the program through `bridge` alone."""
