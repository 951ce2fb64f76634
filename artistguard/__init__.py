"""ArtistGuard: sign and tag a portfolio, say no to training, and prove it."""

__version__ = "0.1.0"
