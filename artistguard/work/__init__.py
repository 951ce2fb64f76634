"""Durable jobs, worker children, cancel, progress. Knows nothing of pictures, SQL or the network."""
