"""The outside world, one file a data set or hub: what it offers that may be the artist's, step by step."""
