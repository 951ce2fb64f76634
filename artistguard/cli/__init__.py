"""The command line: one file a verb. Each has `register(verbs)` for its words and a `run` for its work."""
